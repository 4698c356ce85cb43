#include "support/hostile_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iterator>

namespace feedarc::test {

const std::vector<HostileText>& hostile_texts() {
    using namespace std::string_literals;
    static const std::vector<HostileText> texts{
        {"colour and title of the terminal", "\x1b[31mred\x1b]0;owned\x07"},
        {"C1 control sequence introducer", "\xc2\x9b"s + "31mred"},
        {"delete and backspace", "abc\x7f\x08\x08"},
        {"carriage return", "harmless\rHARMFUL"},
        {"right-to-left override",
         "exe.\xe2\x80\xae"
         "gpj.txt"},
        {"bidirectional isolates", "\xe2\x81\xa6 a \xe2\x81\xa9 \xe2\x80\x8f"},
        {"line separator", "one\xe2\x80\xa8two\xe2\x80\xa9three"},
        {"Arabic letter mark",
         "a\xd8\x9c"
         "b"},
        {"tags of plane 14", "flag\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf"},
        {"byte order mark",
         "\xef\xbb\xbf"
         "bom"},
        {"not UTF-8", "\xff\xfe\x80 caf\xe9"},
        {"formula", "=HYPERLINK(\"http://example.com\";\"x\")"},
        {"formula behind a semicolon", "harmless; \"=cmd|'/C calc'!A0;+1;\t@SUM(1)"},
        {"formula behind a space", "\u3000 ＝1+1"},
        {"markup",
         "<script>alert(1)</script> [x](javascript:alert(1)) | `y` \\ \" ' &amp; "
         "http://evil.example www.evil.example $x$ ~~z~~ <http://evil.example>"},
        {"what looks escaped", "\\u{1b} \\\\ \\n \\t '=1"},
        {"tab and line feed", "a\tb\nc"},
    };
    return texts;
}

namespace {

bool is_unsafe_code(std::uint32_t code) {
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
    for (const std::uint32_t one : {0x061cU, 0x200eU, 0x200fU, 0x2028U, 0x2029U, 0xfeffU}) {
        if (code == one) return true;
    }
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
           (code >= 0xe0000 && code <= 0xe007f);
}

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0;  ///< 0: it is not UTF-8
};

Character character_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::uint32_t lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > text.size()) return {lead, 0};
    std::uint32_t code = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0U) != 0x80) return {lead, 0};
        code = code << 6U | (byte(at + i) & 0x3fU);
    }
    constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < kLeast[length] || surrogate || code > 0x10ffff) return {lead, 0};
    return {code, length};
}

// The end of a cell that begins at `at`, and what stands in it.
std::size_t read_cell(std::string_view csv, std::size_t at, char separator, std::string& cell) {
    bool quoted = at < csv.size() && csv[at] == '"';
    if (quoted) ++at;
    while (at < csv.size()) {
        if (quoted && csv[at] == '"') {
            quoted = csv.substr(at + 1, 1) == "\"";
            if (quoted) cell += '"';
            at += quoted ? 2U : 1U;
            continue;
        }
        const bool line_end = csv[at] == '\n' || csv.substr(at, 2) == "\r\n";
        if (!quoted && (csv[at] == separator || line_end)) return at;
        cell += csv[at++];
    }
    return at;
}

}  // namespace

std::vector<std::string> unsafe_in(std::string_view output, std::string_view made_of) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < output.size();) {
        const Character character = character_at(output, at);
        const bool line_end = output[at] == '\n' || output.substr(at, 2) == "\r\n";
        const bool own = character.code < 0x80 &&
                         made_of.find(static_cast<char>(character.code)) != made_of.npos;
        if (character.bytes == 0 || (is_unsafe_code(character.code) && !line_end && !own)) {
            char text[48];
            (void)std::snprintf(text, sizeof text, "%s%04X at %zu",
                                character.bytes == 0 ? "byte " : "U+", character.code, at);
            found.emplace_back(text);
        }
        at += std::max<std::size_t>(character.bytes, 1);
    }
    return found;
}

std::vector<std::vector<std::string>> cells_of_csv(std::string_view csv, char separator) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t at = 0; at < csv.size();) {
        auto& row = rows.emplace_back();
        for (;;) {
            at = read_cell(csv, at, separator, row.emplace_back());
            if (at == csv.size() || csv[at] != separator) break;
            ++at;
        }
        if (at < csv.size()) at += csv[at] == '\r' ? 2U : 1U;
    }
    return rows;
}

bool is_formula(std::string_view cell) {
    constexpr std::string_view kStarts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    constexpr std::string_view kSpaces[] = {" ",      "\n",     "\v",     "\f",     "\u00a0",
                                            "\u2003", "\u3000", "\u2009", "\u202f", "\u1680"};
    const auto takes = [&](std::string_view start) { return cell.starts_with(start); };
    for (;;) {
        const auto* const space = std::find_if(std::begin(kSpaces), std::end(kSpaces), takes);
        if (space == std::end(kSpaces)) break;
        cell.remove_prefix(space->size());
    }
    if (std::none_of(std::begin(kStarts), std::end(kStarts), takes)) return false;
    const bool number = cell.size() > 1 && (cell[0] == '-' || cell[0] == '+') &&
                        cell.find_first_not_of("0123456789.", 1) == cell.npos;
    return !number;
}

}  // namespace feedarc::test
