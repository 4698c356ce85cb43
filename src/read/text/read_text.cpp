#include "read/readers.hpp"
#include "read/text/classify.hpp"
#include "read/text/fields.hpp"
#include "read/text/keyed.hpp"
#include "read/text/layout.hpp"
#include "read/text/line.hpp"
#include "read/text/markup.hpp"
#include "read/text/menus.hpp"
#include "read/text/other_text.hpp"
#include "read/text/sections.hpp"
#include "read/text/table.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc::read {
namespace {

bool is_entry_line(Kind kind) noexcept {
    return kind != Kind::rule && kind != Kind::chrome && kind != Kind::heading &&
           kind != Kind::pager;
}

// `*emphasised*` and `_emphasised_` lines.
std::string_view without_emphasis(std::string_view text) noexcept {
    const bool emphasised = text.size() > 2 && text.front() == text.back() &&
                            (text.front() == '*' || text.front() == '_');
    return emphasised ? text.substr(1, text.size() - 2) : text;
}

void classify_lines(std::string_view dump, std::vector<Line>& lines, bool marked_up) {
    for (Line& line : lines) {
        auto text = content_of(dump, line);
        if (marked_up) {
            const auto bare = without_emphasis(text);
            if (bare.size() != text.size()) {
                ++line.content;
                --line.end;
                text = bare;
            }
        }
        line.kind = classify(text, line.columns);
        line.cut = line.columns >= 30 && ends_cut(text);
    }
}

// Numbers that do not count are text: `1. What is an n-gram model …` among other excerpts. They
// count where each is the one before and one, but for a few, or where Markdown leaves the counting
// to the reader.
void drop_stray_numbers(std::vector<Line>& lines) {
    std::size_t numbered = 0;
    std::size_t counting = 0;
    std::size_t ones = 0;
    std::size_t texts = 0;
    std::uint32_t last = 0;
    for (const Line& line : lines) {
        if (line.kind == Kind::text) ++texts;
        if (line.marker != Marker::number) continue;
        ++numbered;
        if (numbered == 1 || line.number == last + 1) ++counting;
        if (line.number == 1 && line.columns < 160) ++ones;
        last = line.number;
    }
    const bool counts = numbered >= 2 && counting * 5 >= numbered * 4;
    const bool all_ones = numbered >= 3 && ones == numbered && numbered * 2 >= texts;
    if (counts || all_ones) return;
    for (Line& line : lines) {
        if (line.marker != Marker::number) continue;
        line.marker = Marker::none;
        line.content = line.begin;
    }
}

// An emoji is a marker where three lines or more begin with it, nearly all of them short, or where
// another that is one has as many. A text that happens to begin with one keeps it.
void drop_stray_emoji(std::string_view dump, std::vector<Line>& lines) {
    constexpr std::size_t kMaxShort = 88;
    struct Seen {
        std::size_t lines = 0, shorter = 0;

        [[nodiscard]] bool is_marker() const noexcept {
            return lines >= 3 && shorter * 5 >= lines * 4;
        }
    };
    std::array<Seen, 256> seen{};
    const auto of = [&seen](const Line& line) -> Seen& {
        return seen[static_cast<unsigned char>(line.bullet)];
    };
    bool any = false;
    for (const Line& line : lines) {
        if (line.marker != Marker::emoji) continue;
        any = true;
        ++of(line).lines;
        if (line.columns < kMaxShort && !line.cut) ++of(line).shorter;
    }
    if (!any) return;
    const auto belongs = [&](const Seen& one) {
        return one.is_marker() || std::any_of(seen.begin(), seen.end(), [&](const Seen& other) {
                   return other.is_marker() && other.lines == one.lines;
               });
    };
    for (Line& line : lines) {
        if (line.marker != Marker::emoji || belongs(of(line))) continue;
        line.marker = Marker::none;
        line.content = line.begin;
        line.columns = static_cast<std::uint16_t>(about_columns(content_of(dump, line)));
    }
}

// A line that is a link for the most part is marked as one; a date may stand before it.
void mark_links(std::span<const Link> links, std::vector<Line>& lines) {
    constexpr std::uint32_t kMaxLead = 24;
    auto link = links.begin();
    for (Line& line : lines) {
        while (link != links.end() && link->begin < line.begin) ++link;
        if (link == links.end()) return;
        if (link->begin >= line.end || line.marker != Marker::none) continue;
        const auto covered = std::min(link->end, line.end) - link->begin;
        if (link->begin <= line.content + kMaxLead && covered * 2 >= line.end - line.content) {
            line.marker = Marker::link;
            // `2026-01-11 [Title](url)` is no line of metadata.
            if (line.kind == Kind::meta && link->begin > line.content) line.kind = Kind::text;
        }
    }
}

// Underlined headings of Markdown: `Title`, and below it `=====` of its width.
void mark_underlined(std::string_view dump, std::vector<Line>& lines) {
    for (std::size_t index = 1; index < lines.size(); ++index) {
        const Line& rule = lines[index];
        Line& title = lines[index - 1];
        if (rule.kind != Kind::rule || rule.gap || title.marker != Marker::none) continue;
        const char mark = dump[rule.begin];
        const auto underline = dump.substr(rule.begin, rule.end - rule.begin);
        if ((mark != '=' && mark != '-') ||
            underline.find_first_not_of(mark) != std::string_view::npos) {
            continue;
        }
        const auto difference = static_cast<std::ptrdiff_t>(underline.size()) - title.columns;
        if (difference < -2 || difference > 2) continue;
        title.marker = Marker::heading;
        title.number = mark == '=' ? 1 : 2;
    }
}

// `2026-01-11 - Title` reads like metadata of a dump that has other texts for them to be about.
void restore_dated_titles(std::vector<Line>& lines) {
    const auto count = [&lines](Kind kind) {
        return std::count_if(lines.begin(), lines.end(),
                             [kind](const Line& line) { return line.kind == kind; });
    };
    if (count(Kind::text) * 2 >= count(Kind::meta)) return;
    for (Line& line : lines) {
        if (line.kind == Kind::meta) line.kind = Kind::text;
    }
}

// What stands above a heading such as `LATEST UPDATES` at the top of a dump is its banner.
void drop_banner(std::vector<Line>& lines) {
    constexpr std::size_t kMaxBannerLines = 6;
    constexpr std::size_t kMaxBannerColumns = 60;
    for (std::size_t index = 0; index < std::min(lines.size(), kMaxBannerLines); ++index) {
        const Line& line = lines[index];
        if (line.kind == Kind::heading) {
            lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(index));
            return;
        }
        const bool is_banner = !is_entry_line(line.kind) ||
                               (line.kind == Kind::text && line.columns <= kMaxBannerColumns);
        if (!is_banner) return;
    }
}

