#include "read/text/fields.hpp"

#include "read/text/classify.hpp"
#include "read/text/title_line.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

namespace feedarc::read {
namespace {

constexpr std::size_t kMaxCategoryColumns = 32;
constexpr std::size_t kTightCategoryColumns = 20;  // a category known by its length alone
constexpr std::size_t kMeanTitleColumns = 88;      // texts alone are titles below this
constexpr std::size_t kMaxTitleColumns = 160;      // a text alone is no title beyond this

// The texts of a record, by line number.
using Texts = std::vector<std::uint32_t>;

// The roles that hold for all records of a dump.
struct Roles {
    std::array<bool, 2> category{};  // whether the first, the second text is a category
    bool lone_is_title = false;
    bool dated_titles = false;
    bool timed_titles = false;  // a time of day stands before them
};

class Reader {
public:
    Reader(const Dump& dump, const Layout& layout) : dump_(dump), layout_(layout) {}

    std::vector<Entry> read() {
        keep_rich_records();
        drop_heading();
        decide_roles();
        std::vector<Entry> entries;
        entries.reserve(std::min(records_.size(), kMaxEntries));
        for (const Record& record : records_) {
            if (entries.size() == kMaxEntries) break;
            Entry entry = read_record(record);
            if (entry.title.empty() && entry.excerpt.empty()) continue;
            apply_section(dump_.sections, dump_.lines[record.begin], entry);
            entries.push_back(std::move(entry));
        }
        return entries;
    }

private:
    [[nodiscard]] std::string_view content(std::uint32_t index) const noexcept {
        return content_of(dump_.text, dump_.lines[index]);
    }

    [[nodiscard]] bool is_excerpt(std::uint32_t index) const noexcept {
        return is_long(dump_.lines[index], layout_.long_columns);
    }

    // A line that by its form heads a record: an item of a list, a heading, a link.
    [[nodiscard]] bool is_start(std::uint32_t index) const noexcept {
        return layout_.cut == Cut::at_marker && same_marker(layout_.start, dump_.lines[index]);
    }

    [[nodiscard]] bool is_rich(const Record& record) const noexcept {
        for (auto index = record.begin; index < record.end; ++index) {
            const Line& line = dump_.lines[index];
            if (line.kind != Kind::text || is_excerpt(index) || is_start(index)) return true;
        }
        return false;
    }

    [[nodiscard]] std::size_t columns_of(const Record& record) const noexcept {
        std::size_t columns = 0;
        for (auto index = record.begin; index < record.end; ++index) {
            columns += dump_.lines[index].columns;
        }
        return columns;
    }

    // Where most of the text is in records that have more than short texts, those that have not are
    // menus before the list and lists of other things behind it. In between they stay: an entry may
    // lack its excerpt.
    void keep_rich_records() {
        records_ = layout_.records;
        const auto test = [this](const Record& record) { return is_rich(record); };
        std::size_t rich = 0;
        std::size_t rich_columns = 0;
        std::size_t columns = 0;
        for (const Record& record : records_) {
            const std::size_t of_record = columns_of(record);
            columns += of_record;
            if (!test(record)) continue;
            ++rich;
            rich_columns += of_record;
        }
        if (rich < 2 || rich_columns * 2 < columns) return;
        records_.erase(records_.begin(), std::find_if(records_.begin(), records_.end(), test));
        records_.erase(std::find_if(records_.rbegin(), records_.rend(), test).base(),
                       records_.end());
    }

