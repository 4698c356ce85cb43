#include "read/html/fields.hpp"

#include "read/html/candidate.hpp"
#include "read/html/entry_dates.hpp"
#include "read/html/labels.hpp"
#include "read/html/more_label.hpp"
#include "read/html/page_text.hpp"
#include "read/html/roles.hpp"
#include "text/date.hpp"
#include "text/find_age.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::read {
namespace {

// The small parts of an entry that are not its text.
constexpr Role kSmallPrint = Role::date | Role::meta | Role::author | Role::tags | Role::category |
                             Role::share | Role::comments | Role::more | Role::pager |
                             Role::navigation | Role::invisible;
constexpr std::uint32_t kMostTitleLabelWidth = 12;
// What is shorter and in no paragraph is a label rather than text.
constexpr std::uint32_t kLeastTextWidth = 24;

std::string_view without_fragment(std::string_view url) {
    return url.substr(0, url.find('#'));
}

class EntryReader {
public:
    EntryReader(const Outline& outline, const Block& block, const DateContext& context,
                std::string_view base_url)
        : outline_(outline),
          dom_(outline.dom()),
          block_(block),
          base_url_(base_url),
          dates_(outline, block, context) {}

    Entry read() {
        find_title();
        find_marks();
        Entry entry;
        entry.published = dates_.published(title_begin_, title_end_);
        if (entry.published.value.empty()) entry.age = find_age();
        entry.title = title_text();
        if (!target_.empty()) entry.url = text::resolve_url(target_, base_url_).value_or("");
        if (entry.published.value.empty() && !dom_.contains(title_begin_, block_.anchor)) {
            // A heading that links nowhere may bear it: "1.4.0 - 2026-01-11".
            if (const auto date = text::find_date(entry.title)) {
                entry.published = date->published;
                entry.age.reset();
            }
        }
        entry.category = category();
        entry.excerpt = excerpt();
        return entry;
    }

private:
    // ---- title and link

    void find_title() {
        if (block_.title != 0) {
            set_title(block_.title);
            target_ = dom_.value(link_of_title(), "href");
            return;
        }
        if (block_.anchor == 0) {
            if (const NodeId found = first_in_block()) set_title(found);
            return;
        }
        const NodeId heading = heading_around_anchor();
        if (heading == 0 && is_date_alone(block_.anchor)) {
            // The address of a note, which may have no title.
            if (const NodeId found = first_in_block()) set_title(found);
            target_ = dom_.value(block_.anchor, "href");
            is_anchor_title_ = false;
            return;
        }
        if (heading != 0 && outline_.sums(heading).links <= 1) {
            set_title(heading);
        } else if (heading != 0) {
            set_title(block_.anchor);  // other links in the heading are no part of the title
        } else if (const NodeId found = is_anchor_marked() ? 0 : first_in_block()) {
            set_title(found);
        } else {
            set_title_within_anchor();
        }
        target_ = dom_.value(link_of_title(), "href");
    }

    std::optional<Age> find_age() {
        ShownAge found = dates_.age(title_begin_, title_end_);
        // A label in the heading, beside the link.
        for (NodeId node = title_begin_ + 1; !found.age && node < title_end_; ++node) {
            if (!dom_.is_element(node) || outline_.width(node) > kMostLabelWidth ||
                dom_.contains(node, block_.anchor) || dom_.contains(block_.anchor, node)) {
                continue;
            }
            if (const auto age = text::parse_age_line(plain_text(dom_, node))) {
                found = {age, node};
            }
        }
        age_ = found.node;
        return found.age;
    }

    void set_title(NodeId node) {
        title_begin_ = node;
        title_end_ = dom_[node].end;
    }

    [[nodiscard]] NodeId heading_around_anchor() const {
        for (NodeId node = block_.anchor; node > block_.begin; node = dom_[node].parent) {
            if (is_heading(dom_.tag(node))) return node;
        }
        return is_heading(dom_.tag(block_.begin)) ? block_.begin : 0;
    }

    // Whether the link stands in what is marked as the title.
    [[nodiscard]] bool is_anchor_marked() const {
        for (NodeId node = block_.anchor; node > block_.begin; node = dom_[node].parent) {
            if (has_any(roles(node), Role::title)) return true;
        }
        return false;
    }

