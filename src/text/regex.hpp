#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::text {

/// A regular expression of ICU (Perl's syntax, with Unicode), as a person writes one. Used by one
/// thread at a time.
class Regex {
public:
    /// Throws Error(usage), saying what is wrong and where in the pattern, for one that is none.
    explicit Regex(std::string_view pattern);
    Regex(Regex&&) noexcept;
    Regex& operator=(Regex&&) noexcept;
    ~Regex();

    /// What is wrong with a pattern; nothing where it is one.
    [[nodiscard]] static std::optional<std::string> problem(std::string_view pattern);

    enum class Outcome { found, not_found, too_long };
    /// Whether it is found in a text. The search is given up after so many steps (about a tenth of
    /// a second) or so much memory, the same everywhere: some patterns would take years.
    [[nodiscard]] Outcome find(std::string_view utf8);

private:
    struct Matcher;
    std::unique_ptr<Matcher> matcher_;
};

}  // namespace feedarc::text
