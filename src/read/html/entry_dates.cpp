#include "read/html/entry_dates.hpp"

#include "read/age_line.hpp"
#include "read/html/changes.hpp"
#include "read/html/page_text.hpp"
#include "read/html/replies.hpp"
#include "text/date.hpp"
#include "text/date_labels.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace feedarc::read {
namespace {

// Of one entry; more are looked at in vain.
constexpr std::size_t kMostDates = 8;

// A text node longer than this is prose, whose dates are those that it tells of.
constexpr std::size_t kLongestDateText = 200;

// `<time>`, and the elements that scripts write ages into.
bool is_time(const Dom& dom, NodeId element) noexcept {
    if (dom.tag(element) == Tag::time) return true;
    if (dom.tag(element) != Tag::other) return false;
    const std::string_view name = dom.name(element);
    return name == "relative-time" || name == "time-ago";
}

bool is_published(std::string_view property) noexcept {
    return property == "datePublished" || property == "dateCreated" || property == "startDate";
}

// `2026-01-20T10:00:00 1768903200`: the same instant in seconds behind the date.
std::string_view without_epoch(std::string_view value) noexcept {
    constexpr std::size_t kLeastDigits = 9;
    const std::size_t space = value.rfind(' ');
    if (space == std::string_view::npos || value.size() - space <= kLeastDigits) return value;
    const bool digits = value.find_first_not_of("0123456789", space + 1) == std::string_view::npos;
    return digits ? value.substr(0, space) : value;
}

// The texts within an element with a space between them: the leaves of a calendar are often set
// apart by style alone.
std::string pieces_of(const Dom& dom, NodeId element) {
    std::string pieces;
    for (NodeId node = element; node < dom[element].end; ++node) {
        if (dom.tag(node) != Tag::text) continue;
        pieces += ' ';
        pieces += dom[node].text();
    }
    return pieces;
}

// "Begun 2026-01-09, last reply 2026-01-11": the first is the entry's.
bool is_first_of_several(std::string_view text, const text::FoundDate& date) {
    return text::find_date(text.substr(date.end)) && !tells_of_replies(text.substr(0, date.begin));
}

// Whether the first date of a text is that of a change, by the words before it.
bool tells_of_change(std::string_view text) {
    const auto date = text::find_date(text);
    return date && text::ends_with_update_label(text.substr(0, date->begin));
}

struct DateInText {
    text::FoundDate found;
    bool changed = false;
};

// The first date of a text that is not of a change; else the first.
std::optional<DateInText> find_unchanged(std::string_view text) {
    auto first = text::find_date(text);
    if (!first) return std::nullopt;
    if (!text::ends_with_update_label(text.substr(0, first->begin))) return DateInText{*first};
    auto second = text::find_date(text.substr(first->end));
    if (!second || text::ends_with_update_label(text.substr(first->end, second->begin))) {
        return DateInText{*first, true};
    }
    second->begin += first->end;
    second->end += first->end;
    return DateInText{*second};
}

}  // namespace

void EntryDates::mark(NodeId element, Role role, std::string_view property) {
    if (is_time(dom_, element)) {
        if (property == "dateModified" || times_.size() >= kMostDates) return;
        times_.insert(is_published(property) ? times_.begin() : times_.end(), element);
    } else if (is_published(property) || has_any(role, Role::date) || bears_date(element)) {
        if (marked_.size() < kMostDates) marked_.push_back(element);
    }
}

// `<abbr title="2026-01-11T08:30:00Z">`, `<span datetime="2026-01-11">`
bool EntryDates::bears_date(NodeId element) const {
    constexpr std::size_t kShortest = std::string_view("2026-01-11").size();
    if (outline_.width(element) > kMostLabelWidth) return false;
    for (const char* attribute : {"datetime", "title"}) {
        const std::string_view value = dom_.value(element, attribute);
        if (value.size() < kShortest ||
            value.substr(0, 4).find_first_not_of("0123456789") != std::string_view::npos) {
            continue;
        }
        if (text::parse_machine_date(value)) return true;
    }
    return false;
}

