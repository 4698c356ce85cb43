#include "read/html/entry_category.hpp"

#include "read/html/labels.hpp"
#include "read/html/page_text.hpp"
#include "read/html/roles.hpp"
#include "text/date.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>

namespace feedarc::read {
namespace {

bool leads_to_category(std::string_view href) {
    constexpr std::array<std::string_view, 5> kSegments{"/category/", "/categories/", "/cat/",
                                                        "/section/", "/sections/"};
    return std::any_of(kSegments.begin(), kSegments.end(), [&](std::string_view segment) {
        return href.find(segment) != std::string_view::npos;
    });
}

}  // namespace

void EntryCategory::mark(NodeId element, Role role, std::string_view property) {
    if (dom_.tag(element) == Tag::a) mark_link(element, role);
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
    const Role around = role | outline_.roles(dom_[link].parent);
    if (says_category || has_any(role, Role::category)) {
        link_ = link;
    } else if (!has_any(around, Role::tags | Role::author)) {
        const bool leads = leads_to_category(dom_.value(link, "href"));
        if (leads || has_any(around, Role::category)) link_ = link;
    }
}

bool EntryCategory::is_label(NodeId node) const {
    const std::uint32_t width = outline_.width(node);
    return width > 0 && width <= kMostLabelWidth && !title_.is_in(node);
}

std::string EntryCategory::shown(NodeId age) const {
    const NodeId node = link_ != 0 ? link_ : label_;
    if (node == 0 && section_ != 0) {
        const std::string_view content = dom_.value(section_, "content");
        return content.empty() ? plain_text(dom_, section_) : text::fold_space(content);
    }
    if (node == 0) return behind_words();
    std::string text = plain_text(dom_, node);
    return text::find_date(text) || dom_.contains(node, age) ? std::string() : text;
}

// The text behind "Category:", as far as the first of several goes.
std::string EntryCategory::behind_words() const {
    if (words_ == 0) return {};
    for (NodeId node = words_ + 1; node < block_.end; ++node) {
        if (dom_.tag(node) != Tag::text || outline_.width(node) == 0) continue;
        if (outline_.width(node) > 2 * kMostLabelWidth) return {};
        const std::string_view text = dom_[node].text();
        return text::fold_space(text.substr(0, text.find_first_of(",;|/")));
    }
    return {};
}

bool EntryCategory::is_part(NodeId element) const {
    if (element == link_ || element == label_) return true;
    return words_ != 0 && is_block(dom_.tag(element)) && !title_.is_in(element) &&
           dom_.contains(element, words_) && outline_.width(element) <= 2 * kMostLabelWidth &&
           dom_.tag(element) != Tag::p;
}

}  // namespace feedarc::read
