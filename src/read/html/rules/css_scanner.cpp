#include "read/html/rules/css_scanner.hpp"

#include "base/ascii.hpp"
#include "read/html/rules/selector_error.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc::read {
namespace {

using base::is_digit;
using base::is_letter;

bool is_space(char byte) noexcept {
    return byte == ' ' || (byte >= '\t' && byte <= '\r' && byte != '\v');
}

// Of a name; all that is not ASCII counts.
bool is_name_byte(char byte) noexcept {
    return is_letter(byte) || is_digit(byte) || byte == '-' || byte == '_' ||
           static_cast<unsigned char>(byte) >= 0x80;
}

std::optional<unsigned> hex_digit(char byte) noexcept {
    if (is_digit(byte)) return static_cast<unsigned>(byte - '0');
    const char lower = static_cast<char>(byte | 0x20);
    if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a') + 10;
    return std::nullopt;
}

}  // namespace

bool CssScanner::accept(char byte) noexcept {
    if (done() || text_[at_] != byte) return false;
    ++at_;
    return true;
}

bool CssScanner::skip_space() {
    const std::size_t begin = at_;
    for (;;) {
        while (!done() && is_space(text_[at_])) ++at_;
        if (text_.substr(at_, 2) != "/*") return at_ > begin;
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) fail("the comment that begins here has no end");
        at_ = end + 2;
    }
}

bool CssScanner::is_name_here() const noexcept {
    const char first = peek();
    if (first == '-') return (is_name_byte(peek(1)) && !is_digit(peek(1))) || peek(1) == '\\';
    return first == '\\' || (is_name_byte(first) && !is_digit(first));
}

std::string CssScanner::name(std::string_view what) {
    if (!is_name_here()) {
        if (is_digit(peek())) {
            fail(fmt::format("{} must not begin with a digit: write \\3{} and a space for it", what,
                             peek()));
        }
        fail(fmt::format("{} is missing here", what));
    }
    std::string name;
    while (!done()) {
        if (is_name_byte(peek())) {
            name += text_[at_++];
        } else if (peek() == '\\') {
            escape(name);
        } else {
            break;
        }
    }
    return name;
}

std::string CssScanner::value() {
    if (peek() == '"' || peek() == '\'') return quoted();
    if (!is_name_here()) fail("a value is missing here, or must stand in quotes");
    return name("a value");
}

std::string CssScanner::quoted() {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    std::string text;
    while (!accept(quote)) {
        if (done()) fail_at(begin, "the text that begins here has no closing quote");
        if (peek() == '\\') {
            escape(text);
        } else {
            text += text_[at_++];
        }
    }
    return text;
}

// Up to six hexadecimal digits and one white space, or the character itself.
void CssScanner::escape(std::string& into) {
    constexpr std::size_t kMostDigits = 6;
    const std::size_t begin = at_++;
    char32_t character = 0;
    std::size_t digits = 0;
    for (; digits < kMostDigits; ++digits, ++at_) {
        const auto digit = hex_digit(peek());
        if (!digit || done()) break;
        character = character * 16 + *digit;
    }
    if (digits > 0) {
        if (!done() && is_space(peek())) ++at_;
        const bool exists =
            character != 0 && character <= 0x10FFFF && (character < 0xD800 || character > 0xDFFF);
        text::append_utf8(into, exists ? character : U'\uFFFD');
        return;
    }
    if (done()) fail_at(begin, "nothing follows the backslash");
    into += text_[at_++];
    while (!done() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80) {
        into += text_[at_++];
    }
}

std::optional<std::int64_t> CssScanner::number() {
    constexpr std::int64_t kMost = 1'000'000'000;
    if (!is_digit(peek())) return std::nullopt;
    std::int64_t number = 0;
    for (; is_digit(peek()); ++at_) number = std::min(number * 10 + (peek() - '0'), kMost);
    return number;
}

void CssScanner::fail_at(std::size_t at, const std::string& message) {
    throw SelectorError(at, message);
}

}  // namespace feedarc::read
