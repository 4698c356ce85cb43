#include "read/html/parse_work.hpp"

#include "read/html/open_elements.hpp"
#include "read/html/tag_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace feedarc::read {
namespace {

// A bound that needs no look at the structure: n tags can have at most n elements open, and in
// front of each attribute stands a space, a slash or the quote that ends the one before.
std::size_t most_work(std::string_view html) {
    std::size_t tags = 0;
    std::size_t separators = 0;
    while (!html.empty()) {
        // Counters of a byte and a fixed length let the compiler look at 16 bytes at once.
        std::array<char, 192> piece{};
        const std::size_t size = std::min(html.size(), piece.size());
        std::memcpy(piece.data(), html.data(), size);
        std::uint8_t tags_here = 0;
        std::uint8_t separators_here = 0;
        for (const char c : piece) {
            tags_here = static_cast<std::uint8_t>(tags_here + (c == '<'));
            // All of white space, and some controls, which does no harm to a bound.
            const bool separates = (c >= '\t' && c <= ' ') || c == '/' || c == '"' || c == '\'';
            separators_here = static_cast<std::uint8_t>(separators_here + separates);
        }
        tags += tags_here;
        separators += separators_here;
        html.remove_prefix(size);
    }
    return tags * tags / 2 + separators * separators / 2;
}

// Follows the open elements from tag to tag.
std::size_t counted_work(std::string_view html, std::size_t enough) {
    TagScanner scanner(html);
    OpenElements open;
    std::size_t work = 0;
    std::size_t merged_attributes = 0;
    while (work <= enough && scanner.next()) {
        const TagScanner::Tag& tag = scanner.tag();
        const OpenElements::Name name = OpenElements::name_of(tag.name());
        work += open.count() + tag.attributes * tag.attributes / 2;
        if (tag.is_end) {
            open.end(name);
            continue;
        }
        if (tag.name() == "html" || tag.name() == "body") {
            // The attributes of a second one are compared with and added to those of the first.
            work += merged_attributes * tag.attributes;
            merged_attributes += tag.attributes;
        }
        if (open.starts_raw_text(name)) {
            scanner.skip_raw_text(tag.name());
        } else {
            open.start(name, tag.self_closing);
        }
    }
    return std::min(work, enough + 1);
}

}  // namespace

std::size_t parse_work(std::string_view html, std::size_t enough) {
    const std::size_t most = most_work(html);
    return most <= enough ? most : counted_work(html, enough);
}

}  // namespace feedarc::read
