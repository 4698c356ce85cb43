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

/// What must not be in any output, as `U+001B at 12`; empty when there is none: control and
/// bidirectional characters, and bytes that are not UTF-8. The line feed is what lines are made of;
/// of other controls those in `made_of` are the format's own. Written apart from the code it
/// checks.
[[nodiscard]] std::vector<std::string> unsafe_in(std::string_view output,
                                                 std::string_view made_of = "\t");

/// The cells of CSV (RFC 4180) with a separator, read as spreadsheets do: quotes hold a cell
/// together only where it begins with them. Lines end with CR LF, or with LF.
[[nodiscard]] std::vector<std::vector<std::string>> cells_of_csv(std::string_view csv,
                                                                 char separator = ',');

/// Whether a spreadsheet may take a cell for a formula: `=`, `+`, `-`, `@`, tab, carriage return or
/// a full-width form first, behind any white space. A plain number is none.
[[nodiscard]] bool is_formula(std::string_view cell);

}  // namespace feedarc::test