    // Of titles one below another, a line or two that a blank line sets off above them are the
    // heading.
    void drop_heading() {
        if (layout_.cut != Cut::at_text && layout_.cut != Cut::after_text) return;
        const auto is_apart = [this](const Record& record) {
            return dump_.lines[record.begin].gap;
        };
        const auto apart = std::count_if(records_.begin(), records_.end(), is_apart);
        constexpr std::ptrdiff_t kMaxHeading = 2;
        if (records_.size() < 4 || static_cast<std::size_t>(apart) * 3 > records_.size()) return;
        const auto list = std::find_if(records_.begin() + 1, records_.end(), is_apart);
        const bool all_one_line = std::all_of(records_.begin(), list, [](const Record& record) {
            return record.end - record.begin == 1;
        });
        if (list != records_.end() && list - records_.begin() <= kMaxHeading && all_one_line &&
            records_.end() - list > kMaxHeading) {
            records_.erase(records_.begin(), list);
        }
    }

    [[nodiscard]] Texts texts_of(const Record& record) const {
        Texts texts;
        for (auto index = record.begin; index < record.end; ++index) {
            if (dump_.lines[index].kind == Kind::text) texts.push_back(index);
        }
        return texts;
    }

    // The values of the first or second text of the records that have one more behind it.
    struct Slot {
        std::size_t count = 0;
        std::size_t columns = 0;
        std::size_t widest = 0;
        std::unordered_set<std::string_view> values;
    };

    void add_to(Slot& slot, std::uint32_t index) const {
        ++slot.count;
        slot.columns += dump_.lines[index].columns;
        slot.widest = std::max<std::size_t>(slot.widest, dump_.lines[index].columns);
        if (ends_sentence(content(index))) slot.widest = kMaxTitleColumns;
        constexpr std::size_t kCountedValues = 1000;
        if (slot.values.size() < kCountedValues) slot.values.insert(content(index));
    }

    [[nodiscard]] bool is_category(const Slot& slot, bool first) const noexcept {
        if (slot.count == 0 || slot.widest > kMaxCategoryColumns) return false;
        if (slot.count >= 3 && slot.values.size() * 2 <= slot.count) return true;
        if (!first) return false;
        const bool rare = slot.count * 2 <= records_.size() && lone_long_ * 2 >= records_.size();
        return rare || (slot.widest <= kTightCategoryColumns && slot.columns <= 12 * slot.count);
    }

    void decide_roles() {
        std::array<Slot, 2> slots;
        std::size_t lone = 0;
        std::size_t lone_cut = 0;
        std::size_t lone_columns = 0;
        std::size_t dated = 0;
        std::size_t timed = 0;
        for (const Record& record : records_) {
            const Texts texts = texts_of(record);
            if (texts.size() == 1) {
                ++lone;
                lone_columns += dump_.lines[texts[0]].columns;
                if (is_excerpt(texts[0])) ++lone_long_;
                if (dump_.lines[texts[0]].cut) ++lone_cut;
            }
            for (std::size_t slot = 0; slot < 2 && slot + 1 <= texts.size(); ++slot) {
                const bool followed = slot == 1 || texts.size() > 1;
                if (followed && !is_excerpt(texts[slot]) && !is_start(texts[slot])) {
                    add_to(slots[slot], texts[slot]);
                }
            }
            if (!texts.empty() && may_be_dated(texts[0]) && split_date(content(texts[0]))) ++dated;
            if (!texts.empty() && has_clock(texts[0])) ++timed;
        }
        for (std::size_t slot = 0; slot < 2; ++slot) {
            roles_.category[slot] = is_category(slots[slot], slot == 0);
        }
        // One category, not two: of two that could be, the first stands above the title.
        if (roles_.category[0]) roles_.category[1] = false;
        roles_.lone_is_title = lone_cut * 2 <= lone && lone_columns < kMeanTitleColumns * lone;
        roles_.dated_titles = dated * 5 >= records_.size() * 3;
        roles_.timed_titles = records_.size() >= 3 && timed * 5 >= records_.size() * 3;
    }

    [[nodiscard]] bool has_clock(std::uint32_t index) const noexcept {
        const auto text = content(index);
        return without_clock(text).size() != text.size();
    }

