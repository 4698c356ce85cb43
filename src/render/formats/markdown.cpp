#include "base/ascii.hpp"
#include "render/formats/formats.hpp"
#include "text/visible.hpp"

#include <ostream>

namespace feedarc::render {
namespace {

// Where a bare address would become a link (GitHub Flavored Markdown 0.29, 6.9): the colon of
// `://` and the full stop behind `www`.
bool makes_link(std::string_view text, std::size_t at) {
    if (text[at] == ':') return text.substr(at + 1, 2) == "//";
    return text[at] == '.' && at >= 3 && base::lowered(text.substr(at - 3, 3)) == "www";
}

// Text from a page must not become a link, an image, HTML, a formula or a further cell. A backslash
// before ASCII punctuation is a literal character (CommonMark 0.30, 2.4); `<` and `&` are written
// as entities, as some renderers pass HTML through before they look at backslashes.
std::string escaped(std::string_view text) {
    constexpr std::string_view kSpecial = "\\`*_[]!|~#$";
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte == '<') {
            result += "&lt;";
        } else if (byte == '>') {
            result += "&gt;";
        } else if (byte == '&') {
            result += "&amp;";
        } else {
            const bool special = kSpecial.find(byte) != std::string_view::npos;
            if (special || makes_link(text, at)) result += '\\';
            result += byte;
        }
    }
    return result;
}

// An autolink (CommonMark 0.30, 6.5); anything but http(s) is text.
std::string autolink(std::string_view url) {
    const bool web = url.substr(0, 7) == "http://" || url.substr(0, 8) == "https://";
    if (!web) return escaped(url);
    std::string result = "<";
    for (const char byte : url) {
        switch (byte) {
            case '<': result += "%3C"; break;
            case '>': result += "%3E"; break;
            case '|': result += "%7C"; break;
            case ' ': result += "%20"; break;
            case '\\': result += "%5C"; break;
            default: result += byte;
        }
    }
    return result + '>';
}

class Markdown final : public Renderer {
public:
    explicit Markdown(std::ostream& out) : out_(out) {}

    void begin(const std::vector<Column>& columns) override {
        columns_ = columns;
        std::string names = "|";
        std::string rule = "|";
        for (const Column& column : columns) {
            names += ' ' + escaped(column.name) + " |";
            rule += column.kind == Kind::integer ? " ---: |" : " --- |";
        }
        out_ << names + '\n' + rule + '\n';
    }

    void row(std::span<const Value> values) override {
        std::string line = "|";
        for (std::size_t i = 0; i < values.size(); ++i) {
            line += ' ';
            line += cell_of(values[i], columns_[i].kind);
            line += " |";
        }
        line += '\n';
        out_ << line;
    }

    void finish() override {}

private:
    static std::string cell_of(const Value& value, Kind kind) {
        const auto* const list = std::get_if<std::span<const std::string>>(&value);
        if (list == nullptr) {
            const std::string text = text::visible(plain_text(value));
            return kind == Kind::url ? autolink(text) : escaped(text);
        }
        std::string cell;
        for (const std::string& item : *list) {
            if (!cell.empty()) cell += ' ';
            cell += autolink(text::visible(item));
        }
        return cell;
    }

    std::ostream& out_;
    std::vector<Column> columns_;
};

}  // namespace

std::string markdown_text(std::string_view text) {
    return escaped(text::visible(text));
}

std::unique_ptr<Renderer> make_markdown(std::ostream& out, const Style&) {
    return std::make_unique<Markdown>(out);
}

}  // namespace feedarc::render
