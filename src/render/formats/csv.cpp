#include "render/formats/formats.hpp"
#include "text/unicode.hpp"
#include "text/visible.hpp"

#include <ostream>
#include <string_view>

namespace feedarc::render {
namespace {

// A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV Injection"; ASVS 1.2.10);
// the full-width forms are what some of them fold to it.
bool starts_formula(char32_t character) {
    constexpr std::u32string_view kStarts = U"=+-@\t\r＝＋－＠";
    return kStarts.find(character) != std::u32string_view::npos;
}

// What a spreadsheet may pass over before it looks at the first character of a cell.
bool is_passed_over(char32_t character) {
    return character == '"' || (text::is_space(character) && !starts_formula(character));
}

// With an apostrophe before what would be a formula: at the start of the cell, and behind each
// semicolon, which is what ends a cell where the comma is the decimal sign; no quotes hold it then.
std::string guarded(std::string_view text) {
    std::string result;
    result.reserve(text.size() + 1);
    bool at_start = true;
    std::size_t start = 0;  // where the apostrophe would go
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t character = text::next_character(text, at);
        if (at_start && starts_formula(character)) result.insert(start, 1, '\'');
        result.append(text, begin, at - begin);
        if (character == ';') {
            at_start = true;
            start = result.size();
        } else {
            at_start = at_start && is_passed_over(character);
        }
    }
    return result;
}

// RFC 4180, 2.5 to 2.7. Spaces at the ends are part of a field, but many readers trim them.
std::string quoted(std::string text) {
    const bool plain = text.find_first_of("\",\r\n;\t") == std::string::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    if (plain) return text;
    std::string result = "\"";
    for (const char byte : text) {
        if (byte == '"') result += '"';
        result += byte;
    }
    return result + '"';
}

class Csv final : public Renderer {
public:
    Csv(std::ostream& out, const Style& style)
        : out_(out), exact_(style.csv_exact), to_terminal_(style.to_terminal) {}

    void begin(const std::vector<Column>& columns) override {
        std::string line;
        for (const Column& column : columns) {
            if (!line.empty()) line += ',';
            line += cell_of(Value(column.name));
        }
        out_ << line + "\r\n";
    }

    void row(std::span<const Value> values) override {
        std::string line;
        for (const Value& value : values) {
            if (&value != values.data()) line += ',';
            line += cell_of(value);
        }
        out_ << line + "\r\n";
    }

    void finish() override {}

private:
    [[nodiscard]] std::string cell_of(const Value& value) const {
        std::string raw = plain_text(value);
        if (exact_) return quoted(to_terminal_ ? text::visible(raw) : std::move(raw));
        // A number is one: -5 is no formula.
        const bool number = std::holds_alternative<std::int64_t>(value) ||
                            std::holds_alternative<double>(value) ||
                            std::holds_alternative<Number>(value);
        return quoted(text::visible(number ? raw : guarded(raw)));
    }

    std::ostream& out_;
    bool exact_;
    bool to_terminal_;
};

}  // namespace

std::unique_ptr<Renderer> make_csv(std::ostream& out, const Style& style) {
    return std::make_unique<Csv>(out, style);
}

}  // namespace feedarc::render