    // A cheap test before the dear one.
    [[nodiscard]] bool may_be_dated(std::uint32_t index) const noexcept {
        const auto text = content(index);
        if (text.empty()) return false;
        const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
        if (!is_excerpt(index)) return std::any_of(text.begin(), text.end(), is_digit);
        return is_digit(text.front()) || (text.size() > 1 && is_digit(text[1]));
    }

    [[nodiscard]] bool shaped_as_category(std::uint32_t index) const noexcept {
        const Line& line = dump_.lines[index];
        return line.columns <= kMaxCategoryColumns && !is_start(index) &&
               !ends_sentence(content(index));
    }

    [[nodiscard]] Entry read_record(const Record& record) const {
        Entry entry = read_texts(record);
        if (!entry.published.value.empty()) entry.age.reset();
        return entry;
    }

    [[nodiscard]] Entry read_texts(const Record& record) const {
        Entry entry;
        read_metadata_lines(record, entry);
        Texts texts = texts_of(record);
        for (std::size_t slot = 0; slot < 2; ++slot) {
            if (!roles_.category[slot] || texts.size() < 2 || slot >= texts.size() ||
                !entry.category.empty() || !shaped_as_category(texts[slot])) {
                continue;
            }
            entry.category = text::fold_space(content(texts[slot]));
            texts.erase(texts.begin() + static_cast<std::ptrdiff_t>(slot));
            break;
        }
        if (texts.empty()) return entry;
        if (const auto title = find_title(texts); title != texts.end()) {
            read_title(*title, entry);
            texts.erase(title);
        }
        for (const auto index : texts) append_excerpt(index, entry);
        if (entry.url.empty()) entry.url = first_url(record);
        return entry;
    }

    void read_metadata_lines(const Record& record, Entry& entry) const {
        for (auto index = record.begin; index < record.end; ++index) {
            const Kind kind = dump_.lines[index].kind;
            if (!entry.age && (kind == Kind::date || kind == Kind::statistics)) {
                entry.age = read_line_age(content(index));
            }
            if (kind != Kind::date && kind != Kind::meta && kind != Kind::category) continue;
            const Metadata metadata = read_metadata(content(index));
            if (entry.published.value.empty()) entry.published = metadata.published;
            if (entry.category.empty() && kind != Kind::date) {
                entry.category = text::fold_space(metadata.category);
            }
        }
    }

    // A heading is the title, wherever it stands.
    [[nodiscard]] Texts::const_iterator find_title(const Texts& texts) const {
        const auto heading = std::find_if(texts.begin(), texts.end(), [this](std::uint32_t index) {
            return dump_.lines[index].marker == Marker::heading;
        });
        if (heading != texts.end()) return heading;
        return has_title(texts) ? texts.begin() : texts.end();
    }

    [[nodiscard]] bool has_title(const Texts& texts) const {
        if (is_start(texts[0])) {
            return texts.size() > 1 || starts_with_link(texts[0]) ||
                   dump_.lines[texts[0]].columns < kMaxTitleColumns;
        }
        const Line& first = dump_.lines[texts[0]];
        if (texts.size() == 1) {
            return roles_.lone_is_title && first.columns < kMaxTitleColumns && !first.cut;
        }
        std::size_t rest = 0;
        for (std::size_t index = 1; index < texts.size(); ++index) {
            rest += dump_.lines[texts[index]].columns;
        }
        return !is_excerpt(texts[0]) ||
               (first.columns < rest && !first.cut && first.columns < kMaxTitleColumns);
    }

    [[nodiscard]] const Link* first_link(const Line& line) const noexcept {
        const auto found = std::lower_bound(
            dump_.links.begin(), dump_.links.end(), line.begin,
            [](const Link& link, std::uint32_t begin) { return link.begin < begin; });
        return found != dump_.links.end() && found->begin < line.end ? &*found : nullptr;
    }

    [[nodiscard]] bool starts_with_link(std::uint32_t index) const noexcept {
        const Line& line = dump_.lines[index];
        const Link* link = first_link(line);
        return link != nullptr && (link->begin <= line.content + 2 || line.marker == Marker::link);
    }

