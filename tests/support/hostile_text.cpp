#include "support/hostile_text.hpp"

#include <cstdint>
#include <cstdio>

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
        {"markup", "<script>alert(1)</script> [x](javascript:alert(1)) | `y` \\ \" ' &amp;"},
        {"tab and line feed", "a\tb\nc"},
    };
    return texts;
}

namespace {

bool is_unsafe_code(std::uint32_t code) {
    if (code == '\t' || code == '\n') return false;
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
    for (const std::uint32_t one : {0x061cU, 0x200eU, 0x200fU, 0x2028U, 0x2029U, 0xfeffU}) {
        if (code == one) return true;
    }
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
           (code >= 0xe0000 && code <= 0xe007f);
}

}  // namespace

std::vector<std::string> unsafe_in(std::string_view output) {
    std::vector<std::string> found;
    const auto tell = [&](std::uint32_t code, std::size_t at) {
        char text[48];
        (void)std::snprintf(text, sizeof text, "U+%04X at %zu", code, at);
        found.emplace_back(text);
    };
    for (std::size_t at = 0; at < output.size();) {
        const auto lead = static_cast<unsigned char>(output[at]);
        const std::size_t length = lead < 0x80                    ? 1
                                   : lead >= 0xc2 && lead <= 0xdf ? 2
                                   : lead >= 0xe0 && lead <= 0xef ? 3
                                   : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                                  : 0;
        if (length == 0 || at + length > output.size()) {
            tell(lead, at);
            ++at;
            continue;
        }
        std::uint32_t code = length == 1 ? lead : lead & (0x7fU >> length);
        for (std::size_t i = 1; i < length; ++i) {
            code = code << 6U | (static_cast<unsigned char>(output[at + i]) & 0x3fU);
        }
        const bool line_end = code == '\r' && output.substr(at + 1, 1) == "\n";
        if (is_unsafe_code(code) && !line_end) tell(code, at);
        at += length;
    }
    return found;
}

}  // namespace feedarc::test
