#pragma once

#include "identity/normal_text.hpp"
#include "identity/similarity.hpp"

#include <optional>
#include <string>

namespace feedarc {

/// An excerpt as others are compared with it.
class ComparableText {
public:
    explicit ComparableText(const std::string& excerpt) : normal_(normal_text(excerpt)) {}

    [[nodiscard]] const std::string& text() const noexcept { return normal_.text; }
    [[nodiscard]] bool cut() const noexcept { return normal_.cut; }
    [[nodiscard]] const Runs& runs() const {
        if (!runs_) runs_.emplace(normal_.text);
        return *runs_;
    }

private:
    NormalText normal_;
    mutable std::optional<Runs> runs_;  ///< made when it is asked for
};

/// Whether the shorter of two texts is the other one cut off: its beginning, and long enough for
/// what speaks for a cut (docs/identity.md).
[[nodiscard]] bool is_truncation(const ComparableText& one, const ComparableText& other,
                                 bool equal_titles);

/// How alike two texts are, from 0 to 1, where one is the other edited; else nothing.
[[nodiscard]] std::optional<double> near_duplicate(const ComparableText& one,
                                                   const ComparableText& other);

}  // namespace feedarc
