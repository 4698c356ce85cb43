#include "read/html/page_text.hpp"

#include <algorithm>
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

// How many bytes the character for private use that a text begins with has, U+E000 to U+F8FF and
// the planes 15 and 16; 0 where there is none.
std::size_t private_use_at(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    if (byte(0) == 0xee || (byte(0) == 0xef && byte(1) >= 0x80 && byte(1) <= 0xa3)) return 3;
    return (byte(0) == 0xf3 && byte(1) >= 0xb0) || byte(0) == 0xf4 ? 4 : 0;
}

// And the one that it ends with.
std::size_t private_use_at_end(std::string_view text) noexcept {
    for (const std::size_t size : {std::size_t{3}, std::size_t{4}}) {
        if (text.size() >= size && private_use_at(text.substr(text.size() - size)) == size) {
            return size;
        }
    }
    return 0;
}

}  // namespace

void trim_icons(std::string& folded) {
    std::string_view left = folded;
    for (;;) {
        std::size_t size = private_use_at(left);
        if (size == 0) size = left.starts_with(' ') && left.size() < folded.size() ? 1U : 0U;
        if (size == 0) break;
        left.remove_prefix(std::min(size, left.size()));
    }
    const std::size_t begin = folded.size() - left.size();
    const std::size_t whole = left.size();
    for (;;) {
        std::size_t size = private_use_at_end(left);
        if (size == 0) size = left.ends_with(' ') && left.size() < whole ? 1U : 0U;
        if (size == 0) break;
        left.remove_suffix(size);
    }
    if (left.size() == folded.size()) return;
    folded = folded.substr(begin, left.size());
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
