#include "render/json_text.hpp"

#include "text/unicode.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace feedarc::render {
namespace {

// The library escapes C0; what else is unsafe is DEL, or starts with one of these bytes of UTF-8.
bool may_be_unsafe(char byte) noexcept {
    switch (static_cast<unsigned char>(byte)) {
        case 0x7f:  // DEL
        case 0xc2:  // C1
        case 0xd8:  // U+061C
        case 0xe2:  // U+2000 to U+2FFF
        case 0xef:  // U+FEFF
        case 0xf3:  // plane 14
            return true;
        default: return false;
    }
}

bool needs_escape(char byte) noexcept {
    return static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\' ||
           may_be_unsafe(byte);
}

void append_escape(std::string& out, char32_t character) {
    auto code = static_cast<unsigned>(character);
    if (code > 0xffffU) {
        code -= 0x10000U;
        fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xd800U + (code >> 10U),
                       0xdc00U + (code & 0x3ffU));
        return;
    }
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
}

struct AppendJson {
    std::string& out;

    void operator()(std::monostate) const { out += "null"; }
    void operator()(std::string_view text) const { append_json_string(out, text); }
    void operator()(const std::string& text) const { append_json_string(out, text); }
    void operator()(std::int64_t number) const {
        fmt::format_to(std::back_inserter(out), "{}", number);
    }
    void operator()(double ratio) const {
        fmt::format_to(std::back_inserter(out), "{:.2f}", ratio);
    }
    void operator()(const Number& number) const { out += number.text; }
    void operator()(bool yes) const { out += yes ? "true" : "false"; }
    void operator()(Time time) const { append_json_string(out, format_time(time)); }
    void operator()(std::span<const std::string> list) const {
        out += '[';
        for (const std::string& item : list) {
            if (&item != list.data()) out += ',';
            append_json_string(out, item);
        }
        out += ']';
    }
};

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    // Most texts need nothing, and a long list is mostly texts.
    if (std::none_of(text.begin(), text.end(), needs_escape) && text::is_valid_utf8(text)) {
        out += '"';
        out += text;
        out += '"';
        return;
    }
    using nlohmann::json;
    const std::string quoted =
        json(std::string(text)).dump(-1, ' ', false, json::error_handler_t::replace);
    auto from = quoted.begin();
    for (;;) {
        const auto odd = std::find_if(from, quoted.end(), may_be_unsafe);
        out.append(from, odd);
        if (odd == quoted.end()) return;
        const auto begin = static_cast<std::size_t>(odd - quoted.begin());
        std::size_t end = begin;
        const char32_t character = text::next_character(quoted, end);
        if (text::is_unsafe(character)) {
            append_escape(out, character);
        } else {
            out.append(quoted, begin, end - begin);
        }
        from = quoted.begin() + static_cast<std::ptrdiff_t>(end);
    }
}

void append_json(std::string& out, const Value& value) {
    std::visit(AppendJson{out}, value);
}

void JsonObject::begin_member(std::string_view name) {
    if (text_.size() > 1) text_ += ',';
    text_ += '"';
    text_ += name;
    text_ += "\":";
}

JsonObject& JsonObject::add(std::string_view name, const Value& value) {
    begin_member(name);
    append_json(text_, value);
    return *this;
}

JsonObject& JsonObject::add_json(std::string_view name, std::string_view json) {
    begin_member(name);
    text_ += json;
    return *this;
}

JsonObject& JsonObject::add_array(std::string_view name, std::span<const std::string> items) {
    begin_member(name);
    text_ += '[';
    for (const std::string& item : items) {
        if (&item != items.data()) text_ += ',';
        text_ += item;
    }
    text_ += ']';
    return *this;
}

}  // namespace feedarc::render
