#pragma once

#include "base/ascii.hpp"

#include <algorithm>
#include <string_view>

namespace feedarc::read {

/// HTML compares the values of `rel`, `type`, `role` and other attributes of its own without regard
/// to the case of ASCII letters (HTML, 2.3.2 and 2.3.7); those of `itemprop` and `itemtype` are
/// compared as they are. `word` and `token` are in lower case.
[[nodiscard]] inline bool is_value(std::string_view value, std::string_view word) noexcept {
    return value.size() == word.size() && base::starts_with_ignoring_case(value, word);
}

/// Whether a set of tokens between white space holds one of them.
[[nodiscard]] inline bool has_token(std::string_view tokens, std::string_view token) noexcept {
    constexpr std::string_view kSpace = " \t\n\f\r";
    while (!tokens.empty()) {
        const std::size_t end = std::min(tokens.find_first_of(kSpace), tokens.size());
        if (is_value(tokens.substr(0, end), token)) return true;
        tokens.remove_prefix(std::min(end + 1, tokens.size()));
    }
    return false;
}

}  // namespace feedarc::read
