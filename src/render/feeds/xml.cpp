#include "render/feeds/xml.hpp"

#include "render/markup.hpp"

namespace feedarc::render {
namespace {

class SinkWriter final : public pugi::xml_writer {
public:
    explicit SinkWriter(const base::ByteSink& sink) : sink_(sink) {}
    void write(const void* data, std::size_t size) override {
        sink_({static_cast<const char*>(data), size});
    }

private:
    const base::ByteSink& sink_;
};

}  // namespace

void add_text(pugi::xml_node parent, const char* name, std::string_view text) {
    parent.append_child(name).text().set(xml_text(text).c_str());
}

void set_attribute(pugi::xml_node node, const char* name, std::string_view value) {
    node.append_attribute(name).set_value(xml_text(value).c_str());
}

void print_children(const pugi::xml_node& node, unsigned depth, const base::ByteSink& sink) {
    SinkWriter writer(sink);
    for (const pugi::xml_node child : node.children()) {
        child.print(writer, "  ", pugi::format_indent, pugi::encoding_utf8, depth);
    }
}

}  // namespace feedarc::render
