#include "read/html/entry_category.hpp"

#include "base/ascii.hpp"
#include "read/html/attribute.hpp"
#include "read/html/labels.hpp"
#include "read/html/page_text.hpp"
#include "read/html/roles.hpp"
#include "text/date.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace feedarc::read {
namespace {

bool leads_to_category(std::string_view href) {
    constexpr std::array<std::string_view, 5> kSegments{"/category/", "/categories/", "/cat/",
                                                        "/section/", "/sections/"};
    return std::any_of(kSegments.begin(), kSegments.end(), [&](std::string_view segment) {
        return href.find(segment) != std::string_view::npos;
    });
}

// Themes put one class on links of both kinds.
bool leads_to_tag(std::string_view href) {
    return href.find("/tag/") != std::string_view::npos ||
           href.find("/tags/") != std::string_view::npos;
}

bool is_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), base::is_digit);
}

// The path of an address, and its host if it is there: `site.example/culture/a-play.html`.
struct Place {
    std::string_view host;
    std::string_view path;
};
Place place_of(std::string_view href) {
    href = href.substr(0, href.find_first_of("?#"));
    const std::size_t slashes = href.find("//");
    if (slashes == std::string_view::npos) return {{}, href};
    href.remove_prefix(slashes + 2);
    const std::size_t path = std::min(href.find('/'), href.size());
    return {href.substr(0, path), href.substr(path)};
}

// The text around a node, as far as it is in the same element.
std::string_view text_before(const Dom& dom, NodeId node) {
    const NodeId before = node - 1;
    return dom.tag(before) == Tag::text && dom[before].parent == dom[node].parent
               ? dom[before].text()
               : std::string_view();
}
std::string_view text_behind(const Dom& dom, NodeId node) {
    const NodeId behind = dom[node].end;
    return behind < dom.size() && dom.tag(behind) == Tag::text &&
                   dom[behind].parent == dom[node].parent
               ? dom[behind].text()
               : std::string_view();
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\n\r";
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

}  // namespace

void EntryCategory::mark(NodeId element, Role role, std::string_view property) {
    if (dom_.tag(element) == Tag::a) {
        if (leads_to_tag(dom_.value(element, "href"))) role = Role::tags;
        mark_link(element, role);
    }
    if (property == "articleSection" && section_ == 0) section_ = element;
    if (label_ == 0 && has_any(role, Role::category) && is_label(element)) label_ = element;
}

void EntryCategory::mark_words(NodeId text) {
    if (words_ == 0 && outline_.width(text) > 0 && outline_.width(text) <= kMostLabelWidth &&
        is_category_label(dom_[text].text())) {
        words_ = text;
    }
}

void EntryCategory::mark_link(NodeId link, Role role) {
    if (link_ != 0 || !is_label(link)) return;
    const std::string_view rel = dom_.value(link, "rel");
    const bool says_category = has_any(roles_of(rel), Role::category) ||
                               dom_.value(link, "class") == "node";  // as forums name boards
    // The class of the entry itself may name its category, which tells nothing of a link in it.
    const NodeId parent = dom_[link].parent;
    const Role around = parent > block_.begin ? role | outline_.roles(parent) : role;
    const std::string_view href = dom_.value(link, "href");
    const Role above = around | roles_above(parent);
    const bool may_be = !has_any(around, Role::tags | Role::author) &&
                        (leads_to_category(href) || has_any(around, Role::category));
    if (says_category || has_any(role, Role::category) || is_in_brackets(link) || may_be) {
        link_ = link;
    } else if (folder_ == 0 && !has_token(rel, "tag") &&
               !has_any(above, Role::tags | Role::author | Role::comments | Role::more) &&
               is_folder(href)) {
        folder_ = link;
    }
}

// Of the two elements above one, as lists of tags have them: `<ul class=tags><li><a>`.
Role EntryCategory::roles_above(NodeId node) const {
    Role roles = Role::none;
    for (int level = 0; level < 2 && node > block_.begin && !title_.is_in(node); ++level) {
        roles = roles | outline_.roles(node);
        node = dom_[node].parent;
    }
    return roles;
}

void EntryCategory::mark_in_title(NodeId element, Role role) {
    const std::uint32_t width = outline_.width(element);
    if (in_title_ == 0 && has_any(role, Role::category) && width > 0 && width <= kMostLabelWidth &&
        width < outline_.sums(title_.begin(), title_.end()).width) {
        in_title_ = element;
    }
}

