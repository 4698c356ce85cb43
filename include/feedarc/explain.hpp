#pragma once

#include <feedarc/read.hpp>
#include <feedarc/snapshot.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace feedarc {

/// A reason for or against a candidate, and its weight.
struct ScoreTerm {
    std::string name;
    double points = 0;
};

/// Blocks of a page that may be its listing.
struct ListingCandidate {
    std::string where;        ///< of the first block: `main > div.posts > article.post`
    std::size_t blocks = 0;   ///< how many
    std::string first_title;  ///< the text of the first block's title link
    double score = 0;
    std::vector<ScoreTerm> terms;  ///< those that are not 0; their sum is the score
};

/// What a rule selected on one page.
struct RuleUse {
    std::string name;
    std::string selector;
    std::size_t matches = 0;
    std::size_t records = 0;  ///< in so many of them; 0 for `record` and `next`
};

/// What the finder weighed on one page.
struct Explanation {
    Form form = Form::text;
    std::vector<ListingCandidate> candidates;  ///< best first; empty for forms without a finder
    std::vector<RuleUse> rules;                ///< those that were given
    std::size_t records = 0;                   ///< that the rules were applied to
    std::string verdict;                       ///< what came of it, in a sentence
};

/// Why read_page() finds the entries that it finds. Takes longer than it, since nothing is passed
/// over; throws the same errors.
[[nodiscard]] Explanation explain_page(const Snapshot& snapshot,
                                       std::optional<Form> form = std::nullopt,
                                       const ReadLimits& limits = {}, const Rules& rules = {});

}  // namespace feedarc
