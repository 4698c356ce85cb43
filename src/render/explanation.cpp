#include "render/explanation.hpp"

#include "text/visible.hpp"
#include "text/width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace feedarc::render {
namespace {

constexpr std::size_t kShownCandidates = 5;
constexpr std::size_t kShownTerms = 2;  // of so many candidates
constexpr std::size_t kTitleColumns = 80;

void print_terms(std::ostream& out, std::vector<ScoreTerm> terms) {
    std::stable_sort(terms.begin(), terms.end(), [](const ScoreTerm& a, const ScoreTerm& b) {
        return std::abs(a.points) > std::abs(b.points);
    });
    for (const ScoreTerm& term : terms)
        out << fmt::format("  {:+7.1f}  {}\n", term.points, text::visible(term.name));
}

}  // namespace

void print_explanation(std::ostream& out, std::string_view input, const Explanation& explanation) {
    out << fmt::format("{}: {}; {}\n", text::visible(input), to_string(explanation.form),
                       text::visible(explanation.verdict));
    for (const RuleUse& rule : explanation.rules) {
        out << fmt::format("  rule {}: {} matches", text::visible(rule.name), rule.matches);
        if (rule.name != "record" && rule.name != "next") {
            out << fmt::format(" in {} of {} records", rule.records, explanation.records);
        }
        out << fmt::format(", {}\n", text::visible(rule.selector));
    }
    const auto& candidates = explanation.candidates;
    for (std::size_t i = 0; i < std::min(candidates.size(), kShownCandidates); ++i) {
        const ListingCandidate& candidate = candidates[i];
        out << fmt::format("{:6.1f} points: {} blocks at {}\n", candidate.score, candidate.blocks,
                           text::visible(candidate.where));
        out << fmt::format(
            "         the first: {}\n",
            text::truncate_to_width(text::visible(candidate.first_title), kTitleColumns));
        if (i < kShownTerms) print_terms(out, candidate.terms);
    }
    if (candidates.size() > kShownCandidates) {
        out << fmt::format("         and {} with fewer points\n",
                           candidates.size() - kShownCandidates);
    }
}

}  // namespace feedarc::render
