#include "read/text/keyed.hpp"

#include "read/text/field_names.hpp"
#include "read/text/title_line.hpp"
#include "text/date.hpp"
#include "text/number_date.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace feedarc::read {
namespace {

using namespace std::literals;

constexpr std::size_t kLongestTitle = 600;  // in bytes: a longer value is no title

std::size_t at(Field field) noexcept {
    return static_cast<std::size_t>(field);
}

// The values of one entry as they come.
struct Block {
    std::array<std::string, kFields> values;
    std::string url;
    std::optional<Field> last;
    std::uint16_t indent = 0;        // of the line with the last label
    std::vector<std::string> loose;  // paragraphs that go on with no title and no excerpt

    [[nodiscard]] std::string& operator[](Field field) noexcept { return values[at(field)]; }
};

std::string first_of_list(std::string_view values) {
    constexpr std::array kCommas{","sv, ";"sv, "、"sv, "\uFF0C"sv, "\uFF1B"sv, "|"sv};
    auto end = values.size();
    for (const auto comma : kCommas) end = std::min(end, values.find(comma));
    return text::fold_space(values.substr(0, end));
}

class KeyedReader {
public:
    explicit KeyedReader(const Dump& dump) : dump_(dump) {}

    std::optional<std::vector<Entry>> read() {
        if (!find_start()) return std::nullopt;
        for (std::size_t index = 0; index < dump_.lines.size(); ++index) take(index);
        finish();
        if (entries_.size() < 2) return std::nullopt;
        give_loose_texts();
        return std::move(entries_);
    }

private:
    [[nodiscard]] std::string_view content(std::size_t index) const noexcept {
        return content_of(dump_.text, dump_.lines[index]);
    }

    // Most dumps end here.
    [[nodiscard]] bool has_titles() noexcept {
        std::size_t titles = 0, names = 0;
        for (std::size_t index = 0; index < dump_.lines.size() && titles < 2; ++index) {
            const auto label = read_label(content(index));
            if (!label) continue;
            if (label->field == Field::title) ++titles;
            if (label->field == Field::name) ++names;
        }
        names_are_titles_ = titles == 0 && names >= 2;
        return titles == 2 || names_are_titles_;
    }

    [[nodiscard]] std::optional<Labelled> label_at(std::size_t index) const noexcept {
        auto label = read_label(content(index));
        if (label && label->field == Field::name) {
            label->field = names_are_titles_ ? Field::title : Field::other;
        }
        return label;
    }

    // Which label begins an entry: the first that has a value as often as there are titles.
    bool find_start() {
        if (!has_titles()) return false;
        std::array<std::size_t, kFields> counts{};
        std::vector<Field> order;
        labels_.resize(dump_.lines.size());
        for (std::size_t index = 0; index < dump_.lines.size(); ++index) {
            const auto label = label_at(index);
            if (!label) continue;
            if (label->field == Field::title && label->value.size() > kLongestTitle) return false;
            labels_[index] = label;
            if (counts[at(label->field)]++ == 0) order.push_back(label->field);
        }
        const std::size_t titles = counts[at(Field::title)];
        if (titles < 2) return false;
        const auto is_regular = [&](Field field) {
            return counts[at(field)] * 5 >= titles * 4 && counts[at(field)] * 4 <= titles * 5;
        };
        const bool has_unknown = find_unknown_labels(titles);
        const bool other = is_regular(Field::date) || is_regular(Field::url) ||
                           is_regular(Field::excerpt) || is_regular(Field::category);
        if (!other && !has_unknown) return false;
        start_ = *std::find_if(order.begin(), order.end(), is_regular);
        return true;
    }

    // A name before a colon that half of the entries have is a label too, whatever it says. Returns
    // whether most have one.
    bool find_unknown_labels(std::size_t titles) {
        std::map<std::string_view, std::size_t> counts;
        std::vector<std::string_view> names(labels_.size());
        for (std::size_t index = 0; index < labels_.size(); ++index) {
            if (!labels_[index]) names[index] = label_name(content(index));
            if (!names[index].empty()) ++counts[names[index]];
        }
        bool most_have_one = false;
        for (std::size_t index = 0; index < labels_.size(); ++index) {
            if (names[index].empty()) continue;
            const std::size_t count = counts[names[index]];
            if (count < 2 || count * 2 < titles) continue;
            labels_[index] = Labelled{Field::other, content(index)};
            most_have_one = most_have_one || (count * 5 >= titles * 4 && count <= titles);
        }
        return most_have_one;
    }

    void take(std::size_t index) {
        const Line& line = dump_.lines[index];
        const auto& label = labels_[index];
        if (line.kind == Kind::rule) return finish();
        if (!label) {
            if (const auto section = section_at(index); !section.empty()) {
                finish();
                section_ = section;
                return;
            }
            return take_rest(index);
        }
        const bool apart = line.gap && !block_[Field::title].empty() && seen(label->field) &&
                           label->field != Field::other;
        if (label->field == start_ || apart) finish();
        open_ = open_ || label->field == start_;
        if (!open_) return;
        std::string& value = block_[label->field];
        block_.indent = line.indent;
        if (label->field == Field::other) block_.last = Field::other;
        if (!value.empty()) return;  // the first of its kind
        block_.last = label->field;
        value = label->value;
        if (label->field == Field::url) block_.url = url_at(line, label->value);
        if (label->field == Field::title && block_.url.empty()) {
            block_.url = link_of(dump_, line);
        }
    }

