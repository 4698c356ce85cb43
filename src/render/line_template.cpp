#include "render/line_template.hpp"

#include <feedarc/error.hpp>

#include "text/visible.hpp"
#include "text/width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <ostream>
#include <utility>

namespace feedarc::render {
namespace {

constexpr std::size_t kMostColumns = 10'000;

[[noreturn]] void fail(std::string_view what) {
    throw Error(ErrorCode::usage,
                fmt::format("--template: {} (such as '{{title}}\\t{{url}}', '{{id:>6}}', "
                            "'{{title:<40.40}}')",
                            what));
}

// The number at the front of a text, which is taken from it; 0 where there is none.
std::size_t take_columns(std::string_view& text) {
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc::result_out_of_range || number > kMostColumns) {
        fail(fmt::format("no field is wider than {} columns", kMostColumns));
    }
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    return number;
}

// What a backslash and the next byte stand for.
std::string unescaped(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        if (text[at] != '\\' || (next != 't' && next != 'n' && next != '\\')) {
            result += text[at];
            continue;
        }
        result += next == 't' ? '\t' : next == 'n' ? '\n' : '\\';
        ++at;
    }
    return result;
}

// What a user typed may hold tabs and line feeds; all else is made visible.
std::string shown(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\t\n"), text.size());
        result += text::visible(text.substr(0, end));
        if (end < text.size()) result += text[end];
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

class TemplateRenderer final : public Renderer {
public:
    TemplateRenderer(std::ostream& out, const Style& style)
        : out_(out), template_(style.line_template) {}

    void begin(const std::vector<Column>&) override {}
    void row(std::span<const Value> values) override { out_ << template_.line(values); }
    void finish() override {}

private:
    std::ostream& out_;
    LineTemplate template_;
};

constexpr Format kFormat{"template", Audience::people,
                         [](std::ostream& out, const Style& style) -> std::unique_ptr<Renderer> {
                             return std::make_unique<TemplateRenderer>(out, style);
                         }};

}  // namespace

LineTemplate::LineTemplate(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const std::size_t brace = std::min(text.find_first_of("{}"), text.size());
        plain += unescaped(text.substr(0, brace));
        text.remove_prefix(brace);
        if (text.empty()) break;
        if (text.size() > 1 && text[1] == text[0]) {
            plain += text[0];
            text.remove_prefix(2);
            continue;
        }
        if (text[0] == '}') fail("a brace is closed that was not opened; '}}' is one in the text");
        const std::size_t end = text.find_first_of("{}", 1);
        if (end == std::string_view::npos || text[end] == '{') {
            fail("a brace is not closed; '{{' is one in the text");
        }
        add_text(std::exchange(plain, {}));
        slots_.push_back(slot_of(text.substr(1, end - 1)));
        text.remove_prefix(end + 1);
    }
    if (!plain.ends_with('\n')) plain += '\n';
    add_text(plain);
}

LineTemplate::Slot LineTemplate::slot_of(std::string_view inside) {
    const std::size_t colon = std::min(inside.find(':'), inside.size());
    Slot slot;
    slot.name = inside.substr(0, colon);
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz_0123456789";
    if (slot.name.empty()) fail("a field has no name");
    if (slot.name.find_first_not_of(kLetters) != std::string::npos) {
        fail(fmt::format("'{}' is no name of a field", slot.name));
    }
    std::string_view layout = inside.substr(std::min(colon + 1, inside.size()));
    if (!layout.empty() && std::string_view("<>^").find(layout.front()) != std::string_view::npos) {
        slot.align = layout.front();
        layout.remove_prefix(1);
    }
    slot.width = take_columns(layout);
    if (layout.starts_with('.')) {
        layout.remove_prefix(1);
        slot.most = take_columns(layout);
        if (slot.most == 0)
            fail("behind the full stop stands how many columns a field has at most");
    }
    if (!layout.empty()) fail(fmt::format("'{}' is no layout", inside.substr(colon + 1)));
    return slot;
}

void LineTemplate::add_text(std::string_view text) {
    if (text.empty()) return;
    slots_.push_back({{}, shown(text)});
}

std::string LineTemplate::fields() const {
    std::string names;
    for (const Slot& slot : slots_) {
        if (slot.name.empty()) continue;
        if (!names.empty()) names += ',';
        names += slot.name;
    }
    return names;
}

std::string LineTemplate::line(std::span<const Value> values) const {
    std::string line;
    std::size_t next = 0;
    for (const Slot& slot : slots_) {
        if (slot.name.empty()) {
            line += slot.text;
            continue;
        }
        std::string text = text::visible(plain_text(values[next++]));
        if (slot.most > 0) text = text::truncate_to_width(text, slot.most);
        const std::size_t taken = slot.width > 0 ? text::display_width(text) : 0;
        const std::size_t space = taken < slot.width ? slot.width - taken : 0;
        std::size_t before = 0;
        if (slot.align == '>') before = space;
        if (slot.align == '^') before = space / 2;
        line.append(before, ' ').append(text).append(space - before, ' ');
    }
    return line;
}

const Format& template_format() noexcept {
    return kFormat;
}

}  // namespace feedarc::render
