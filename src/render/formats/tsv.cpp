#include "render/formats/formats.hpp"
#include "text/visible.hpp"

#include <algorithm>
#include <ostream>

namespace feedarc::render {
namespace {

// The separators and the backslash come first: what they become is visible already.
std::string cell_of(const Value& value) {
    const std::string plain = plain_text(value);
    // A loop: find_first_of() calls a function for each byte.
    const bool needs_escapes = std::any_of(plain.begin(), plain.end(), [](char byte) {
        return byte == '\t' || byte == '\n' || byte == '\\';
    });
    if (!needs_escapes) return text::visible(plain);
    std::string escaped;
    for (const char byte : plain) {
        switch (byte) {
            case '\t': escaped += "\\t"; break;
            case '\n': escaped += "\\n"; break;
            case '\\': escaped += "\\\\"; break;
            default: escaped += byte;
        }
    }
    return text::visible(escaped);
}

class Tsv final : public Renderer {
public:
    explicit Tsv(std::ostream& out) : out_(out) {}

    void begin(const std::vector<Column>& columns) override {
        std::string line;
        for (const Column& column : columns) {
            if (!line.empty()) line += '\t';
            line += cell_of(Value(column.name));
        }
        line += '\n';
        out_ << line;
    }

    void row(std::span<const Value> values) override {
        std::string line;
        for (const Value& value : values) {
            if (&value != values.data()) line += '\t';
            line += cell_of(value);
        }
        line += '\n';
        out_ << line;
    }

    void finish() override {}

private:
    std::ostream& out_;
};

}  // namespace

std::unique_ptr<Renderer> make_tsv(std::ostream& out, const Style&) {
    return std::make_unique<Tsv>(out);
}

}  // namespace feedarc::render
