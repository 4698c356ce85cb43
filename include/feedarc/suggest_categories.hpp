#pragma once

#include <feedarc/category.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// As sure as a suggestion must be where nobody says otherwise; see docs/categories.md for what
/// that was measured to be worth.
inline constexpr double kMinConfidence = 0.9;

struct SuggestOptions {
    std::optional<std::string> source;  ///< only for records of this one, learned from it alone
    double min_confidence = kMinConfidence;  ///< 0 to 1
    std::optional<std::int64_t> limit;       ///< at most so many, the surest first
    bool apply = false;
    Time now{};
    std::chrono::milliseconds wait{60'000};
    const std::atomic<int>* stop = nullptr;
};

struct Suggestion {
    RecordId id = 0;
    std::string source;
    std::string title;  ///< empty: it has none
    std::string excerpt;
    std::string category;
    double confidence = 0;  ///< 0 to 1
};

struct SuggestReport {
    std::int64_t examples = 0;  ///< records that were learned from
    std::int64_t records = 0;   ///< that have no category but for that of their source
    std::int64_t applied = 0;
    std::vector<Suggestion> suggestions;  ///< the surest first, then by id
};

/// Proposes categories for records that have none (but for that of their source) from the texts of
/// those whose pages show one or to which a rule gave one. What was suggested before is not learned
/// from. Deterministic: the same records give the same suggestions, in whatever order they came.
[[nodiscard]] SuggestReport suggest_categories(const std::string& location,
                                               const SuggestOptions& options);

}  // namespace feedarc
