#include "render/columns.hpp"
#include "render/formats/formats.hpp"
#include "render/local_time.hpp"
#include "text/uri.hpp"
#include "text/visible.hpp"
#include "text/width.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::render {
namespace {

// The columns take their widths from as many rows; later rows keep to them.
constexpr std::size_t kSampledRows = 100;
constexpr std::size_t kGap = 2;

bool is_flexible(Kind kind) {
    return kind == Kind::text || kind == Kind::url || kind == Kind::list;
}

std::string heading(std::string_view name) {
    std::string result(name);
    for (char& byte : result) {
        if (byte == '_') byte = ' ';
        if (byte >= 'a' && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
    }
    return result;
}

class Table final : public Renderer {
public:
    Table(std::ostream& out, const Style& style) : out_(out), style_(style) {}

    void begin(const std::vector<Column>& columns) override { columns_ = columns; }

    void link(std::size_t column, std::string_view url) override {
        if (style_.links) links_.emplace(column, text::web_uri(url).value_or(std::string()));
    }

    void row(std::span<const Value> values) override {
        std::vector<Cell> cells;
        cells.reserve(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto link = links_.find(i);
            cells.push_back({cell_of(values[i], columns_[i].kind),
                             link == links_.end() ? std::string() : std::move(link->second)});
        }
        links_.clear();
        if (!widths_.empty()) {
            write(cells, false);
            return;
        }
        sample_.push_back(std::move(cells));
        if (sample_.size() == kSampledRows) settle();
    }

    void finish() override {
        if (widths_.empty() && !sample_.empty()) settle();
        out_.flush();
    }

private:
    struct Cell {
        std::string text;
        std::string uri{};  // where it leads
    };

    // Nothing is wider than the terminal, so a long text need not be measured to its end.
    [[nodiscard]] std::string cell_of(const Value& value, Kind kind) const {
        if (const Time* const time = std::get_if<Time>(&value)) {
            return short_time(*time, style_.local_time);
        }
        if (const bool* const yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
        std::string text = text::visible(plain_text(value));
        return is_flexible(kind) ? text::truncate_to_width(text, style_.width) : text;
    }

    // Fixes the widths by the rows so far, and writes them below the headings.
    void settle() {
        std::vector<Cell> headings;
        std::vector<ColumnWidth> wanted;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            headings.push_back({heading(columns_[i].name)});
            ColumnWidth column{text::display_width(headings[i].text),
                               is_flexible(columns_[i].kind)};
            for (const auto& cells : sample_) {
                column.natural = std::max(column.natural, text::display_width(cells[i].text));
            }
            wanted.push_back(column);
        }
        widths_ = fit_columns(wanted, style_.width, kGap);
        write(headings, true);
        for (const auto& cells : sample_) write(cells, false);
        sample_ = {};
    }

    // A link of OSC 8, which takes no columns. What it leads to is ASCII without controls.
    static std::string linked(const std::string& text, const std::string& uri) {
        constexpr std::size_t kLongest = 2000;  // some terminals give up on longer ones
        if (uri.empty() || uri.size() > kLongest || text.empty()) return text;
        return "\x1b]8;;" + uri + "\x1b\\" + text + "\x1b]8;;\x1b\\";
    }

    void write(const std::vector<Cell>& cells, bool bold) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) line.append(kGap, ' ');
            const bool cut = is_flexible(columns_[i].kind) || bold;
            const std::string text =
                cut ? text::truncate_to_width(cells[i].text, widths_[i]) : cells[i].text;
            std::string laid = padded(text, widths_[i], columns_[i].kind == Kind::integer);
            if (!cells[i].uri.empty())
                laid.replace(laid.find(text), text.size(), linked(text, cells[i].uri));
            line += laid;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        if (bold && style_.colour) line = "\x1b[1m" + line + "\x1b[0m";
        line += '\n';
        out_ << line;
    }

    std::ostream& out_;
    Style style_;
    std::vector<Column> columns_;
    std::map<std::size_t, std::string> links_;  // of the next row
    std::vector<std::vector<Cell>> sample_;
    std::vector<std::size_t> widths_;
};

}  // namespace

std::unique_ptr<Renderer> make_table(std::ostream& out, const Style& style) {
    return std::make_unique<Table>(out, style);
}

}  // namespace feedarc::render
