#include "text/dated_title.hpp"

#include "text/date.hpp"
#include "text/date_cursor.hpp"

#include <utility>

namespace feedarc::text {
namespace {

// Bytes within which the date and its separator end.
constexpr std::size_t kLongestDate = 48;

constexpr std::u32string_view kSeparators = U"-–—:|·•»>";

// The end of a separator that stands here: none of its own needs white space beside it.
std::optional<std::size_t> end_of_separator(std::string_view text, std::size_t at) noexcept {
    DateCursor cursor(text, at);
    const bool is_closed = cursor.accept_any(U")]】");
    const std::size_t before = cursor.position();
    cursor.skip_spaces();
    const bool is_apart = cursor.position() != before;
    const bool is_colon = cursor.peek() == U':' || cursor.peek() == U'»';
    if (cursor.accept_any(kSeparators)) {
        if (!is_apart && !is_colon) return std::nullopt;
    } else if (!is_closed) {
        return std::nullopt;
    }
    cursor.skip_spaces();
    if (cursor.done()) return std::nullopt;
    return cursor.position();
}

// `11.01.2026`, where its own numbers show the order.
std::optional<Published> of_numbers(std::string_view text) {
    if (text.find_first_not_of("0123456789./- ") != std::string_view::npos) return std::nullopt;
    const auto date = find_number_date(text);
    return date ? date->published(DateOrder::unknown) : std::nullopt;
}

}  // namespace

std::size_t leading_separator(std::string_view text) noexcept {
    DateCursor cursor(text, 0);
    cursor.skip_spaces();
    if (!cursor.accept_any(kSeparators)) return 0;
    cursor.skip_spaces();
    return cursor.done() ? 0 : cursor.position();
}

std::optional<DatedTitle> find_dated_title(std::string_view text) {
    DateCursor opening(text, 0);
    opening.accept_any(U"([【");
    const std::size_t begin = opening.position();
    const std::string_view head = text.substr(0, kLongestDate);
    if (auto date = find_date(head.substr(begin)); date && date->begin == 0) {
        const auto end = end_of_separator(text, begin + date->end);
        if (!end) return std::nullopt;
        return DatedTitle{std::move(date->published), std::nullopt, *end};
    }
    for (std::size_t at = begin + 1; at < head.size(); ++at) {
        // At the white space before a separator, at a colon, at a bracket.
        if (std::string_view(" :)]").find(head[at]) == std::string_view::npos) continue;
        const auto end = end_of_separator(text, at);
        if (!end) continue;
        const std::string_view before = head.substr(begin, at - begin);
        if (auto date = of_numbers(before)) {
            return DatedTitle{std::move(date), std::nullopt, *end};
        }
        const auto day = parse_month_day(before);
        if (!day) return std::nullopt;
        return DatedTitle{std::nullopt, day, *end};
    }
    return std::nullopt;
}

}  // namespace feedarc::text