bool EntryDates::any_in(NodeId element) const {
    const auto is_inside = [&](NodeId date) { return dom_.contains(element, date); };
    return std::any_of(times_.begin(), times_.end(), is_inside) ||
           std::any_of(marked_.begin(), marked_.end(), is_inside);
}

bool EntryDates::is_alone(NodeId element) const {
    if (!dom_.is_element(element) || outline_.width(element) > kMostLabelWidth) return false;
    const Outline::Sums sums = outline_.sums(element);
    if (sums.times > 0) return is_time_alone(element);
    return sums.years > 0 && text::parse_date_line(plain_text(dom_, element)).has_value();
}

bool EntryDates::is_label(NodeId element) const {
    const std::uint32_t width = outline_.width(element);
    if (!dom_.is_element(element) || width == 0 || width > kMostLabelWidth) return false;
    if (is_alone(element)) return true;
    const Role roles = outline_.roles(element);
    if (has_any(roles, Role::date) && !has_any(roles, Role::title)) {
        return of_marked(element).has_value();
    }
    return context_.group_year && of_year(plain_text(dom_, element)).has_value();
}

// Whether a `<time>` is all that it shows.
bool EntryDates::is_time_alone(NodeId element) const {
    for (NodeId node = element; node < dom_[element].end; ++node) {
        if (dom_.tag(node) != Tag::time) continue;
        return outline_.width(node) > 0 && outline_.width(node) == outline_.width(element);
    }
    return false;
}

// The day that the page shows beats the day of the same instant in UTC.
std::optional<Published> EntryDates::of_time(NodeId time) const {
    const std::string text = plain_text(dom_, time);
    auto shown = text::find_date(text);
    auto machine = text::parse_local_date(dom_.value(time, "datetime"));
    if (!machine) return shown ? std::optional(shown->published) : of_year(text);
    if (machine->precision <= DatePrecision::day) return machine;
    std::optional<Published> day;
    if (shown) {
        day = std::move(shown->published);
    } else if (const auto of_some_year = text::parse_month_day(text)) {
        day = of_some_year->beside(*machine);
    }
    if (day && day->precision == DatePrecision::day && !machine->value.starts_with(day->value) &&
        text::are_neighbours(*day, *machine)) {
        return day;
    }
    return machine;
}

std::optional<Published> EntryDates::of_attributes(NodeId element) const {
    for (const char* attribute : {"content", "datetime", "title"}) {
        const std::string_view value = dom_.value(element, attribute);
        if (value.empty()) continue;
        if (auto date = text::parse_local_date(without_epoch(value))) return date;
    }
    return std::nullopt;
}

std::optional<Published> EntryDates::of_marked(NodeId element) const {
    if (auto date = of_attributes(element)) return date;
    if (outline_.width(element) > 2 * kMostLabelWidth) return std::nullopt;
    const std::string text = plain_text(dom_, element);
    if (auto date = find_unchanged(text)) return std::move(date->found.published);
    if (auto date = of_numbers_in(text)) return date;
    if (auto date = text::parse_split_date(pieces_of(dom_, element))) return date;
    return of_year(text);
}

// `<span class="date">14</span> <span class="date">Feb</span>`
std::optional<Published> EntryDates::of_pair(NodeId one, NodeId next) const {
    constexpr std::uint32_t kMostWidth = 12;
    if (dom_[one].parent != dom_[next].parent || dom_[one].end > next ||
        outline_.sums(dom_[one].end, next).width > 0 || outline_.width(one) > kMostWidth ||
        outline_.width(next) > kMostWidth) {
        return std::nullopt;
    }
    const std::string text = plain_text(dom_, one) + ' ' + plain_text(dom_, next);
    if (auto date = text::parse_split_date(text)) return date;
    return of_year(text);
}

std::optional<Published> EntryDates::of_numbers_in(std::string_view text) const {
    if (const auto date = text::find_number_date(text)) return date->published(context_.order);
    return text::find_short_date(text, context_.setting);
}

