#include "app/capture_time.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace feedarc::app {
namespace {

using base::is_digit;
using base::is_letter;

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Reads one time from the front of a name; what it has not taken stays in `rest()`.
class NameReader {
public:
    explicit NameReader(std::string_view text) : text_(text) {}

    std::optional<Time> time() {
        if (auto unix_time = ten_digits()) return unix_time;
        const auto date = day();
        if (!date) return std::nullopt;
        const std::string_view after_date = text_;
        if (const auto of_day = clock()) {
            const auto shift = offset();
            if (at_end()) return *date + *of_day - shift;
        }
        text_ = after_date;
        if (at_end()) return *date;
        return std::nullopt;
    }

private:
    [[nodiscard]] bool at_end() const {
        return text_.empty() || !(is_digit(text_[0]) || is_letter(text_[0]));
    }

    bool skip(std::string_view any_of) {
        if (text_.empty() || any_of.find(text_[0]) == std::string_view::npos) return false;
        text_.remove_prefix(1);
        return true;
    }

    std::optional<std::int64_t> number(std::size_t digits) {
        if (text_.size() < digits ||
            !std::all_of(text_.begin(), text_.begin() + digits, is_digit)) {
            return std::nullopt;
        }
        std::int64_t value = 0;
        std::from_chars(text_.data(), text_.data() + digits, value);
        text_.remove_prefix(digits);
        return value;
    }

    std::optional<Time> ten_digits() {
        constexpr std::size_t kDigits = 10;
        const std::string_view before = text_;
        const bool plausible = !text_.empty() && text_[0] != '0';  // since 2001
        const auto value = number(kDigits);
        if (plausible && value && at_end()) return Time{seconds{*value}};
        text_ = before;
        return std::nullopt;
    }

    std::optional<Time> day() {
        const auto year = number(4);
        const bool dashed = skip("-_.");
        const auto month = number(2);
        if (dashed && !skip("-_.")) return std::nullopt;
        const auto day = number(2);
        if (!year || !month || !day) return std::nullopt;
        const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                               std::chrono::month{static_cast<unsigned>(*month)},
                                               std::chrono::day{static_cast<unsigned>(*day)}};
        constexpr int kFirstYear = 1990;  // before the web there was nothing to capture
        if (!date.ok() || *year < kFirstYear) return std::nullopt;
        return Time{std::chrono::sys_days{date}};
    }

    std::optional<seconds> clock() {
        if (!skip("Tt_- ")) return std::nullopt;
        const auto hour = number(2);
        const bool separated = skip(":-._");
        const auto minute = number(2);
        if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
        const std::string_view before_seconds = text_;
        std::optional<std::int64_t> second;
        if (!separated || skip(":-._")) second = number(2);
        if (!second) text_ = before_seconds;
        if (second && *second > 59) return std::nullopt;
        return hours{*hour} + minutes{*minute} + seconds{second.value_or(0)};
    }

    seconds offset() {
        if (skip("Zz") || text_.empty() || (text_[0] != '+' && text_[0] != '-')) return seconds{0};
        const std::string_view before = text_;
        const int sign = text_[0] == '-' ? -1 : 1;
        text_.remove_prefix(1);
        const auto hour = number(2);
        skip(":");
        const auto minute = number(2);
        if (hour && minute && *hour <= 14 && *minute <= 59 && at_end()) {
            return sign * (hours{*hour} + minutes{*minute});
        }
        text_ = before;
        return seconds{0};
    }

    std::string_view text_;
};

}  // namespace

std::optional<Time> capture_time_in_name(std::string_view file_name, Time now) {
    for (std::size_t at = 0; at < file_name.size(); ++at) {
        const bool starts_here =
            is_digit(file_name[at]) &&
            (at == 0 || !(is_digit(file_name[at - 1]) || is_letter(file_name[at - 1])));
        if (!starts_here) continue;
        const auto time = NameReader(file_name.substr(at)).time();
        if (time && *time <= now) return time;
    }
    return std::nullopt;
}

}  // namespace feedarc::app
