#include "read/text/table.hpp"

#include "read/text/field_names.hpp"
#include "read/text/keyed.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <unordered_set>

namespace feedarc::read {
namespace {

constexpr std::size_t kMostColumns = 16;
constexpr std::size_t kLeastRows = 3;  // without a head; two where there is one
constexpr std::size_t kJudgedRows = 256;
constexpr std::size_t kMaxCategoryColumns = 32;
constexpr std::size_t kExcerptColumns = 60;

struct Row {
    std::vector<std::string_view> cells;  // of the dump, trimmed
    bool rule_behind = false;
};

// `|---|:--:|` and `+----+----+`
bool is_border(std::string_view text) noexcept {
    return text.size() >= 3 && text.find_first_not_of("|+-=: \t") == std::string_view::npos &&
           text.find_first_of("-=") != std::string_view::npos;
}

std::vector<std::string_view> cut_cells(std::string_view text, char bar) {
    if (bar == '|') {
        if (text.starts_with('|')) text.remove_prefix(1);
        if (text.ends_with('|')) text.remove_suffix(1);
    }
    std::vector<std::string_view> cells;
    std::size_t begin = 0;
    while (cells.size() < kMostColumns) {
        auto end = text.find(bar, begin);
        while (bar == '|' && end != std::string_view::npos && end > 0 && text[end - 1] == '\\') {
            end = text.find(bar, end + 1);
        }
        cells.push_back(trimmed(text.substr(begin, end - begin)));
        if (end == std::string_view::npos) break;
        begin = end + 1;
    }
    return cells;
}

bool is_numeric(std::string_view cell) noexcept {
    return cell.find_first_of("0123456789") != std::string_view::npos &&
           cell.find_first_not_of("0123456789.,+-% $") == std::string_view::npos;
}

bool is_address(std::string_view cell) noexcept {
    return (cell.starts_with("http://") || cell.starts_with("https://")) &&
           cell.find(' ') == std::string_view::npos;
}

// What the cells of a column are like.
struct Column {
    std::size_t filled = 0, dates = 0, addresses = 0, numbers = 0, columns = 0;
    std::unordered_set<std::string_view> values;

    [[nodiscard]] bool mostly(std::size_t count) const noexcept {
        return filled > 0 && count * 5 >= filled * 4;
    }
    [[nodiscard]] std::size_t mean() const noexcept { return filled == 0 ? 0 : columns / filled; }
};

class TableReader {
public:
    explicit TableReader(const Dump& dump) : dump_(dump) {}

    std::optional<std::vector<Entry>> read() {
        if (!collect('|') && !collect('\t')) return std::nullopt;
        take_head();
        if (rows_.size() < (has_head_ ? 2 : kLeastRows)) return std::nullopt;
        judge_columns();
        if (!has(Field::title)) return std::nullopt;
        const bool more = has(Field::date) || has(Field::url) || has(Field::excerpt) ||
                          has(Field::category) || has_links();
        if (!more) return std::nullopt;
        std::vector<Entry> entries;
        for (const Row& row : rows_) {
            if (entries.size() == kMaxEntries) break;
            Entry entry = read_row(row);
            if (!entry.title.empty()) entries.push_back(std::move(entry));
        }
        return entries;
    }

private:
    // Most dumps end here.
    [[nodiscard]] bool has_bars(char bar) const noexcept {
        if (bar == '\t') return dump_.text.find('\t') != std::string_view::npos;
        return std::any_of(dump_.lines.begin(), dump_.lines.end(),
                           [this](const Line& line) { return dump_.text[line.begin] == '|'; });
    }

    // The rows of the table that takes up the better part of the lines.
    bool collect(char bar) {
        rows_.clear();
        if (!has_bars(bar)) return false;
        std::size_t others = 0;
        std::size_t width = 0;
        for (const Line& line : dump_.lines) {
            const auto text = dump_.text.substr(line.begin, line.end - line.begin);
            if (is_border(text)) {
                if (!rows_.empty()) rows_.back().rule_behind = true;
                continue;
            }
            const bool is_row = bar == '|' ? text.front() == '|' && text.find('|', 1) != text.npos
                                           : text.find(bar) != text.npos;
            if (!is_row) {
                ++others;
                continue;
            }
            rows_.push_back({cut_cells(text, bar), false});
            width = std::max(width, rows_.back().cells.size());
        }
        // A tab may also stand between a title and its date.
        const std::size_t least_width = bar == '|' ? 2 : 3;
        if (rows_.size() < 3 || width < least_width || others > rows_.size()) return false;
        if (bar == '\t' && others * 5 > rows_.size()) return false;
        const auto full = std::count_if(rows_.begin(), rows_.end(), [width](const Row& row) {
            return row.cells.size() == width;
        });
        width_ = width;
        return static_cast<std::size_t>(full) * 5 >= rows_.size() * 4;
    }

    void take_head() {
        roles_.assign(width_, std::nullopt);
        std::size_t named = 0;
        const Row& first = rows_.front();
        for (std::size_t column = 0; column < first.cells.size(); ++column) {
            roles_[column] = field_named(first.cells[column]);
            named += roles_[column] ? 1U : 0U;
        }
        std::replace(roles_.begin(), roles_.end(), std::optional(Field::name),
                     std::optional(has(Field::title) ? Field::other : Field::title));
        has_head_ = first.rule_behind || named * 2 > width_;
        if (has_head_) {
            rows_.erase(rows_.begin());
        } else {
            roles_.assign(width_, std::nullopt);
        }
    }

