#pragma once

#include <feedarc/category.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// A rule of the configuration ([[category]]): which records get a category that their pages do not
/// show. Of several rules that match, the first one of the configuration counts.
struct CategoryRule {
    std::string category;
    /// One of these must be there: words or phrases as `search` finds them in quotation marks.
    std::vector<std::string> words;
    std::string regex;  ///< or this; empty: none. A good one, as text::Regex takes it
    bool in_title = true, in_text = true, in_url = false;  ///< where it looks
    std::string source;  ///< only records of this one; empty: of all
    std::string key;     ///< what messages call it: `category[2]`
};

struct CategorizeOptions {
    std::vector<CategoryRule> rules;
    std::optional<std::string> source;  ///< only records of this one
    bool dry_run = false;               ///< only say what would be done
    Time now{};
    std::chrono::milliseconds wait{60'000};
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: finish what is durable, go
};

/// What rules give of one category.
struct CategorizedAs {
    std::string category;
    std::int64_t records = 0;   ///< have it by a rule now
    std::int64_t assigned = 0;  ///< of them, got it now
};

struct CategorizeReport {
    std::int64_t records = 0;               ///< whose pages show no category
    std::int64_t assigned = 0;              ///< of them, got one, or another one
    std::int64_t taken_back = 0;            ///< had one of a rule that gives it no longer
    std::int64_t matched = 0;               ///< have one of a rule now
    std::vector<CategorizedAs> categories;  ///< in the order of the rules
    /// Rules that took too long for some record, which was left as it was.
    std::vector<std::string> problems;
};

/// Applies rules to all records whose pages show no category, and takes back what rules gave that
/// they give no longer. What was suggested and applied stays where no rule matches. Texts are
/// compared outside of the lock; what changes is stored in transactions of at most some thousand
/// records. Done again, it changes nothing.
///
/// Throws Error(archive) for a missing archive, and as open_archive() and begin() do.
[[nodiscard]] CategorizeReport categorize(const std::string& location,
                                          const CategorizeOptions& options);

/// Takes back every category that was suggested and applied. Returns how many.
[[nodiscard]] std::int64_t take_back_suggested(const std::string& location,
                                               const CategorizeOptions& options);

}  // namespace feedarc
