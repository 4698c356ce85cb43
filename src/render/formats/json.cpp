#include "render/formats/formats.hpp"
#include "render/json_text.hpp"

#include <ostream>

namespace feedarc::render {
namespace {

std::string object_of(const std::vector<Column>& columns, std::span<const Value> values) {
    JsonObject object;
    for (std::size_t i = 0; i < columns.size(); ++i) object.add(columns[i].name, values[i]);
    return object.text();
}

// One array, an object a line, so that it reads and greps well.
class Json final : public Renderer {
public:
    explicit Json(std::ostream& out) : out_(out) {}

    void begin(const std::vector<Column>& columns) override { columns_ = columns; }

    void row(std::span<const Value> values) override {
        out_ << (first_ ? "[\n" : ",\n") << object_of(columns_, values);
        first_ = false;
    }

    void finish() override { out_ << (first_ ? "[]\n" : "\n]\n"); }

private:
    std::ostream& out_;
    std::vector<Column> columns_;
    bool first_ = true;
};

class JsonLines final : public Renderer {
public:
    explicit JsonLines(std::ostream& out) : out_(out) {}

    void begin(const std::vector<Column>& columns) override { columns_ = columns; }

    void row(std::span<const Value> values) override {
        std::string line = object_of(columns_, values);
        line += '\n';
        out_ << line;
    }

    void finish() override {}

private:
    std::ostream& out_;
    std::vector<Column> columns_;
};

}  // namespace

std::unique_ptr<Renderer> make_json(std::ostream& out, const Style&) {
    return std::make_unique<Json>(out);
}

std::unique_ptr<Renderer> make_json_lines(std::ostream& out, const Style&) {
    return std::make_unique<JsonLines>(out);
}

}  // namespace feedarc::render
