#pragma once

#include <feedarc/hash.hpp>
#include <feedarc/ids.hpp>
#include <feedarc/time.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace feedarc {

/// Where the category of a record is from, the strongest first.
enum class CategoryFrom {
    page,       ///< its pages show it
    rule,       ///< a rule of the configuration gave it
    suggested,  ///< it was proposed from like records, and applied
    source,     ///< its source gives it to all that have none
    none,       ///< it has no category
};

/// Whether it is one that the pages of the record do not show.
[[nodiscard]] constexpr bool is_assigned(CategoryFrom from) noexcept {
    return from != CategoryFrom::page && from != CategoryFrom::none;
}

/// `page`, `rule`, `suggested`, `source`; empty for none. The second and third are stored.
[[nodiscard]] const char* to_string(CategoryFrom from) noexcept;
[[nodiscard]] std::optional<CategoryFrom> category_from_name(std::string_view name) noexcept;

/// A category that was assigned to an article whose pages show none. It is part of the log: of all
/// that speak of the contents of a record the latest counts, by time, then sequence, then hash.
struct CategoryAssignment {
    std::string source;                        ///< its name
    Hash128 content;                           ///< one of the record, by its hash
    std::string category;                      ///< empty: what was assigned before is taken back
    CategoryFrom origin = CategoryFrom::rule;  ///< `rule` or `suggested`
    Time assigned_at{};
    std::int64_t sequence = 0;  ///< how many were known when it was made; orders those of a second

    bool operator==(const CategoryAssignment&) const = default;
};

/// What a record says of itself, and its category.
struct CategoryText {
    RecordId id = 0;
    std::string source;
    std::string title, excerpt, url;  ///< the best ones
    std::string category;             ///< but for that of its source; empty: none
    CategoryFrom from = CategoryFrom::none;
};

using VisitCategoryText = std::function<bool(const CategoryText&)>;

/// Assigns categories, within a write transaction. A record shows at once what was assigned to it.
class AssignmentStore {
public:
    AssignmentStore() = default;
    AssignmentStore(const AssignmentStore&) = delete;
    AssignmentStore& operator=(const AssignmentStore&) = delete;
    virtual ~AssignmentStore() = default;

    /// Gives a record a category, or takes back the one that it was given from there (an empty
    /// one). Does nothing and returns false where its pages show one, where it has that already,
    /// where a rule gave one and this is a suggestion, and where there is no such record. `at` is
    /// taken for a second after the latest assignment where that is later.
    virtual bool assign(RecordId record, std::string_view category, CategoryFrom origin,
                        Time at) = 0;
    /// Lets what was assigned to a content of a source hold for what a newer reader made of it.
    virtual void follow(SourceId source, const Hash128& before, const Hash128& after) = 0;
};

}  // namespace feedarc
