#include "read/html/entry_excerpt.hpp"

#include "read/age_line.hpp"
#include "read/html/more_label.hpp"
#include "read/html/page_text.hpp"
#include "read/html/roles.hpp"
#include "read/text/classify.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace feedarc::read {
namespace {

// The small parts of an entry that are not its text.
constexpr Role kSmallPrint = Role::date | Role::meta | Role::author | Role::tags | Role::category |
                             Role::share | Role::comments | Role::more | Role::pager |
                             Role::navigation | Role::invisible;
// What is shorter and in no paragraph is a label rather than text.
constexpr std::uint32_t kLeastTextWidth = 24;

std::string_view without_fragment(std::string_view url) {
    return url.substr(0, url.find('#'));
}

// "Replies: 3 Views: 41", "Started by Kim"
bool tells_numbers(std::string_view text) {
    if (classify(text, about_columns(text)) == Kind::statistics) return true;
    std::size_t words = 0, numbers = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        ++words;
        const auto word = text.substr(at, end - at);
        if (word.find_first_not_of("0123456789.,kKM") == std::string_view::npos) ++numbers;
        at = end + 1;
    }
    return words >= 4 && numbers * 2 >= words;
}

}  // namespace

void EntryExcerpt::mark(NodeId element, Role role, std::string_view property) {
    if (title_.is_in(element)) return;
    if (property == "description" || has_any(role, Role::excerpt)) {
        if (summary_ == 0) summary_ = element;
    } else if (has_any(role, Role::content) && outline_.width(element) >= kLeastTextWidth) {
        // What holds nearly all of another within it is the more precise of the two.
        const bool is_inner = dom_.contains(content_, element) &&
                              outline_.width(element) * 4 >= outline_.width(content_) * 3;
        if (content_ == 0 || is_inner) content_ = element;
    }
}

std::string EntryExcerpt::shown(NodeId age) {
    age_ = age;
    for (const NodeId node : {summary_, content_}) {
        if (node == 0 || is_date_line(node) || is_age_line(node)) continue;
        TextCollector collector(dom_);
        collector.add(node + 1, dom_[node].end, [&](NodeId inside) { return is_aside(inside); });
        if (std::string text = std::move(collector).folded(); !text.empty()) return text;
    }
    std::string text = collect_text(true);
    return text.empty() ? collect_text(false) : text;
}

// All text of the block that is none of its small parts: paragraphs, or else whatever is long.
std::string EntryExcerpt::collect_text(bool paragraphs) const {
    TextCollector collector(dom_);
    for (NodeId node = block_.begin; node < block_.end;) {
        if (title_.is(node)) {
            node = title_.end();
        } else if (dom_.is_element(node) && is_aside(node)) {
            node = dom_[node].end;
        } else if (paragraphs ? is_paragraph(node) : is_text_line(node)) {
            collector.add(node, dom_[node].end, [&](NodeId inside) { return is_aside(inside); });
            node = dom_[node].end;
        } else {
            ++node;
        }
    }
    return std::move(collector).folded();
}

// What holds the title, or is so short above it that it is no text.
bool EntryExcerpt::is_label_above(NodeId node) const {
    return title_.is_in(node) || (node < title_.begin() && outline_.width(node) < kLeastTextWidth);
}

bool EntryExcerpt::is_paragraph(NodeId node) const {
    return dom_.tag(node) == Tag::p && !is_label_above(node);
}

// A paragraph of links with marks between them, of counters or a by-line, or with the date and a
// name.
bool EntryExcerpt::is_small_print(NodeId paragraph) const {
    const Outline::Sums sums = outline_.sums(paragraph);
    const std::uint32_t beside = sums.width - sums.link_width;
    if (title_.is_in(paragraph)) return false;
    if (sums.links >= 2 && beside <= sums.links) return true;
    if (sums.width <= kMostLabelWidth && tells_numbers(plain_text(dom_, paragraph))) return true;
    return is_date_line(paragraph) && beside < 2 * kLeastTextWidth &&
           !is_sentence(plain_text(dom_, paragraph));
}

