#include "read/text/keyed.hpp"

#include "read/text/field_names.hpp"
#include "read/text/title_line.hpp"
#include "text/date.hpp"
#include "text/number_date.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <array>
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
        return std::move(entries_);
    }

private:
    [[nodiscard]] std::string_view content(std::size_t index) const noexcept {
        return content_of(dump_.text, dump_.lines[index]);
    }

    // Most dumps end here.
    [[nodiscard]] bool has_titles() const noexcept {
        std::size_t titles = 0;
        for (std::size_t index = 0; index < dump_.lines.size() && titles < 2; ++index) {
            const auto label = read_label(content(index));
            if (label && label->field == Field::title) ++titles;
        }
        return titles == 2;
    }

    // Which label begins an entry: the first that has a value as often as there are titles.
    bool find_start() {
        if (!has_titles()) return false;
        std::array<std::size_t, kFields> counts{};
        std::vector<Field> order;
        labels_.resize(dump_.lines.size());
        for (std::size_t index = 0; index < dump_.lines.size(); ++index) {
            const auto label = read_label(content(index));
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
        const bool other = is_regular(Field::date) || is_regular(Field::url) ||
                           is_regular(Field::excerpt) || is_regular(Field::category);
        if (!other) return false;
        start_ = *std::find_if(order.begin(), order.end(), is_regular);
        return true;
    }

    void take(std::size_t index) {
        const Line& line = dump_.lines[index];
        const auto& label = labels_[index];
        if (line.kind == Kind::rule) return finish();
        if (!label) return take_rest(index);
        const bool apart = line.gap && !block_[Field::title].empty() && seen(label->field);
        if (label->field == start_ || apart) finish();
        open_ = open_ || label->field == start_;
        if (!open_) return;
        std::string& value = block_[label->field];
        if (!value.empty()) return;  // the first of its kind
        block_.last = label->field;
        value = label->value;
        if (label->field == Field::url) block_.url = url_at(line, label->value);
        if (label->field == Field::title && block_.url.empty()) {
            block_.url = link_of(dump_, line);
        }
    }

    [[nodiscard]] bool seen(Field field) const noexcept {
        return !block_.values[at(field)].empty();
    }

    [[nodiscard]] std::string url_at(const Line& line, std::string_view value) const {
        if (auto url = link_of(dump_, line); !url.empty()) return url;
        if (value.find(' ') != std::string_view::npos) return {};
        return text::resolve_url(value, dump_.url).value_or(std::string());
    }

    // A line without a label goes on with the text before it.
    void take_rest(std::size_t index) {
        const Line& line = dump_.lines[index];
        if (!open_ || !block_.last || line.kind == Kind::chrome || line.kind == Kind::pager) return;
        const bool is_text = block_.last == Field::excerpt || block_.last == Field::title;
        if (!is_text || (line.gap && block_.last == Field::title)) return;
        // Behind a blank line something else may begin, such as the footer of the page.
        if (line.gap && index + 1 >= labels_.size()) return;
        std::string& value = block_[*block_.last];
        if (!value.empty()) value += '\n';
        value += dump_.text.substr(line.begin, line.end - line.begin);
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
        entry.published = read_date_value(block[Field::date]);
        if (!entry.title.empty() || !entry.excerpt.empty()) entries_.push_back(std::move(entry));
    }

    const Dump& dump_;
    std::vector<std::optional<Labelled>> labels_;  // by line
    Field start_ = Field::title;
    Block block_;
    bool open_ = false;
    std::vector<Entry> entries_;
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