std::optional<Published> EntryDates::of_text(std::string_view text) const {
    if (auto date = text::parse_local_date(text)) return date;
    if (auto date = text::find_date(text)) return std::move(date->published);
    if (auto date = of_numbers_in(text)) return date;
    return of_year(text);
}

std::optional<Published> EntryDates::of_chosen(NodeId element) const {
    if (dom_.tag(element) == Tag::time) {
        if (auto date = of_time(element)) return date;
    }
    if (auto date = of_attributes(element)) return date;
    if (auto date = of_text(plain_text(dom_, element))) return date;
    return text::parse_split_date(pieces_of(dom_, element));
}

std::optional<Published> EntryDates::of_year(std::string_view text) const {
    if (!context_.group_year) return std::nullopt;
    const auto day = text::parse_month_day(text);
    return day ? day->in(*context_.group_year) : std::nullopt;
}

Published EntryDates::published(NodeId title_begin, NodeId title_end) const {
    Passed passed;
    auto date = find(title_begin, title_end, passed);
    if (!date && passed.in_column) {
        passed.pass_columns = false;
        date = find(title_begin, title_end, passed);
    }
    if (!date) date = context_.group;
    return date ? *date : passed.changed.value_or(Published{});
}

std::optional<Published> EntryDates::find(NodeId title_begin, NodeId title_end,
                                          Passed& passed) const {
    const auto is_own = [&](NodeId node, const Published& date, bool changed = false) {
        if (is_of_reply(outline_, block_, node, title_begin)) return false;
        if (passed.pass_columns && is_in_column_of_replies(outline_, block_, node)) {
            passed.in_column = true;
            return false;
        }
        const Change change = change_of(outline_, block_, node, title_begin);
        if (change == Change::none && !changed) return true;
        if (change != Change::surely && !passed.changed) passed.changed = date;
        return false;
    };
    const auto is_changed = [&](NodeId node) {
        if (outline_.width(node) > 2 * kMostLabelWidth) return false;
        const auto date = find_unchanged(plain_text(dom_, node));
        return date && date->changed;
    };
    for (const NodeId time : times_) {
        if (auto date = of_time(time); date && is_own(time, *date, is_changed(time))) return date;
    }
    for (const NodeId element : marked_) {
        if (auto date = of_marked(element); date && is_own(element, *date, is_changed(element))) {
            return date;
        }
    }
    for (std::size_t i = 1; i < marked_.size(); ++i) {
        if (auto date = of_pair(marked_[i - 1], marked_[i]); date && is_own(marked_[i], *date)) {
            return date;
        }
    }
    std::optional<Published> of_numbers;
    std::optional<Published> of_group_year;
    for (NodeId node = block_.begin; node < block_.end;) {
        const Dom::Node& at = dom_[node];
        if (node == title_begin || outline_.is_hidden(node)) {
            node = node == title_begin ? title_end : at.end;
            continue;
        }
        ++node;
        if (at.tag != Tag::text || at.text().size() > kLongestDateText) continue;
        const NodeId text = node - 1;
        if (!of_group_year && outline_.width(text) > 0) of_group_year = of_year(at.text());
        if (outline_.sums(text, node).years == 0) continue;
        if (auto date = text::parse_date_line(text::fold_space(at.text()))) {
            if (is_own(text, *date, tells_of_change(at.text()))) return date;
            continue;
        }
        if (outline_.width(at.parent) > 2 * kMostLabelWidth) continue;
        if (auto date = find_unchanged(at.text())) {
            if (is_first_of_several(at.text(), date->found) ||
                is_own(text, date->found.published, date->changed)) {
                return date->found.published;
            }
            continue;
        }
        if (of_numbers) continue;
        of_numbers = of_numbers_in(at.text());
        if (of_numbers && !is_own(text, *of_numbers)) of_numbers.reset();
    }
    for (auto* date : {&of_numbers, &of_group_year}) {
        if (*date) return *date;
    }
    return std::nullopt;
}

}  // namespace feedarc::read
