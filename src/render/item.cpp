#include "render/item.hpp"

#include "render/columns.hpp"
#include "render/json_text.hpp"
#include "render/local_time.hpp"
#include "text/visible.hpp"

#include <algorithm>
#include <array>
#include <ostream>

namespace feedarc::render {
namespace {

std::string label(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return text::visible(name) + ':';
}

std::string shown(const Value& value, const Style& style) {
    if (const Time* const time = std::get_if<Time>(&value)) {
        return short_time(*time, style.local_time);
    }
    return text::visible(plain_text(value));
}

// What there is no value of is left out.
void write_aligned(const std::vector<Member>& members, const Style& style, std::ostream& out) {
    std::size_t width = 0;
    for (const Member& member : members) width = std::max(width, label(member.name).size());
    for (const Member& member : members) {
        if (std::holds_alternative<std::monostate>(member.value)) continue;
        std::string line = padded(label(member.name), width + 1, false);
        if (style.colour) line = "\x1b[1m" + line + "\x1b[0m";
        out << line + shown(member.value, style) + '\n';
    }
}

}  // namespace

void write_members(const std::vector<Member>& members, const Format& format, const Style& style,
                   std::ostream& out) {
    if (format.name == "table") {
        write_aligned(members, style, out);
        return;
    }
    if (format.audience == Audience::programs) {
        JsonObject object;
        for (const Member& member : members) object.add(member.name, member.value);
        out << object.text() + '\n';
        return;
    }
    const auto renderer = format.make(out, style);
    renderer->begin({{"field"}, {"value"}});
    for (const Member& member : members) {
        const std::array<Value, 2> values{std::string_view(member.name), member.value};
        renderer->row(values);
    }
    renderer->finish();
}

}  // namespace feedarc::render