    [[nodiscard]] bool has(Field field) const noexcept {
        return std::find(roles_.begin(), roles_.end(), field) != roles_.end();
    }

    void judge_columns() {
        std::vector<Column> columns(width_);
        for (std::size_t index = 0; index < std::min(rows_.size(), kJudgedRows); ++index) {
            const Row& row = rows_[index];
            for (std::size_t column = 0; column < row.cells.size(); ++column) {
                add(columns[column], row.cells[column]);
            }
        }
        std::vector<std::size_t> texts;
        for (std::size_t column = 0; column < width_; ++column) {
            if (roles_[column]) continue;
            const Column& seen = columns[column];
            if (seen.mostly(seen.dates)) {
                if (!has(Field::date)) roles_[column] = Field::date;
            } else if (seen.mostly(seen.addresses)) {
                if (!has(Field::url)) roles_[column] = Field::url;
            } else if (seen.filled > 0 && !seen.mostly(seen.numbers)) {
                texts.push_back(column);
            }
        }
        judge_texts(columns, texts);
    }

    static void add(Column& column, std::string_view cell) {
        if (cell.empty()) return;
        ++column.filled;
        column.columns += about_columns(cell);
        column.values.insert(cell);
        if (is_address(cell)) {
            ++column.addresses;
        } else if (cell.size() <= 40 && !read_date_value(cell).value.empty()) {
            ++column.dates;
        } else if (is_numeric(cell)) {
            ++column.numbers;
        }
    }

    // Of the columns without a name: the short one whose values repeat is the category, the longest
    // one the excerpt where it is long, the longest of the others the title.
    void judge_texts(const std::vector<Column>& columns, std::vector<std::size_t> texts) {
        const auto by_mean = [&](std::size_t a, std::size_t b) {
            return columns[a].mean() < columns[b].mean();
        };
        if (!has(Field::excerpt) && texts.size() + (has(Field::title) ? 1U : 0U) > 1) {
            const auto longest = std::max_element(texts.begin(), texts.end(), by_mean);
            if (columns[*longest].mean() >= kExcerptColumns) {
                roles_[*longest] = Field::excerpt;
                texts.erase(longest);
            }
        }
        if (!has(Field::title) && !texts.empty()) {
            const auto longest = std::max_element(texts.begin(), texts.end(), by_mean);
            roles_[*longest] = Field::title;
            texts.erase(longest);
        }
        if (has(Field::category)) return;
        for (const std::size_t column : texts) {
            const Column& seen = columns[column];
            // Under a head that names no category, what repeats may be authors.
            if (has_head_ || seen.mean() > kMaxCategoryColumns) continue;
            roles_[column] = Field::category;
            return;
        }
    }

    [[nodiscard]] const Link* link_in(std::string_view cell) const noexcept {
        const auto begin = static_cast<std::uint32_t>(cell.data() - dump_.text.data());
        const auto found =
            std::lower_bound(dump_.links.begin(), dump_.links.end(), begin,
                             [](const Link& link, std::uint32_t at) { return link.begin < at; });
        return found != dump_.links.end() && found->begin < begin + cell.size() ? &*found : nullptr;
    }

    [[nodiscard]] bool has_links() const noexcept {
        return std::any_of(rows_.begin(), rows_.end(), [this](const Row& row) {
            return std::any_of(row.cells.begin(), row.cells.end(),
                               [this](std::string_view cell) { return link_in(cell) != nullptr; });
        });
    }

    [[nodiscard]] Entry read_row(const Row& row) const {
        Entry entry;
        for (std::size_t column = 0; column < row.cells.size(); ++column) {
            const auto cell = row.cells[column];
            if (cell.empty() || !roles_[column]) continue;
            switch (*roles_[column]) {
                case Field::title: read_title(cell, entry); break;
                case Field::date: entry.published = read_date_value(cell); break;
                case Field::url: read_url(cell, entry); break;
                case Field::category: entry.category = text::fold_space(cell); break;
                case Field::excerpt: entry.excerpt = text::fold_space(cell); break;
                case Field::tags:
                case Field::name:
                case Field::other: break;
            }
        }
        return entry;
    }

    void read_title(std::string_view cell, Entry& entry) const {
        entry.title = text::fold_space(cell);
        if (const Link* link = link_in(cell)) {
            if (auto url = text::resolve_url(link->target, dump_.url)) entry.url = *url;
        }
    }

    void read_url(std::string_view cell, Entry& entry) const {
        const Link* link = link_in(cell);
        if (cell.find(' ') != std::string_view::npos && link == nullptr) return;
        const auto target = link != nullptr ? std::string_view(link->target) : cell;
        if (auto url = text::resolve_url(target, dump_.url)) entry.url = *url;
    }

    const Dump& dump_;
    std::vector<Row> rows_;
    std::vector<std::optional<Field>> roles_;
    std::size_t width_ = 0;
    bool has_head_ = false;
};

}  // namespace

std::optional<std::vector<Entry>> read_table(const Dump& dump) {
    return TableReader(dump).read();
}

}  // namespace feedarc::read
