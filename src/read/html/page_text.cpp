#include "read/html/page_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace feedarc::read {
namespace {

enum class Kind : std::uint8_t { plain, space, maybe_space };

// By the first byte. White space and invisible characters beyond ASCII start with C2, E1, E2, E3 or
// EF.
constexpr std::array<Kind, 256> kKinds = [] {
    std::array<Kind, 256> kinds{};
    for (const unsigned space : {0x09U, 0x0aU, 0x0bU, 0x0cU, 0x0dU, 0x20U})
        kinds[space] = Kind::space;
    for (const unsigned maybe : {0xc2U, 0xe1U, 0xe2U, 0xe3U, 0xefU})
        kinds[maybe] = Kind::maybe_space;
    return kinds;
}();

Kind kind_of(char c) noexcept {
    return kKinds[static_cast<std::uint8_t>(c)];
}

bool is_unusual_space(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    switch (byte(at)) {
        case 0xc2: return byte(at + 1) == 0x85 || byte(at + 1) == 0xa0;
        case 0xe1: return byte(at + 1) == 0x9a;
        case 0xe2: return byte(at + 1) <= 0x81;
        case 0xe3: return byte(at + 1) == 0x80 && byte(at + 2) == 0x80;
        default: return byte(at + 1) == 0xbb;
    }
}

// Of an icon font, or the white space beside one.
bool is_icon_or_space(char32_t character) noexcept {
    return character == U' ' || (character >= 0xe000 && character <= 0xf8ff) ||
           character >= 0xf0000;
}

// Where the character begins that ends a text; the text is not empty.
std::size_t last_character(std::string_view text) noexcept {
    std::size_t at = text.size() - 1;
    while (at > 0 && text::is_continuation(text[at])) --at;
    return at;
}

}  // namespace

void trim_icons(std::string& folded) {
    std::size_t begin = 0;
    for (std::size_t next = 0; next < folded.size(); begin = next) {
        if (!is_icon_or_space(text::next_character(folded, next))) break;
    }
    std::size_t end = folded.size();
    while (end > begin) {
        const std::size_t last = last_character(std::string_view(folded).substr(0, end));
        std::size_t next = last;
        if (!is_icon_or_space(text::next_character(folded, next))) break;
        end = last;
    }
    if (end - begin < folded.size()) folded = folded.substr(begin, end - begin);
}

// Blocks that ended before this node are apart from what follows.
void TextCollector::close_until(NodeId node) {
    if (block_end_ == 0 || node < block_end_) return;
    gap_ = true;
    // The next block around that is still open.
    NodeId around = dom_[node].parent;
    while (around != 0 && !is_block(dom_.tag(around))) around = dom_[around].parent;
    block_end_ = around == 0 ? 0 : dom_[around].end;
}

void TextCollector::append(std::string_view text) {
    text_.reserve(text_.size() + text.size() + 1);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        while (at < text.size()) {
            const Kind kind = kind_of(text[at]);
            if (kind == Kind::space) break;
            if (kind == Kind::maybe_space && is_unusual_space(text, at)) unusual_space_ = true;
            ++at;
            while (at < text.size() && kind_of(text[at]) == Kind::plain) ++at;
        }
        if (at > start) {
            if (gap_ && !text_.empty()) text_ += ' ';
            gap_ = false;
            text_.append(text, start, at - start);
        }
        while (at < text.size() && kind_of(text[at]) == Kind::space) {
            gap_ = true;
            ++at;
        }
    }
}

std::string plain_text(const Dom& dom, NodeId node) {
    TextCollector collector(dom);
    collector.add(node + 1, dom[node].end, [](NodeId) { return false; });
    return std::move(collector).folded();
}

}  // namespace feedarc::read
