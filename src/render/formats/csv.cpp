#include "render/formats/formats.hpp"
#include "text/visible.hpp"

#include <algorithm>
#include <array>
#include <ostream>

namespace feedarc::render {
namespace {

// A spreadsheet takes a cell that starts so for a formula (OWASP, "CSV Injection"); the full-width
// forms are what some of them fold to it.
constexpr std::array<std::string_view, 10> kFormulaStarts{"=",  "+",  "-",  "@",  "\t",
                                                          "\r", "＝", "＋", "－", "＠"};

bool looks_like_formula(std::string_view text) {
    return std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(), [&](std::string_view start) {
        return text.substr(0, start.size()) == start;
    });
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
    Csv(std::ostream& out, bool exact) : out_(out), exact_(exact) {}

    void begin(const std::vector<Column>& columns) override {
        std::string line;
        for (const Column& column : columns) {
            if (!line.empty()) line += ',';
            line += column.name;
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
        const std::string raw = plain_text(value);
        // A number is one: -5 is no formula.
        const bool number =
            std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
        std::string shown = text::visible(raw);
        if (!exact_ && !number && looks_like_formula(raw)) shown.insert(shown.begin(), '\'');
        return quoted(std::move(shown));
    }

    std::ostream& out_;
    bool exact_;
};

}  // namespace

std::unique_ptr<Renderer> make_csv(std::ostream& out, const Style& style) {
    return std::make_unique<Csv>(out, style.csv_exact);
}

}  // namespace feedarc::render
