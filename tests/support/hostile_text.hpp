#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::test {

/// Texts that a page may hold to take over a terminal or a document: each with the name of the
/// trick.
struct HostileText {
    const char* name;
    std::string text;
};
[[nodiscard]] const std::vector<HostileText>& hostile_texts();

/// What must not be in any output, as `U+001B at 12`; empty when there is none. Tab and line breaks
/// are what formats are made of. Written apart from the code it checks.
[[nodiscard]] std::vector<std::string> unsafe_in(std::string_view output);

}  // namespace feedarc::test
