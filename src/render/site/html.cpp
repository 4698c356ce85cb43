#include "render/site/html.hpp"

#include <feedarc/error.hpp>

#include "render/markup.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feedarc::render::site {
namespace {

// Those that begin a line of the document, so that people and `diff` can read it. White space
// before them means nothing.
bool begins_a_line(std::string_view name) {
    constexpr std::array<std::string_view, 45> kNames{
        "html",  "head",    "body",   "meta",       "link",    "title",   "script", "header",
        "nav",   "main",    "footer", "div",        "section", "article", "h1",     "h2",
        "h3",    "p",       "ul",     "ol",         "li",      "dl",      "dt",     "dd",
        "table", "caption", "thead",  "tbody",      "tr",      "th",      "td",     "form",
        "label", "input",   "figure", "figcaption", "details", "summary", "svg",    "g",
        "rect",  "line",    "path",   "desc",       "defs"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

struct Script {
    char32_t first, last;
    std::string_view language;
};

// Scripts that one language is written in, or one by far before all others.
constexpr std::array kScripts{
    Script{0x370, 0x3ff, "el"},   Script{0x530, 0x58f, "hy"},     Script{0xe00, 0xe7f, "th"},
    Script{0xe80, 0xeff, "lo"},   Script{0x10a0, 0x10ff, "ka"},   Script{0x1780, 0x17ff, "km"},
    Script{0x3040, 0x30ff, "ja"}, Script{0x1100, 0x11ff, "ko"},   Script{0xac00, 0xd7a3, "ko"},
    Script{0x3400, 0x9fff, "zh"}, Script{0x20000, 0x3ffff, "zh"},
};

std::string_view language_of_character(char32_t character) {
    for (const Script& script : kScripts) {
        if (character >= script.first && character <= script.last) return script.language;
    }
    return {};
}

}  // namespace

void Html::begin(std::string_view name, Attributes attributes) {
    if (begins_a_line(name) && !html_.ends_with('\n')) html_ += '\n';
    html_ += '<';
    html_ += name;
    for (const Attribute& attribute : attributes) {
        html_ += ' ';
        html_ += attribute.name;
        html_ += "=\"";
        html_ += html_visible(attribute.value);
        html_ += '"';
    }
    html_ += '>';
}

Html& Html::open(std::string_view name, Attributes attributes) {
    constexpr std::array<std::string_view, 3> kVoid{"meta", "link", "input"};
    begin(name, attributes);
    if (std::find(kVoid.begin(), kVoid.end(), name) == kVoid.end()) open_.push_back(name);
    return *this;
}

Html& Html::close() {
    if (open_.empty()) throw Error(ErrorCode::internal, "HTML: nothing is open");
    html_ += "</";
    html_ += open_.back();
    html_ += '>';
    open_.pop_back();
    return *this;
}

Html& Html::text(std::string_view text) {
    html_ += html_visible(text);
    return *this;
}

Html& Html::element(std::string_view name, std::string_view text, Attributes attributes) {
    return open(name, attributes).text(text).close();
}

Html& Html::foreign(std::string_view name, std::string_view text, Attributes attributes) {
    begin(name, attributes);
    html_.pop_back();
    html_ += " lang=\"";
    html_ += language_of(text);
    html_ += name == "bdi" ? "\">" : "\" dir=\"auto\">";
    html_ += html_visible(text);
    html_ += "</";
    html_ += name;
    html_ += '>';
    return *this;
}

std::string Html::finish() {
    if (!open_.empty()) {
        throw Error(ErrorCode::internal, "HTML: not closed: " + std::string(open_.back()));
    }
    html_ += '\n';
    return std::move(html_);
}

std::string_view language_of(std::string_view text) {
    std::string_view language;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view found = language_of_character(text::next_character(text, at));
        if (found == "ja") return found;  // Japanese has Han as well
        if (found.empty() || found == language) continue;
        if (found == "ko" && language == "zh") language = {};
        if (found == "zh" && language == "ko") continue;
        if (!language.empty()) return {};  // several
        language = found;
    }
    return language;
}

}  // namespace feedarc::render::site