    // `[Title](url) — excerpt`, `Title (2026-01-11)`, `Title`
    void read_title(std::uint32_t index, Entry& entry) const {
        auto title = content(index);
        const Line& line = dump_.lines[index];
        if (!starts_with_link(index)) {
            title = without_address(title, entry);
        } else {
            const Link* link = first_link(line);
            if (const auto url = text::resolve_url(link->target, dump_.url)) entry.url = *url;
            const auto linked = std::max(link->begin, line.content);
            const auto lead = dump_.text.substr(line.content, linked - line.content);
            const auto begin = read_lead(lead, entry) ? linked : line.content;
            const auto end = std::min(link->end, line.end);
            if (begin < end && !trimmed(dump_.text.substr(begin, end - begin)).empty()) {
                title = dump_.text.substr(begin, end - begin);
                read_rest(dump_.text.substr(end, line.end - end), entry);
            }
        }
        if (roles_.dated_titles && entry.published.value.empty()) {
            if (const auto dated = split_date(title)) {
                entry.published = dated->published;
                title = dated->rest;
            }
        }
        if (roles_.timed_titles) title = without_clock(title);
        entry.title = line.wrapped ? join_lines(title) : text::fold_space(title);
    }

    // `Title - https://example.org/a`
    [[nodiscard]] std::string_view without_address(std::string_view title, Entry& entry) const {
        const auto space = title.find_last_of(" \t");
        if (space == std::string_view::npos || space == 0) return title;
        const auto rest = without_dashes(title.substr(0, space));
        const auto address = address_in(title.substr(space + 1));
        if (address.empty() || rest.empty()) return title;
        auto url = text::resolve_url(address, dump_.url);
        if (!url) return title;
        entry.url = std::move(*url);
        return rest;
    }

    void append_excerpt(std::uint32_t index, Entry& entry) const {
        auto text = content(index);
        const Line& line = dump_.lines[index];
        const bool marked = line.marker == Marker::heading || line.marker == Marker::emoji;
        if (!marked && !is_start(index)) {
            text = dump_.text.substr(line.begin, line.end - line.begin);
        }
        if (roles_.dated_titles && entry.published.value.empty() && entry.excerpt.empty()) {
            if (const auto dated = split_date(text)) {
                entry.published = dated->published;
                text = dated->rest;
            }
        }
        if (!entry.excerpt.empty()) entry.excerpt += ' ';
        entry.excerpt += line.wrapped ? join_lines(text) : text::fold_space(text);
    }

    [[nodiscard]] std::string first_url(const Record& record) const {
        for (auto index = record.begin; index < record.end; ++index) {
            const Line& line = dump_.lines[index];
            if (line.kind == Kind::url) {
                const auto address = address_in(content(index));
                if (auto url = text::resolve_url(address, dump_.url)) return *url;
            }
        }
        for (const Kind kind : {Kind::more, Kind::text}) {
            for (auto index = record.begin; index < record.end; ++index) {
                if (dump_.lines[index].kind != kind || is_excerpt(index)) continue;
                if (auto url = link_of(dump_, dump_.lines[index]); !url.empty()) return url;
            }
        }
        return {};
    }

    const Dump& dump_;
    const Layout& layout_;
    std::vector<Record> records_;
    Roles roles_;
    std::size_t lone_long_ = 0;
};

}  // namespace

std::string link_of(const Dump& dump, const Line& line) {
    const auto found =
        std::lower_bound(dump.links.begin(), dump.links.end(), line.begin,
                         [](const Link& link, std::uint32_t begin) { return link.begin < begin; });
    if (found == dump.links.end() || found->begin >= line.end) return {};
    return text::resolve_url(found->target, dump.url).value_or(std::string());
}

std::vector<Entry> read_entries(const Dump& dump, const Layout& layout) {
    return Reader(dump, layout).read();
}

}  // namespace feedarc::read
