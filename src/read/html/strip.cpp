#include "read/html/strip.hpp"

#include "read/html/tag_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace feedarc::read {
namespace {

struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
};

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) noexcept {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool says_json(std::string_view tag) noexcept {
    constexpr std::string_view kJson = "json";
    return std::search(tag.begin(), tag.end(), kJson.begin(), kJson.end(),
                       [](char one, char other) {
                           return static_cast<char>(one | 0x20) == other;
                       }) != tag.end();
}

// Finds the texts to take out. Goes on only as long as it is plain where a parser sees raw text.
class Finder {
public:
    explicit Finder(std::string_view html) : html_(html), scanner_(html) {}

    std::vector<Piece> run() {
        while (scanner_.next() && !unsure_) {
            const TagScanner::Tag& tag = scanner_.tag();
            if (in_foreign_) {
                foreign(tag);
            } else if (in_select_) {
                select(tag);
            } else if (!tag.is_end) {
                start(tag);
            }
        }
        return std::move(pieces_);
    }

private:
    void start(const TagScanner::Tag& tag) {
        constexpr std::array<std::string_view, 4> kEnds{"frameset", "plaintext", "math",
                                                        "template"};
        constexpr std::array<std::string_view, 6> kOtherRaw{"title",  "textarea", "xmp",
                                                            "iframe", "noembed",  "noframes"};
        const std::string_view name = tag.name();
        if (name == "script" || name == "style") {
            raw_text(tag);
        } else if (is_one_of(name, kOtherRaw)) {
            scanner_.skip_raw_text(name);
        } else if (name == "svg") {
            in_foreign_ = !tag.self_closing;
        } else if (name == "select") {
            in_select_ = true;
        } else if (is_one_of(name, kEnds)) {
            unsure_ = true;
        }
    }

    void raw_text(const TagScanner::Tag& tag) {
        const bool keep = says_json(html_.substr(tag.begin, scanner_.position() - tag.begin));
        const std::size_t begin = scanner_.position();
        scanner_.skip_raw_text(tag.name());
        const std::size_t end = scanner_.position();
        // A comment within a script may hide its end tag; without an end tag nothing is gained.
        if (end == html_.size() ||
            html_.substr(begin, end - begin).find("<!--") != std::string_view::npos) {
            unsure_ = true;
        } else if (!keep && end > begin) {
            pieces_.push_back({begin, end});
        }
    }

    // Until `</select>`, as long as there are but options. Other elements may end it.
    void select(const TagScanner::Tag& tag) {
        const std::string_view name = tag.name();
        if (name == "select") {
            unsure_ = !tag.is_end;
            in_select_ = false;
        } else if (name != "option" && name != "optgroup") {
            unsure_ = true;
        }
    }

    // Until `</svg>`, as long as there are but shapes. Other elements may end it, or hold HTML.
    void foreign(const TagScanner::Tag& tag) {
        constexpr std::array<std::string_view, 20> kShapes{
            "a",      "circle", "clippath", "defs",           "ellipse",        "g",    "image",
            "line",   "mask",   "path",     "polygon",        "polyline",       "rect", "stop",
            "symbol", "text",   "use",      "lineargradient", "radialgradient", "tspan"};
        if (tag.name() == "svg" && tag.is_end && !scanner_.passed_cdata()) {
            in_foreign_ = false;
        } else if (scanner_.passed_cdata() || !is_one_of(tag.name(), kShapes)) {
            unsure_ = true;
        }
    }

    std::string_view html_;
    TagScanner scanner_;
    std::vector<Piece> pieces_;
    bool in_foreign_ = false;
    bool in_select_ = false;
    bool unsure_ = false;
};

}  // namespace

std::optional<std::string> without_scripts(std::string_view html, std::size_t least) {
    const std::vector<Piece> pieces = Finder(html).run();
    std::size_t removed = 0;
    for (const Piece& piece : pieces) removed += piece.end - piece.begin;
    if (removed == 0 || removed < least) return std::nullopt;
    std::string stripped;
    stripped.reserve(html.size() - removed);
    std::size_t copied = 0;
    for (const Piece& piece : pieces) {
        stripped.append(html.substr(copied, piece.begin - copied));
        copied = piece.end;
    }
    stripped.append(html.substr(copied));
    return stripped;
}

}  // namespace feedarc::read
