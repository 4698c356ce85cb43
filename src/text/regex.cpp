#include "text/regex.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

namespace feedarc::text {
namespace {

constexpr std::int32_t kMostSteps = 100;       // each of some ten thousand of the engine
constexpr std::int32_t kMostStack = 1 << 22U;  // bytes of what it may come back to
constexpr std::size_t kLongestPattern = 4096;

icu::UnicodeString utf16(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

std::string problem_of(const UParseError& where, UErrorCode status) {
    std::string problem = fmt::format("is no regular expression ({}", u_errorName(status));
    if (where.offset >= 0) problem += fmt::format(", at its character {}", where.offset);
    return problem + "): see docs/categories.md, Regular expressions";
}

}  // namespace

struct Regex::Matcher {
    std::unique_ptr<icu::RegexPattern> pattern;
    std::unique_ptr<icu::RegexMatcher> matcher;
};

std::optional<std::string> Regex::problem(std::string_view pattern) {
    if (pattern.empty()) return "must not be empty";
    if (pattern.size() > kLongestPattern) {
        return fmt::format("has more than {} bytes", kLongestPattern);
    }
    UParseError where{-1, -1, {}, {}};
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexPattern> compiled(
        icu::RegexPattern::compile(utf16(pattern), 0, where, status));
    if (U_FAILURE(status)) return problem_of(where, status);
    return std::nullopt;
}

Regex::Regex(std::string_view pattern) : matcher_(std::make_unique<Matcher>()) {
    if (const auto wrong = problem(pattern)) {
        throw Error(ErrorCode::usage, fmt::format("{}: {}", pattern, *wrong));
    }
    UParseError where{-1, -1, {}, {}};
    UErrorCode status = U_ZERO_ERROR;
    matcher_->pattern.reset(icu::RegexPattern::compile(utf16(pattern), 0, where, status));
    if (U_SUCCESS(status)) matcher_->matcher.reset(matcher_->pattern->matcher(status));
    if (U_SUCCESS(status)) matcher_->matcher->setTimeLimit(kMostSteps, status);
    if (U_SUCCESS(status)) matcher_->matcher->setStackLimit(kMostStack, status);
    if (U_FAILURE(status)) {
        throw Error(ErrorCode::internal, fmt::format("{}: {}", pattern, u_errorName(status)));
    }
}

Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

Regex::Outcome Regex::find(std::string_view utf8) {
    const icu::UnicodeString text = utf16(utf8);
    icu::RegexMatcher& matcher = *matcher_->matcher;
    matcher.reset(text);  // which lives as long as the search
    UErrorCode status = U_ZERO_ERROR;
    const bool found = matcher.find(status) != 0;
    // It must not refer to a text that is gone.
    static const icu::UnicodeString kNothing;
    matcher.reset(kNothing);
    if (U_FAILURE(status)) return Outcome::too_long;
    return found ? Outcome::found : Outcome::not_found;
}

}  // namespace feedarc::text
