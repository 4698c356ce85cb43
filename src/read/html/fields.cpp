#include "read/html/fields.hpp"

#include "read/html/entry_category.hpp"
#include "read/html/entry_dates.hpp"
#include "read/html/entry_excerpt.hpp"
#include "read/html/entry_title.hpp"
#include "read/html/page_text.hpp"
#include "text/date.hpp"
#include "text/dated_title.hpp"
#include "text/find_age.hpp"
#include "text/url.hpp"

#include <optional>
#include <utility>

namespace feedarc::read {
namespace {

class EntryReader {
public:
    EntryReader(const Outline& outline, const Block& block, const DateContext& context,
                std::string_view base_url)
        : outline_(outline),
          dom_(outline.dom()),
          block_(block),
          context_(context),
          base_url_(base_url),
          dates_(outline, block, context),
          title_(outline, block, dates_),
          category_(outline, block, title_, base_url),
          excerpt_(outline, block, title_, dates_, category_) {}

    Entry read() {
        find_marks();
        Entry entry;
        entry.published = dates_.published(title_.begin(), title_.end());
        if (entry.published.value.empty()) entry.age = find_age();
        entry.title = title_.shown(age_);
        const std::string_view target = title_.target();
        if (!target.empty()) entry.url = text::resolve_url(target, base_url_).value_or("");
        if (entry.published.value.empty() && !dom_.contains(title_.begin(), block_.anchor)) {
            // A heading that links nowhere may bear it: "1.4.0 - 2026-01-11".
            if (const auto date = text::find_date(entry.title)) {
                entry.published = date->published;
                entry.age.reset();
            }
        }
        if (context_.dated_titles && title_.is_in_link()) take_date_from(entry);
        entry.category = category_.shown(age_);
        entry.excerpt = excerpt_.shown(age_);
        return entry;
    }

private:
    // One pass over what stands around the title.
    void find_marks() {
        for (NodeId node = block_.begin; node < block_.end;) {
            if (title_.is(node)) {
                find_marks_in_title();
                node = title_.end();
                continue;
            }
            if (outline_.is_hidden(node)) {
                node = dom_[node].end;
                continue;
            }
            if (dom_.is_element(node)) {
                const Role role = outline_.roles(node);
                const std::string_view property = dom_.value(node, "itemprop");
                dates_.mark(node, role, property);
                category_.mark(node, role, property);
                excerpt_.mark(node, role, property);
            } else {
                category_.mark_words(node);
            }
            ++node;
        }
        find_dates_in_title();
    }

    // Behind those beside the title. What the link of a heading tells of is no label.
    void find_dates_in_title() {
        for (NodeId node = title_.begin(); node < title_.end(); ++node) {
            if (!dom_.is_element(node) || outline_.is_hidden(node)) continue;
            if (!title_.is_in_link() && dom_.contains(block_.anchor, node)) continue;
            const bool is_label = !title_.is(node) && title_.is_date_label(node);
            dates_.mark(node, is_label ? Role::date : Role::none, dom_.value(node, "itemprop"));
        }
    }

    void find_marks_in_title() {
        for (NodeId node = title_.begin() + 1; node < title_.end(); ++node) {
            if (dom_.is_element(node)) category_.mark_in_title(node, outline_.roles(node));
        }
    }

    // "2026-01-11 - Title"
    void take_date_from(Entry& entry) const {
        auto dated = text::find_dated_title(entry.title);
        if (!dated) return;
        if (dated->day && context_.group_year) dated->date = dated->day->in(*context_.group_year);
        if (!dated->date) return;
        entry.title.erase(0, dated->end);
        if (!entry.published.value.empty() && entry.published != context_.group) return;
        entry.published = std::move(*dated->date);
        entry.age.reset();
    }

    std::optional<Age> find_age() {
        ShownAge found = dates_.age(title_.begin(), title_.end());
        // A label in the heading, beside the link.
        for (NodeId node = title_.begin() + 1; !found.age && node < title_.end(); ++node) {
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

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    const DateContext& context_;
    std::string_view base_url_;
    EntryDates dates_;
    EntryTitle title_;
    EntryCategory category_;
    EntryExcerpt excerpt_;
    NodeId age_ = 0;  // what shows how old it is; 0 where nothing does
};

}  // namespace

Entry read_entry(const Outline& outline, const Block& block, const DateContext& context,
                 std::string_view base_url) {
    return EntryReader(outline, block, context, base_url).read();
}

}  // namespace feedarc::read