    // The first heading; else what is marked as the title, where the link is not; else nothing.
    [[nodiscard]] NodeId first_in_block() const {
        NodeId marked = 0;
        for (NodeId node = block_.begin; node < block_.end; ++node) {
            if (!dom_.is_element(node) || outline_.width(node) == 0) continue;
            if (is_heading(dom_.tag(node))) return node;
            if (marked == 0 && is_marked_title(node)) marked = node;
        }
        return marked;
    }

    [[nodiscard]] bool is_marked_title(NodeId node) const {
        if (dom_.value(node, "itemprop") == "headline") return true;
        if (has_any(roles(node), Role::title)) return node > block_.begin;
        const std::string_view words = dom_.value(node, "class");
        return words.find("p-name") != std::string_view::npos &&
               words.find("e-content") == std::string_view::npos;
    }

    // Of a card that is one link as a whole, the first line.
    void set_title_within_anchor() {
        set_title(block_.anchor);
        std::uint32_t width = 0;
        for (NodeId node = block_.anchor + 1; node < dom_[block_.anchor].end; ++node) {
            if (dom_.tag(node) == Tag::text) {
                width += outline_.width(node);
            } else if (is_block(dom_.tag(node)) && width > 0) {
                title_end_ = node;
                return;
            } else if (is_block(dom_.tag(node)) && outline_.width(node) > 0) {
                title_begin_ = node;  // and what is in it: the innermost first block
                title_end_ = dom_[node].end;
            }
            if (node + 1 == title_end_ && width > 0) return;
        }
    }

    [[nodiscard]] NodeId link_of_title() const {
        if (dom_.contains(title_begin_, block_.anchor)) return block_.anchor;
        for (NodeId node = title_begin_; node < title_end_; ++node) {
            if (dom_.tag(node) == Tag::a && !dom_.value(node, "href").empty()) return node;
        }
        return block_.anchor;
    }

    [[nodiscard]] bool is_title(NodeId node) const { return node == title_begin_; }
    [[nodiscard]] bool holds_title(NodeId node) const { return dom_.contains(node, title_begin_); }

    [[nodiscard]] std::string title_text() const {
        // Labels within the heading (a date, the category) are not of the title.
        const auto is_label = [&](NodeId node) {
            if (dom_.tag(node) == Tag::time || dom_.tag(node) == Tag::button) return true;
            if (node == age_) return true;
            if (outline_.width(node) <= kMostTitleLabelWidth &&
                is_title_label(plain_text(dom_, node))) {
                return true;
            }
            return outline_.is_hidden(node) ||
                   (!dom_.contains(node, block_.anchor) &&
                    has_any(roles(node), Role::date | Role::category | Role::comments | Role::tags |
                                             Role::meta | Role::invisible));
        };
        TextCollector collector(dom_);
        collector.add(title_begin_, title_end_,
                      [&](NodeId node) { return !is_title(node) && is_label(node); });
        std::string title = std::move(collector).folded();
        if (block_.anchor == 0 || !is_anchor_title_) return title;
        if (title.empty()) title = plain_text(dom_, title_begin_);
        return title.empty() ? text::fold_space(outline_.link_label(block_.anchor)) : title;
    }

    // ---- what stands around the title

    // One pass over the block remembers what may be its date and its category.
    void find_marks() {
        for (NodeId node = block_.begin; node < block_.end;) {
            if (outline_.is_hidden(node) || is_title(node)) {
                node = is_title(node) ? title_end_ : dom_[node].end;
                continue;
            }
            if (dom_.is_element(node)) mark(node);
            if (category_words_ == 0 && is_category_words(node)) category_words_ = node;
            ++node;
        }
    }

