#include "render/columns.hpp"
#include "render/formats/formats.hpp"
#include "render/local_time.hpp"
#include "text/visible.hpp"
#include "text/width.hpp"

#include <algorithm>
#include <ostream>
#include <string>
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

    void row(std::span<const Value> values) override {
        std::vector<std::string> cells;
        cells.reserve(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            cells.push_back(cell_of(values[i], columns_[i].kind));
        }
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
        std::vector<std::string> headings;
        std::vector<ColumnWidth> wanted;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            headings.push_back(heading(columns_[i].name));
            ColumnWidth column{text::display_width(headings[i]), is_flexible(columns_[i].kind)};
            for (const auto& cells : sample_) {
                column.natural = std::max(column.natural, text::display_width(cells[i]));
            }
            wanted.push_back(column);
        }
        widths_ = fit_columns(wanted, style_.width, kGap);
        write(headings, true);
        for (const auto& cells : sample_) write(cells, false);
        sample_ = {};
    }

    void write(const std::vector<std::string>& cells, bool bold) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) line.append(kGap, ' ');
            const bool cut = is_flexible(columns_[i].kind) || bold;
            const std::string text = cut ? text::truncate_to_width(cells[i], widths_[i]) : cells[i];
            line += padded(text, widths_[i], columns_[i].kind == Kind::integer);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        if (bold && style_.colour) line = "\x1b[1m" + line + "\x1b[0m";
        line += '\n';
        out_ << line;
    }

    std::ostream& out_;
    Style style_;
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> sample_;
    std::vector<std::size_t> widths_;
};

}  // namespace

std::unique_ptr<Renderer> make_table(std::ostream& out, const Style& style) {
    return std::make_unique<Table>(out, style);
}

}  // namespace feedarc::render
