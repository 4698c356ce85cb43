#include "read/html/marks.hpp"

#include "base/ascii.hpp"
#include "read/html/attribute.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feedarc::read {
namespace {

bool is_landmark(std::string_view role) noexcept {
    constexpr std::array<std::string_view, 7> kLandmarks{
        "navigation", "contentinfo", "complementary", "search", "banner", "menu", "dialog"};
    return std::any_of(kLandmarks.begin(), kLandmarks.end(),
                       [role](std::string_view landmark) { return has_token(role, landmark); });
}

// schema.org types of an entry: BlogPosting, NewsArticle, Article ...
bool is_posting(std::string_view item_type) noexcept {
    return item_type.ends_with("Posting") || item_type.ends_with("Article");
}

// `hentry`, `h-entry`
bool is_entry_class(std::string_view words) noexcept {
    return words.find("entry") != std::string_view::npos &&
           (has_token(words, "hentry") || has_token(words, "h-entry"));
}

bool hides(std::string_view style) noexcept {
    constexpr std::string_view kProperty = "display";
    const auto at = std::search(style.begin(), style.end(), kProperty.begin(), kProperty.end(),
                                [](char one, char other) { return base::to_lower(one) == other; });
    if (at == style.end()) return false;
    style.remove_prefix(static_cast<std::size_t>(at - style.begin()) + kProperty.size());
    style.remove_prefix(std::min(style.find_first_not_of(" \t\n:"), style.size()));
    return base::starts_with_ignoring_case(style, "none");
}

void read_container(std::string_view name, std::string_view value, Marks& marks) noexcept {
    if (name == "class") {
        marks.roles = marks.roles | roles_of(value);
        marks.class_kind = kind_of(value);
        marks.is_posting = marks.is_posting || is_entry_class(value);
    } else if (name == "id") {
        marks.roles = marks.roles | roles_of(value);
        marks.id_kind = kind_of(value);
    } else if (name == "hidden") {
        marks.hidden = true;
    } else if (name == "style") {
        marks.hidden = marks.hidden || hides(value);
    } else if (name == "role") {
        if (is_landmark(value)) marks.roles = marks.roles | Role::navigation;
    } else if (name == "itemtype") {
        marks.is_posting = marks.is_posting || is_posting(value);
    }
}

// A place for a script to fill in: `${url}`, `{{ url }}`, `<%= url %>`.
bool is_template(std::string_view href) noexcept {
    const std::size_t at = href.find_first_of("{<");
    if (at == std::string_view::npos) return false;
    return (at > 0 && href[at - 1] == '$') || href.substr(at).starts_with("{{") ||
           href.substr(at).starts_with("{%") || href.substr(at).starts_with("<%");
}

}  // namespace

Marks marks_of(const Dom& dom, NodeId element) noexcept {
    Marks marks;
    const bool is_link = dom.tag(element) == Tag::a;
    const std::size_t count = dom.attribute_count(element);
    for (std::size_t i = 0; i < count; ++i) {
        const auto [name_text, value] = dom.attribute_at(element, i);
        const std::string_view name = name_text;
        if (!is_link) {
            read_container(name, value, marks);
        } else if (name == "href") {
            marks.href = value;
        } else if (name == "rel") {
            marks.rel = value;
        }
    }
    return marks;
}

bool is_container(Tag tag) noexcept {
    switch (tag) {
        case Tag::article:
        case Tag::aside:
        case Tag::div:
        case Tag::dl:
        case Tag::footer:
        case Tag::form:
        case Tag::header:
        case Tag::nav:
        case Tag::ol:
        case Tag::other:
        case Tag::p:
        case Tag::section:
        case Tag::table:
        case Tag::td:
        case Tag::ul: return true;
        default: return false;
    }
}

std::uint32_t kind_of(std::string_view words) noexcept {
    std::uint32_t hash = 0;
    for (const char c : words) {
        if (c == ' ' || c == '\n' || c == '\t') {
            if (hash != 0) break;
        } else if (c < '0' || c > '9') {
            hash = mixed(hash, static_cast<std::uint8_t>(c));
        }
    }
    return hash;
}

bool has_target(std::string_view href) noexcept {
    if (is_template(href)) return false;
    const std::size_t start = href.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return false;
    href.remove_prefix(start);
    if (href[0] == '#') return false;
    const std::size_t colon = href.find_first_of(":/?#");
    if (colon == std::string_view::npos || href[colon] != ':') return true;
    const std::string_view scheme = href.substr(0, colon);
    return is_value(scheme, "http") || is_value(scheme, "https");
}

bool is_page_number(std::string_view text, std::string_view href) noexcept {
    using base::is_digit;
    if (text.empty() || text.size() > 3 || !std::all_of(text.begin(), text.end(), is_digit)) {
        return false;
    }
    const std::size_t at = href.rfind(text);
    if (at == std::string_view::npos) return false;
    return (at == 0 || !is_digit(href[at - 1])) &&
           (at + text.size() == href.size() || !is_digit(href[at + text.size()]));
}

}  // namespace feedarc::read
