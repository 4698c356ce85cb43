#include "render/value.hpp"

#include <fmt/format.h>

namespace feedarc::render {
namespace {

struct PlainText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::string_view text) const { return std::string(text); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double ratio) const { return fmt::format("{:.2f}", ratio); }
    std::string operator()(const Number& number) const { return number.text; }
    std::string operator()(bool yes) const { return yes ? "true" : "false"; }
    std::string operator()(Time time) const { return format_time(time); }
    std::string operator()(std::span<const std::string> list) const {
        std::string joined;
        for (const std::string& item : list) {
            if (!joined.empty()) joined += ' ';
            joined += item;
        }
        return joined;
    }
};

}  // namespace

std::string plain_text(const Value& value) {
    return std::visit(PlainText{}, value);
}

}  // namespace feedarc::render