    // `[Culture]` or a heading, right above the label that begins an entry.
    [[nodiscard]] std::string_view section_at(std::size_t index) const noexcept {
        const bool heads =
            index + 1 < labels_.size() && labels_[index + 1] && labels_[index + 1]->field == start_;
        if (!heads) return {};
        const auto text = content(index);
        if (dump_.lines[index].marker == Marker::heading) return text;
        const bool in_brackets = text.size() > 2 && text.front() == '[' && text.back() == ']';
        return in_brackets ? text.substr(1, text.size() - 2) : std::string_view();
    }

    [[nodiscard]] bool seen(Field field) const noexcept {
        return !block_.values[at(field)].empty();
    }

    [[nodiscard]] std::string url_at(const Line& line, std::string_view value) const {
        if (auto url = link_of(dump_, line); !url.empty()) return url;
        if (value.find(' ') != std::string_view::npos) return {};
        return text::resolve_url(value, dump_.url).value_or(std::string());
    }

    // A line without a label goes on with the text before it. Behind another value, and behind a
    // title that was not wrapped, it is a text of its own.
    void take_rest(std::size_t index) {
        const Line& line = dump_.lines[index];
        if (!open_ || !block_.last || line.kind == Kind::chrome || line.kind == Kind::pager) return;
        const auto text = dump_.text.substr(line.begin, line.end - line.begin);
        std::string& value = block_[*block_.last];
        if (block_.last == Field::excerpt) {
            // Behind a blank line something else may begin, such as the footer of the page.
            if (!line.gap || index + 1 < labels_.size()) append_line(value, text);
        } else if (block_.last == Field::title && !line.gap &&
                   (value.empty() || is_wrapped(index))) {
            append_line(value, text);
        } else if (!line.gap && !block_.loose.empty()) {
            append_line(block_.loose.back(), text);
        } else if (line.kind == Kind::text && !goes_on_with_list(index)) {
            block_.loose.emplace_back(text);
        }
    }

    // Whether the line before is so long, or this one so far to the right, that this goes on with
    // it.
    [[nodiscard]] bool is_wrapped(std::size_t index) const noexcept {
        constexpr std::uint16_t kLeastColumns = 48;
        const Line& line = dump_.lines[index];
        return dump_.lines[index - 1].columns >= kLeastColumns || line.indent > block_.indent;
    }

    // The second line of tags or authors.
    [[nodiscard]] bool goes_on_with_list(std::size_t index) const noexcept {
        constexpr std::uint16_t kMostColumns = 60;
        const Line& line = dump_.lines[index];
        if (line.gap || line.indent <= block_.indent) return false;
        const bool is_list = block_.last == Field::tags || block_.last == Field::other;
        return content(index - 1).ends_with(',') || (is_list && line.columns < kMostColumns);
    }

    static void append_line(std::string& value, std::string_view line) {
        if (!value.empty()) value += '\n';
        value += line;
    }

    // Texts without a label are the excerpts where half of the entries have one and no other. The
    // last has no more paragraphs than the others: the footer may follow.
    void give_loose_texts() {
        std::size_t with = 0, most = 0;
        for (std::size_t i = 0; i < loose_.size(); ++i) {
            if (loose_[i].empty() || !entries_[i].excerpt.empty()) continue;
            ++with;
            if (i + 1 < loose_.size()) most = std::max(most, loose_[i].size());
        }
        if (with < 2 || with * 2 < entries_.size()) return;
        loose_.back().resize(std::min(loose_.back().size(), most));
        for (std::size_t i = 0; i < loose_.size(); ++i) {
            if (!entries_[i].excerpt.empty()) continue;
            std::string text;
            for (const auto& paragraph : loose_[i]) append_line(text, paragraph);
            entries_[i].excerpt = join_lines(text);
        }
    }

    void finish() {
        Block block = std::exchange(block_, {});
        const bool was_open = std::exchange(open_, false);
        if (!was_open || entries_.size() >= kMaxEntries) return;
        Entry entry;
        entry.title = join_lines(block[Field::title]);
        entry.excerpt = join_lines(block[Field::excerpt]);
        entry.url = std::move(block.url);
        entry.category = text::fold_space(block[Field::category]);
        if (entry.category.empty()) entry.category = first_of_list(block[Field::tags]);
        if (entry.category.empty()) entry.category = text::fold_space(section_);
        entry.published = read_date_value(block[Field::date]);
        if (entry.title.empty() && entry.excerpt.empty()) return;
        entries_.push_back(std::move(entry));
        loose_.push_back(std::move(block.loose));
    }

    const Dump& dump_;
    std::vector<std::optional<Labelled>> labels_;  // by line
    Field start_ = Field::title;
    bool names_are_titles_ = false;
    Block block_;
    std::string_view section_;  // the heading above
    bool open_ = false;
    std::vector<Entry> entries_;
    std::vector<std::vector<std::string>> loose_;  // of each entry
};

}  // namespace

std::optional<std::vector<Entry>> read_keyed(const Dump& dump) {
    return KeyedReader(dump).read();
}

Published read_date_value(std::string_view value) {
    value = trimmed(value);
    if (value.empty()) return {};
    if (const auto found = text::parse_machine_date(value)) return *found;
    if (const auto found = text::find_date(value)) return found->published;
    if (const auto found = text::find_number_date(value)) {
        if (auto published = found->published(found->order())) return *published;
    }
    return {};
}

}  // namespace feedarc::read
