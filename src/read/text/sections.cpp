#include "read/text/sections.hpp"

#include "read/text/classify.hpp"
#include "text/date.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <cstddef>

namespace feedarc::read {
namespace {

constexpr std::size_t kMaxCategoryColumns = 32;

bool is_item(const Line& line) noexcept {
    return line.marker == Marker::bullet || line.marker == Marker::number ||
           line.marker == Marker::link || line.marker == Marker::emoji;
}

bool is_date(const Line& line) noexcept {
    return line.kind == Kind::date;
}

// `[Culture]`, set off by a blank line.
bool is_in_brackets(std::string_view dump, const Line& line) noexcept {
    const auto text = content_of(dump, line);
    return (line.gap || line.begin == 0) && line.columns <= kMaxCategoryColumns &&
           text.size() > 2 && text.front() == '[' && text.back() == ']' &&
           text.find_first_of("[]", 1) == text.size() - 1;
}

// Names in brackets head a section each where two of the lines below belong to them on average and
// no other line is set off: as in a file of settings.
bool are_brackets_heads(std::string_view dump, std::span<const Line> lines) {
    std::size_t heads = 0, others = 0;
    bool was_head = true;
    for (const Line& line : lines) {
        const bool is_head = is_in_brackets(dump, line);
        if (is_head && was_head && heads > 0) return false;
        if (!is_head && heads > 0 && line.gap) return false;
        ++(is_head ? heads : others);
        was_head = is_head;
    }
    return heads >= 2 && others >= heads * 2;
}

std::vector<Section> take_brackets(std::string_view dump, std::vector<Line>& lines) {
    std::vector<Section> sections;
    std::vector<Line> kept;
    for (const Line& line : lines) {
        if (is_in_brackets(dump, line)) {
            const auto text = content_of(dump, line);
            Section& section = sections.emplace_back();
            section.begin = line.begin;
            section.category = text::fold_space(text.substr(1, text.size() - 2));
        } else {
            kept.push_back(line);
        }
    }
    lines.swap(kept);
    return sections;
}

// A line that may head a section, whatever is below it.
bool may_head(const Line& line) noexcept {
    return line.marker == Marker::heading || (is_date(line) && line.marker == Marker::none);
}

struct Counts {
    std::size_t heads = 0;   // with an item right below
    std::size_t lonely = 0;  // without
    std::size_t dates = 0;   // of the heads
    std::size_t items = 0;   // behind the first head
    std::size_t linked = 0;  // of the items
    std::size_t others = 0;  // behind the first head
};

Counts count(std::span<const Link> links, std::span<const Line> lines) noexcept {
    Counts counts;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const Line& line = lines[index];
        if (may_head(line)) {
            const bool heads = index + 1 < lines.size() && is_item(lines[index + 1]);
            ++(heads ? counts.heads : counts.lonely);
            if (heads && is_date(line)) ++counts.dates;
        } else if (counts.heads > 0) {
            ++(is_item(line) ? counts.items : counts.others);
            if (is_item(line) && begins_with_link(links, line.content)) ++counts.linked;
        }
    }
    return counts;
}

Section section_of(std::string_view dump, const Line& line) {
    Section section;
    section.begin = line.begin;
    const auto text = content_of(dump, line);
    if (line.kind == Kind::date || line.kind == Kind::meta) {
        section.published = read_metadata(text).published;
    } else if (line.columns <= kMaxCategoryColumns && !text::find_date(text)) {
        section.category = text::fold_space(text);
    }
    return section;
}

}  // namespace

std::vector<Section> take_sections(std::string_view dump, std::span<const Link> links,
                                   std::vector<Line>& lines) {
    std::vector<Section> sections;
    if (are_brackets_heads(dump, lines)) return take_brackets(dump, lines);
    const Counts counts = count(links, lines);
    const bool many = counts.heads >= 2 && counts.lonely * 4 <= counts.heads &&
                      counts.items > counts.heads && counts.others <= counts.items;
    const bool of_entries =
        counts.linked * 5 >= counts.items * 4 || counts.dates * 5 >= counts.heads * 4;
    if (!many || !of_entries) return sections;

    std::size_t kept = 0;
    bool gap = false;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const Line line = lines[index];
        if (may_head(line)) {
            // What stands above the first section speaks of the page.
            if (sections.empty() &&
                std::none_of(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept),
                             is_item)) {
                kept = 0;
            }
            sections.push_back(section_of(dump, line));
            gap = true;
            continue;
        }
        lines[kept] = line;
        lines[kept++].gap = line.gap || gap;
        gap = false;
    }
    lines.resize(kept);
    return sections;
}

void apply_section(std::span<const Section> sections, const Line& line, Entry& entry) {
    const auto behind = std::upper_bound(
        sections.begin(), sections.end(), line.begin,
        [](std::uint32_t begin, const Section& section) { return begin < section.begin; });
    if (behind == sections.begin()) return;
    const Section& section = *(behind - 1);
    if (entry.published.value.empty()) entry.published = section.published;
    if (entry.category.empty()) entry.category = section.category;
}

}  // namespace feedarc::read
