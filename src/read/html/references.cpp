#include "read/html/references.hpp"

#include <cstddef>

namespace feedarc::read {
namespace {

// U+10FFFF has seven digits in decimal and six in hexadecimal notation.
constexpr std::size_t kMostDigits = 7;

bool is_digit(char c, bool hexadecimal) noexcept {
    if (c >= '0' && c <= '9') return true;
    const auto lower = static_cast<char>(c | 0x20);
    return hexadecimal && lower >= 'a' && lower <= 'f';
}

}  // namespace

std::optional<std::string> with_bounded_references(std::string_view html) {
    std::optional<std::string> bounded;
    std::size_t copied = 0;
    for (std::size_t at = html.find("&#"); at != std::string_view::npos; at = html.find("&#", at)) {
        at += 2;
        const std::size_t begin = at;
        const bool hexadecimal = at < html.size() && (html[at] == 'x' || html[at] == 'X');
        if (hexadecimal) ++at;
        while (at < html.size() && html[at] == '0') ++at;
        const std::size_t digits = at;
        while (at < html.size() && is_digit(html[at], hexadecimal)) ++at;
        if (at - digits <= kMostDigits) continue;
        if (!bounded) bounded.emplace();
        bounded->append(html, copied, begin - copied);
        bounded->append("xFFFD");
        copied = at;
    }
    if (bounded) bounded->append(html.substr(copied));
    return bounded;
}

}  // namespace feedarc::read
