#pragma once

#include <feedarc/category.hpp>

#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/write_state.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::sqlite {

/// What the row of a record has of its category.
struct StoredCategory {
    std::string name, key;
    std::string from;  ///< `rule` or `suggested`; empty: it is that of its pages, or none
};

/// Finds what was assigned to the contents of records. Most archives have none of it, and then
/// nothing is looked up.
class AssignedCategories {
public:
    AssignedCategories(sqlite3& db, WriteState& state);

    /// To a record, by its revisions, which are written.
    [[nodiscard]] std::optional<StoredCategory> of_record(RecordId record);
    [[nodiscard]] std::optional<StoredCategory> of_content(SourceId source, ContentId content);
    /// Whether there may be any.
    [[nodiscard]] bool any();

private:
    sqlite3& db_;
    WriteState& state_;
    Statement of_record_, of_content_;
};

/// Writes assignments and lets the rows of records show them.
class AssignmentLog final : public AssignmentStore {
public:
    AssignmentLog(sqlite3& db, WriteState& state);

    /// Says that a transaction begins: others may have written meanwhile.
    void begin() { latest_.reset(); }

    bool assign(RecordId record, std::string_view category, CategoryFrom origin, Time at) override;
    void follow(SourceId source, const Hash128& before, const Hash128& after) override;
    /// Takes one of another archive over; false where it is there.
    bool take(const CategoryAssignment& assignment);

private:
    struct Latest {
        Time at{};
        std::int64_t sequence = 0;
    };
    Latest& latest();
    bool insert(const CategoryAssignment& assignment);
    void refresh(RecordId record);

    sqlite3& db_;
    WriteState& state_;
    AssignedCategories assigned_;
    std::optional<Latest> latest_;
    Statement find_record_, oldest_content_, find_, insert_, update_record_, record_of_, latest_of_;
};

/// Visits all of them, in the order in which they were made.
void read_assignments(sqlite3& db, const std::function<void(const CategoryAssignment&)>& visit);

}  // namespace feedarc::sqlite