// An element that holds a line of text itself, long enough to be one.
bool EntryExcerpt::is_text_line(NodeId node) const {
    if (title_.is_in(node)) return false;
    if (dom_.tag(node) == Tag::text) {
        return outline_.width(node) >= kLeastTextWidth && node != age_;
    }
    const Outline::Sums sums = outline_.sums(node);
    if (sums.width < kLeastTextWidth || is_date_line(node)) return false;
    // Names and numbers in links with little between them are small print.
    if (sums.links >= 2 && sums.width - sums.link_width < 2 * kLeastTextWidth) return false;
    for (const NodeId child : dom_.children(node)) {
        if (dom_.tag(child) == Tag::text && outline_.width(child) > 0) return true;
    }
    return false;
}

// A short line with the date in it: "52 points by ann, 1 hour ago".
bool EntryExcerpt::is_date_line(NodeId node) const {
    return outline_.width(node) <= 2 * kMostLabelWidth && dates_.any_in(node);
}

// "Last reply by ann, 2026-01-11"
bool EntryExcerpt::is_reply_line(NodeId node) const {
    const Outline::Sums sums = outline_.sums(node);
    return sums.width <= 2 * kMostLabelWidth && (sums.years > 0 || sums.times > 0) &&
           !title_.is_in(node) && tells_of_replies(plain_text(dom_, node)) &&
           !is_sentence(plain_text(dom_, node));
}

// The line that shows the age: "Ada · 3 hours ago".
bool EntryExcerpt::is_age_line(NodeId node) const {
    return age_ != 0 && dom_.contains(node, age_) && !title_.is_in(node) &&
           outline_.width(node) <= 2 * kMostLabelWidth &&
           (outline_.width(node) == outline_.width(age_) || !is_sentence(plain_text(dom_, node)));
}

// A part of the block that is not its text.
bool EntryExcerpt::is_aside(NodeId node) const {
    if (title_.is(node) || outline_.is_hidden(node) || is_age_line(node)) return true;
    if (dates_.is_alone(node) || category_.is_part(node) || is_reply_line(node)) return true;
    if (dom_.tag(node) == Tag::p && is_small_print(node)) return true;
    switch (dom_.tag(node)) {
        case Tag::text: return false;
        case Tag::button:
        case Tag::figcaption:
        case Tag::form:
        case Tag::input:
        case Tag::nav:
        case Tag::select:
        case Tag::textarea:
        case Tag::time: return true;
        case Tag::a: return leads_on(node) || repeats_title(node);
        default: break;
    }
    if (title_.is_in(node)) return false;
    const Outline::Sums sums = outline_.sums(node);
    const bool is_small =
        sums.width <= 2 * kMostLabelWidth ||
        (sums.prose_width == 0 && sums.width * 3 < outline_.sums(block_.begin, block_.end).width);
    return is_small &&
           (dom_.tag(node) == Tag::footer || has_any(outline_.roles(node), kSmallPrint));
}

// The title once more, as some pages have it for screen readers, or the part of it behind its
// kicker.
bool EntryExcerpt::repeats_title(NodeId link) const {
    if (title_.begin() == 0 || title_.is_in(link)) return false;
    const std::uint32_t title = outline_.sums(title_.begin(), title_.end()).width;
    const std::uint32_t width = outline_.width(link);
    if (width > title || dom_.value(link, "href") != title_.target()) return false;
    return width == title || (width * 2 > title &&
                              plain_text(dom_, title_.begin()).ends_with(plain_text(dom_, link)));
}

// "Read more", and other short links to the entry itself.
bool EntryExcerpt::leads_on(NodeId link) const {
    const std::uint32_t width = outline_.width(link);
    if (width > kMostLabelWidth * 2) return false;
    if (has_any(outline_.roles(link), Role::more | Role::tags | Role::category | Role::comments))
        return true;
    return width > 0 && says_more(plain_text(dom_, link)) &&
           (without_fragment(dom_.value(link, "href")) == without_fragment(title_.target()) ||
            width <= kMostLabelWidth);
}

}  // namespace feedarc::read