    void mark(NodeId node) {
        const Tag tag = dom_.tag(node);
        const Role role = roles(node);
        const std::string_view property = dom_.value(node, "itemprop");
        dates_.mark(node, role, property);
        if (tag == Tag::a) mark_category_link(node, role);
        if (property == "articleSection" && section_ == 0) section_ = node;
        if (category_label_ == 0 && has_any(role, Role::category) && is_label(node)) {
            category_label_ = node;
        }
        if (holds_title(node)) return;
        if (property == "description" || has_any(role, Role::excerpt)) {
            if (excerpt_ == 0) excerpt_ = node;
        } else if (has_any(role, Role::content) && content_ == 0 &&
                   outline_.width(node) >= kLeastTextWidth) {
            content_ = node;
        }
    }

    void mark_category_link(NodeId link, Role role) {
        if (category_link_ != 0 || !is_label(link)) return;
        const std::string_view rel = dom_.value(link, "rel");
        const bool says_category = has_any(roles_of(rel), Role::category) ||
                                   dom_.value(link, "class") == "node";  // as forums name boards
        const Role around = role | roles(dom_[link].parent);
        if (says_category || has_any(role, Role::category)) {
            category_link_ = link;
        } else if (!has_any(around, Role::tags | Role::author)) {
            const bool leads = leads_to_category(dom_.value(link, "href"));
            if (leads || has_any(around, Role::category)) category_link_ = link;
        }
    }

    [[nodiscard]] bool is_label(NodeId node) const {
        const std::uint32_t width = outline_.width(node);
        return width > 0 && width <= kMostLabelWidth && !holds_title(node);
    }

    [[nodiscard]] static bool leads_to_category(std::string_view href) {
        constexpr std::array<std::string_view, 5> kSegments{"/category/", "/categories/", "/cat/",
                                                            "/section/", "/sections/"};
        return std::any_of(kSegments.begin(), kSegments.end(), [&](std::string_view segment) {
            return href.find(segment) != std::string_view::npos;
        });
    }

    // ---- category

    [[nodiscard]] std::string category() const {
        const NodeId node = category_link_ != 0 ? category_link_ : category_label_;
        if (node == 0 && section_ != 0) {
            const std::string_view content = dom_.value(section_, "content");
            return content.empty() ? plain_text(dom_, section_) : text::fold_space(content);
        }
        if (node == 0) return labelled_category();
        std::string text = plain_text(dom_, node);
        return text::find_date(text) || dom_.contains(node, age_) ? std::string() : text;
    }

    [[nodiscard]] bool is_category_words(NodeId node) const {
        return dom_.tag(node) == Tag::text && outline_.width(node) > 0 &&
               outline_.width(node) <= kMostLabelWidth && is_category_label(dom_[node].text());
    }

    // The text behind "Category:", as far as the first of several goes.
    [[nodiscard]] std::string labelled_category() const {
        if (category_words_ == 0) return {};
        for (NodeId node = category_words_ + 1; node < block_.end; ++node) {
            if (dom_.tag(node) != Tag::text || outline_.width(node) == 0) continue;
            if (outline_.width(node) > 2 * kMostLabelWidth) return {};
            const std::string_view text = dom_[node].text();
            return text::fold_space(text.substr(0, text.find_first_of(",;|/")));
        }
        return {};
    }

    // ---- excerpt

    [[nodiscard]] std::string excerpt() const {
        for (const NodeId node : {excerpt_, content_}) {
            if (node == 0 || is_date_line(node) || is_age_line(node)) continue;
            TextCollector collector(dom_);
            collector.add(node + 1, dom_[node].end,
                          [&](NodeId inside) { return is_aside(inside); });
            if (std::string text = std::move(collector).folded(); !text.empty()) return text;
        }
        std::string text = collect_text(true);
        return text.empty() ? collect_text(false) : text;
    }

    // All text of the block that is none of its small parts: paragraphs, or else whatever is long.
    [[nodiscard]] std::string collect_text(bool paragraphs) const {
        TextCollector collector(dom_);
        for (NodeId node = block_.begin; node < block_.end;) {
            if (is_title(node)) {
                node = title_end_;
            } else if (dom_.is_element(node) && is_aside(node)) {
                node = dom_[node].end;
            } else if (paragraphs ? dom_.tag(node) == Tag::p && !is_label_above(node)
                                  : is_text_line(node)) {
                collector.add(node, dom_[node].end,
                              [&](NodeId inside) { return is_aside(inside); });
                node = dom_[node].end;
            } else {
                ++node;
            }
        }
        return std::move(collector).folded();
    }