// `[News] The title`, as boards have it.
bool EntryCategory::is_in_brackets(NodeId link) const {
    const NodeId end = dom_[link].end;
    constexpr std::uint32_t kMostBetween = 2;  // the bracket
    const auto line_of = [this](NodeId node) {
        while (node > block_.begin && !is_block(dom_.tag(node))) node = dom_[node].parent;
        return node;
    };
    if (end > title_.begin() || outline_.sums(end, title_.begin()).width > kMostBetween ||
        line_of(link) != line_of(title_.begin())) {
        return false;
    }
    const std::string_view before = trimmed(text_before(dom_, link));
    const std::string_view behind = trimmed(text_behind(dom_, link));
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kBrackets{
        std::pair{"[", "]"}, std::pair{"【", "】"}, std::pair{"\uFF3B", "\uFF3D"}};
    return std::any_of(kBrackets.begin(), kBrackets.end(), [&](const auto& pair) {
        return before.ends_with(pair.first) && behind.starts_with(pair.second);
    });
}

// Whether the entry is in the folder that a link leads to, and the page is not its list.
bool EntryCategory::is_folder(std::string_view href) const {
    const Place folder = place_of(href);
    const Place entry = place_of(title_.target());
    const Place page = place_of(page_url_);
    std::string_view path = folder.path;
    if (path.ends_with('/')) path.remove_suffix(1);
    if (path.size() < 2 || path.front() != '/' || folder.path == page.path) return false;
    if (!folder.host.empty() && !entry.host.empty() && folder.host != entry.host) return false;
    // `/2026/01` is a month, `/@kim` a person.
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (is_digits(name) || name.front() == '@' || name.front() == '~') return false;
    const bool is_in = entry.path.size() > path.size() + 1 && entry.path.starts_with(path) &&
                       entry.path[path.size()] == '/';
    return is_in && leads_there_once(href);
}

// A second link to the same place is the picture of whoever wrote it.
bool EntryCategory::leads_there_once(std::string_view href) const {
    std::size_t links = 0;
    for (NodeId node = block_.begin; node < block_.end; ++node) {
        if (dom_.tag(node) == Tag::a && dom_.value(node, "href") == href) ++links;
    }
    return links == 1;
}

// Of several labels below one another the first.
NodeId EntryCategory::first_line(NodeId node) const {
    for (;;) {
        NodeId first = 0;
        std::size_t lines = 0;
        for (const NodeId child : dom_.children(node)) {
            if (outline_.width(child) == 0) continue;
            if (!is_block(dom_.tag(child))) return node;
            if (first == 0 && is_category_label(plain_text(dom_, child))) {
                ++lines;
                continue;
            }
            if (first == 0) first = child;
            ++lines;
        }
        if (lines < 2 || first == 0) return node;
        node = first;
    }
}

bool EntryCategory::is_label(NodeId node) const {
    const std::uint32_t width = outline_.width(node);
    return width > 0 && width <= kMostLabelWidth && !title_.is_in(node);
}

std::string EntryCategory::shown(NodeId age) const {
    const auto text_of = [&](NodeId node) {
        std::string text = node == 0 ? std::string() : plain_text(dom_, first_line(node));
        return text::find_date(text) || dom_.contains(node, age) ? std::string() : text;
    };
    for (const NodeId node : {link_, label_, in_title_}) {
        if (node != 0) return text_of(node);
    }
    if (section_ != 0) {
        const std::string_view content = dom_.value(section_, "content");
        return content.empty() ? plain_text(dom_, section_) : text::fold_space(content);
    }
    if (words_ != 0) return behind_words();
    return text_of(folder_);
}

// The text behind "Category:", as far as the first of several goes.
std::string EntryCategory::behind_words() const {
    for (NodeId node = words_ + 1; node < block_.end; ++node) {
        if (dom_.tag(node) != Tag::text || outline_.width(node) == 0) continue;
        if (outline_.width(node) > 2 * kMostLabelWidth) return {};
        const std::string_view text = dom_[node].text();
        return text::fold_space(text.substr(0, text.find_first_of(",;|/")));
    }
    return {};
}

bool EntryCategory::is_part(NodeId element) const {
    if (element == link_ || element == label_ || (element == folder_ && link_ == 0)) return true;
    return words_ != 0 && is_block(dom_.tag(element)) && !title_.is_in(element) &&
           dom_.contains(element, words_) && outline_.width(element) <= 2 * kMostLabelWidth &&
           dom_.tag(element) != Tag::p;
}

}  // namespace feedarc::read
