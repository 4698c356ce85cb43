#include <feedarc/error.hpp>
#include <feedarc/explain.hpp>

#include "read/binary.hpp"
#include "read/obstacle.hpp"
#include "read/readers.hpp"
#include "text/charset.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc {
namespace {

struct Reader {
    Form form;
    Page (*read)(const Snapshot&, const ReadLimits&, const Rules&);
};

// A form without a place for rules.
template <Page (*read)(const Snapshot&, const ReadLimits&)>
Page without_rules(const Snapshot& snapshot, const ReadLimits& limits, const Rules& rules) {
    Page page = read(snapshot, limits);
    if (!rules.empty()) page.warnings.emplace_back("rules are for HTML; they were not applied");
    return page;
}

// Every form of a snapshot. A new one is a row here, a function in readers.hpp and a folder.
constexpr std::array kReaders{
    Reader{Form::text, without_rules<read::read_text>},
    Reader{Form::html, read::read_html},
    Reader{Form::feed, without_rules<read::read_feed>},
};

const Reader& reader_of(Form form) noexcept {
    return *std::find_if(kReaders.begin(), kReaders.end() - 1,
                         [form](const Reader& reader) { return reader.form == form; });
}

bool is_blank(std::string_view utf8) noexcept {
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t character = text::next_character(utf8, at);
        if (!text::is_space(character) && character != U'\u200B' && character != U'\uFEFF') {
            return false;
        }
    }
    return true;
}

void check_size(std::string_view bytes, std::string_view what, std::size_t limit) {
    if (bytes.size() <= limit) return;
    throw Error(ErrorCode::limit,
                fmt::format("page-size: {} bytes{}, more than {}", bytes.size(), what, limit));
}

void check_kind(std::string_view bytes) {
    if (const auto kind = read::binary_kind(bytes)) {
        throw Error(ErrorCode::input, fmt::format("no text: looks like {}", *kind));
    }
}

// What was UTF-16 by its first bytes alone is text only if it decodes as such.
void check_decoded(const text::PageText& page) {
    check_kind(*page.utf8);
    if (page.repairs.replaced * 10 > text::count_characters(*page.utf8)) {
        throw Error(ErrorCode::input, "no text: looks like binary data");
    }
}

std::vector<std::string> warnings_of(const text::PageText& page) {
    std::vector<std::string> warnings;
    const auto name = text::name_of(page.charset);
    if (page.overruled) {
        const bool refused = *page.overruled == text::Charset::replacement;
        warnings.push_back(fmt::format(
            "read as {}, not as {} as declared", name,
            refused ? std::string_view("HZ or ISO-2022") : text::name_of(*page.overruled)));
    } else if (page.charset != text::Charset::utf_8) {
        warnings.push_back(fmt::format("read as {}", name));
    }
    const text::Repairs& repairs = page.repairs;
    if (repairs.replaced > 0) {
        warnings.push_back(fmt::format("invalid {} replaced by U+FFFD in {} place{}", name,
                                       repairs.replaced, repairs.replaced == 1 ? "" : "s"));
    }
    if (repairs.dropped > 0) {
        warnings.push_back(fmt::format("{} NUL character{} dropped", repairs.dropped,
                                       repairs.dropped == 1 ? "" : "s"));
    }
    return warnings;
}

// Decodes a snapshot and hands it to `read(snapshot, form)` as valid UTF-8 without NUL. What there
// is to say of that goes to `warnings`.
template <typename Read>
auto read_decoded(const Snapshot& snapshot, std::optional<Form> form, const ReadLimits& limits,
                  std::vector<std::string>& warnings, Read read) {
    check_size(snapshot.bytes, "", limits.page_bytes);
    const bool wide = text::wide_charset(snapshot.bytes).has_value();
    if (!wide) check_kind(snapshot.bytes);
    const Form chosen = form.value_or(sniff(snapshot.bytes, snapshot.media_type));
    text::PageText decoded = text::read_charset(snapshot.bytes, snapshot.media_type,
                                                chosen != Form::text, limits.page_bytes);
    warnings = warnings_of(decoded);
    const bool as_it_is = !decoded.utf8;
    Snapshot converted;
    if (!as_it_is) {
        check_size(*decoded.utf8, " as UTF-8", limits.page_bytes);
        if (wide) check_decoded(decoded);
        converted = {*std::move(decoded.utf8), snapshot.url, snapshot.captured_at,
                     snapshot.media_type};
    }
    const Snapshot& readable = as_it_is ? snapshot : converted;
    if (is_blank(readable.bytes)) throw Error(ErrorCode::input, "empty: nothing but white space");
    return read(readable, chosen);
}

}  // namespace

Explanation explain_page(const Snapshot& snapshot, std::optional<Form> form,
                         const ReadLimits& limits, const Rules& rules) {
    std::vector<std::string> warnings;
    return read_decoded(snapshot, form, limits, warnings,
                        [&](const Snapshot& readable, Form chosen) {
                            if (chosen == Form::html) {
                                return read::explain_html(readable, limits, rules);
                            }
                            Explanation explanation;
                            explanation.form = chosen;
                            explanation.verdict =
                                "every entry of this form is read; there is nothing to choose from";
                            return explanation;
                        });
}

Page read_page(const Snapshot& snapshot, std::optional<Form> form, const ReadLimits& limits,
               const Rules& rules) {
    std::vector<std::string> warnings;
    Page page =
        read_decoded(snapshot, form, limits, warnings, [&](const Snapshot& readable, Form chosen) {
            Page read = reader_of(chosen).read(readable, limits, rules);
            read.obstacle = read::obstacle_of(read, chosen == Form::text ? readable.bytes : "");
            return read;
        });
    // What no zone was known for is UTC from here on.
    for (Entry& entry : page.entries) entry.published.floating = false;
    if (!page.obstacle.empty()) {
        page.warnings.push_back(fmt::format(
            "this looks like another page in place of the listing ({})", page.obstacle));
    }
    page.warnings.insert(page.warnings.begin(), std::make_move_iterator(warnings.begin()),
                         std::make_move_iterator(warnings.end()));
    return page;
}

}  // namespace feedarc
