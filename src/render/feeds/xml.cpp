#include "render/feeds/xml.hpp"

#include "text/unicode.hpp"
#include "text/visible.hpp"

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

std::string xml_text(std::string_view text) {
    constexpr std::string_view kLast = "\xef\xbf";  // U+FFC0 to U+FFFF begin so
    std::string shown = text::visible(text);
    for (std::size_t at = 0; (at = shown.find(kLast, at)) != std::string::npos; at += 3) {
        char& end = shown[at + 2];
        if (end == '\xbe' || end == '\xbf') end = '\xbd';
    }
    return shown;
}

std::string html_text(std::string_view text) {
    std::string html;
    html.reserve(text.size());
    for (const char byte : text) {
        switch (byte) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            default: html += byte;
        }
    }
    return html;
}

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