    // What holds the title, or is so short above it that it is no text.
    [[nodiscard]] bool is_label_above(NodeId node) const {
        return holds_title(node) || (node < title_begin_ && outline_.width(node) < kLeastTextWidth);
    }

    // An element that holds a line of text itself, long enough to be one.
    [[nodiscard]] bool is_text_line(NodeId node) const {
        if (holds_title(node)) return false;
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
    [[nodiscard]] bool is_date_line(NodeId node) const {
        return outline_.width(node) <= 2 * kMostLabelWidth && dates_.any_in(node);
    }

    [[nodiscard]] bool is_date_alone(NodeId node) const {
        if (!dom_.is_element(node) || outline_.width(node) > kMostLabelWidth) return false;
        const Outline::Sums sums = outline_.sums(node);
        if (sums.times > 0) return dates_.is_time_alone(node);
        return sums.years > 0 && text::parse_date_line(plain_text(dom_, node)).has_value();
    }

    // The line that shows the age: "Ada · 3 hours ago".
    [[nodiscard]] bool is_age_line(NodeId node) const {
        return age_ != 0 && dom_.contains(node, age_) && !holds_title(node) &&
               outline_.width(node) <= 2 * kMostLabelWidth &&
               (outline_.width(node) == outline_.width(age_) ||
                !is_sentence(plain_text(dom_, node)));
    }

    // A part of the block that is not its text.
    [[nodiscard]] bool is_aside(NodeId node) const {
        if (is_title(node) || outline_.is_hidden(node) || is_age_line(node)) return true;
        if (is_date_alone(node)) return true;
        if (node == category_link_ || node == category_label_) return true;
        if (category_words_ != 0 && is_block(dom_.tag(node)) && !holds_title(node) &&
            dom_.contains(node, category_words_) && outline_.width(node) <= 2 * kMostLabelWidth &&
            dom_.tag(node) != Tag::p) {
            return true;
        }
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
        if (holds_title(node)) return false;
        const Outline::Sums sums = outline_.sums(node);
        const bool is_small = sums.width <= 2 * kMostLabelWidth ||
                              (sums.prose_width == 0 &&
                               sums.width * 3 < outline_.sums(block_.begin, block_.end).width);
        return is_small && (dom_.tag(node) == Tag::footer || has_any(roles(node), kSmallPrint));
    }

    // The title once more, as some pages have it for screen readers.
    [[nodiscard]] bool repeats_title(NodeId link) const {
        return title_begin_ != 0 && !holds_title(link) &&
               outline_.width(link) == outline_.width(title_begin_) &&
               dom_.value(link, "href") == target_;
    }

    // "Read more", and other short links to the entry itself.
    [[nodiscard]] bool leads_on(NodeId link) const {
        const std::uint32_t width = outline_.width(link);
        if (width > kMostLabelWidth * 2) return false;
        if (has_any(roles(link), Role::more | Role::tags | Role::category | Role::comments))
            return true;
        return width > 0 && says_more(plain_text(dom_, link)) &&
               (without_fragment(dom_.value(link, "href")) == without_fragment(target_) ||
                width <= kMostLabelWidth);
    }

    [[nodiscard]] Role roles(NodeId node) const { return outline_.roles(node); }

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    std::string_view base_url_;

    NodeId title_begin_ = 0;
    NodeId title_end_ = 0;
    std::string_view target_;
    bool is_anchor_title_ = true;
    EntryDates dates_;
    NodeId category_link_ = 0;
    NodeId category_label_ = 0;
    NodeId category_words_ = 0;  // "Category:"
    NodeId section_ = 0;         // itemprop=articleSection
    NodeId excerpt_ = 0;
    NodeId content_ = 0;
    NodeId age_ = 0;  // what shows how old it is; 0 where nothing does
};

}  // namespace

Entry read_entry(const Outline& outline, const Block& block, const DateContext& context,
                 std::string_view base_url) {
    return EntryReader(outline, block, context, base_url).read();
}

}  // namespace feedarc::read