// Leaves the lines that entries are made of; what was between them shows as a gap.
void drop_chrome(std::vector<Line>& lines) {
    bool gap = false;
    bool rule = false;
    std::size_t kept = 0;
    for (const Line& line : lines) {
        if (!is_entry_line(line.kind)) {
            gap = gap || line.kind != Kind::rule || line.gap;
            rule = rule || line.kind == Kind::rule;
            continue;
        }
        Line& copy = lines[kept++];
        copy = line;
        copy.gap = copy.gap || gap;
        copy.rule = rule;
        gap = rule = false;
    }
    lines.resize(kept);
}

// A lone heading of the first level names the page.
std::string take_page_title(std::string_view dump, std::vector<Line>& lines) {
    const auto is_first = [](const Line& line) {
        return line.marker == Marker::heading && line.number == 1;
    };
    if (std::count_if(lines.begin(), lines.end(), is_first) != 1) return {};
    const auto found = std::find_if(lines.begin(), lines.end(), is_first);
    const bool others = std::any_of(found + 1, lines.end(), [](const Line&) { return true; });
    if (!others || found - lines.begin() > 8) return {};
    std::string title = text::fold_space(content_of(dump, *found));
    lines.erase(lines.begin(), found + 1);
    return title;
}

std::vector<std::string> pager_links(const Dump& dump) {
    std::vector<std::string> urls;
    for (const Line& line : dump.lines) {
        if (line.kind != Kind::pager) continue;
        const auto first = std::lower_bound(
            dump.links.begin(), dump.links.end(), line.begin,
            [](const Link& link, std::uint32_t begin) { return link.begin < begin; });
        for (auto link = first; link != dump.links.end() && link->begin < line.end; ++link) {
            auto url = text::resolve_url(link->target, dump.url);
            if (url && std::find(urls.begin(), urls.end(), *url) == urls.end()) {
                urls.push_back(std::move(*url));
            }
            constexpr std::size_t kMaxPagerLinks = 64;
            if (urls.size() == kMaxPagerLinks) return urls;
        }
    }
    return urls;
}

// The dumps that say what is what.
std::optional<std::vector<Entry>> read_labelled(const Dump& dump) {
    if (auto entries = read_keyed(dump)) return entries;
    return read_table(dump);
}

Page no_listing(std::string_view what) {
    Page page;
    page.warnings.push_back(
        fmt::format("looks like {}, not like a listing: no entries are read", what));
    return page;
}

}  // namespace

Page read_text(const Snapshot& snapshot, const ReadLimits& /*limits*/) {
    const auto markup = strip_markup(snapshot.bytes);
    Dump dump;
    dump.text = markup ? std::string_view(markup->text) : std::string_view(snapshot.bytes);
    dump.url = snapshot.url;
    if (markup) dump.links = markup->links;

    Page page;
    std::vector<Line> lines = split_lines(dump.text);
    if (lines.empty()) return page;
    classify_lines(dump.text, lines, markup.has_value());
    dump.lines = lines;
    if (auto entries = read_labelled(dump)) {
        page.entries = std::move(*entries);
        return page;
    }
    if (const auto other = other_text(dump.text, lines)) return no_listing(*other);
    mark_underlined(dump.text, lines);
    unwrap(dump.text, lines);
    restore_dated_titles(lines);
    drop_stray_numbers(lines);
    drop_stray_emoji(dump.text, lines);
    mark_links(dump.links, lines);
    dump.lines = lines;
    page.pager_links = pager_links(dump);

    if (const auto other = running_text(dump.text, dump.links, lines)) return no_listing(*other);

    drop_banner(lines);
    drop_chrome(lines);
    page.title = take_page_title(dump.text, lines);
    const auto sections = take_sections(dump.text, dump.links, lines);
    drop_menus(lines);
    dump.lines = lines;
    dump.sections = sections;
    page.entries = read_entries(dump, find_layout(lines));
    if (page.entries.size() == kMaxEntries) {
        page.warnings.push_back(fmt::format("only the first {} entries are read", kMaxEntries));
    }
    return page;
}

}  // namespace feedarc::read
