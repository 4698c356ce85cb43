#include "capture/response_rules.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <system_error>

namespace feedarc::capture {
namespace {

using base::is_digit;
using std::chrono::seconds;

constexpr std::size_t kLongestValue = 1U << 10U;
constexpr seconds kShortestWait{1};
constexpr seconds kLongestWait{std::chrono::hours(24)};

constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Everything else, cookies above all, is for one request only.
constexpr std::array<std::string_view, 12> kKept{
    "content-type", "content-language", "content-location", "etag", "last-modified", "date",
    "age",          "expires",          "cache-control",    "vary", "link",          "retry-after"};

/// Takes a date apart from its front; what does not fit makes it read nothing more.
class DateReader {
public:
    explicit DateReader(std::string_view rest) : rest_(rest) {}

    void literal(std::string_view expected) {
        fits_ = fits_ && rest_.starts_with(expected);
        if (fits_) rest_.remove_prefix(expected.size());
    }

    /// One of some names, none of which begins another: its place among them.
    unsigned name(std::span<const std::string_view> names) {
        const auto found = std::find_if(names.begin(), names.end(), [this](std::string_view name) {
            return rest_.starts_with(name);
        });
        fits_ = fits_ && found != names.end();
        if (!fits_) return 0;
        rest_.remove_prefix(found->size());
        return static_cast<unsigned>(found - names.begin());
    }

    unsigned number(std::size_t digits) {
        const std::string_view text = rest_.substr(0, digits);
        fits_ = fits_ && text.size() == digits && std::all_of(text.begin(), text.end(), is_digit);
        if (!fits_) return 0;
        unsigned value = 0;
        for (const char digit : text) value = value * 10 + static_cast<unsigned>(digit - '0');
        rest_.remove_prefix(digits);
        return value;
    }

    unsigned padded_day() {
        if (!rest_.starts_with(' ')) return number(2);
        rest_.remove_prefix(1);
        return number(1);
    }

    seconds time_of_day() {
        const unsigned hours = number(2);
        literal(":");
        const unsigned minutes = number(2);
        literal(":");
        const unsigned secs = number(2);
        // RFC 9110, 5.6.7: 60 is a leap second.
        fits_ = fits_ && hours < 24 && minutes < 60 && secs <= 60;
        return std::chrono::hours(hours) + std::chrono::minutes(minutes) + seconds(secs);
    }

    [[nodiscard]] bool is_done() const { return fits_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool fits_ = true;
};

struct Date {
    unsigned year = 0;
    unsigned month = 0;  ///< 0 for January
    unsigned day = 0;
    seconds time_of_day{0};
};

std::optional<Time> checked(const DateReader& reader, const Date& date) {
    const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(date.year)),
                                          std::chrono::month(date.month + 1),
                                          std::chrono::day(date.day));
    if (!reader.is_done() || !day.ok()) return std::nullopt;
    return std::chrono::sys_days(day) + date.time_of_day;
}

// Sun, 06 Nov 1994 08:49:37 GMT
std::optional<Time> parse_imf_fixdate(std::string_view text) {
    DateReader reader(text);
    Date date;
    reader.name(kDays);
    reader.literal(", ");
    date.day = reader.number(2);
    reader.literal(" ");
    date.month = reader.name(kMonths);
    reader.literal(" ");
    date.year = reader.number(4);
    reader.literal(" ");
    date.time_of_day = reader.time_of_day();
    reader.literal(" GMT");
    return checked(reader, date);
}

// Sunday, 06-Nov-94 08:49:37 GMT
std::optional<Time> parse_rfc850(std::string_view text) {
    DateReader reader(text);
    Date date;
    reader.name(kLongDays);
    reader.literal(", ");
    date.day = reader.number(2);
    reader.literal("-");
    date.month = reader.name(kMonths);
    reader.literal("-");
    // The standard would have them by the clock; a server that still writes them had them so.
    const unsigned year = reader.number(2);
    date.year = year + (year >= 70 ? 1900 : 2000);
    reader.literal(" ");
    date.time_of_day = reader.time_of_day();
    reader.literal(" GMT");
    return checked(reader, date);
}

// Sun Nov  6 08:49:37 1994
std::optional<Time> parse_asctime(std::string_view text) {
    DateReader reader(text);
    Date date;
    reader.name(kDays);
    reader.literal(" ");
    date.month = reader.name(kMonths);
    reader.literal(" ");
    date.day = reader.padded_day();
    reader.literal(" ");
    date.time_of_day = reader.time_of_day();
    reader.literal(" ");
    date.year = reader.number(4);
    return checked(reader, date);
}

std::string_view first_of(const Response& response, std::string_view name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [name](const auto& field) { return field.name == name; });
    return found == response.headers.end() ? std::string_view() : found->value;
}

// RFC 9110, 8.8.3. What is none could break the request that it is sent back in.
bool is_entity_tag(std::string_view text) {
    if (text.size() > kLongestValue) return false;
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
    text = text.substr(1, text.size() - 2);
    return std::all_of(text.begin(), text.end(), [](char character) {
        const auto byte = static_cast<std::uint8_t>(character);
        return byte > 0x20 && byte != '"' && byte != 0x7f;
    });
}

bool is_control(char character) {
    const auto byte = static_cast<std::uint8_t>(character);
    return byte < 0x20 || byte == 0x7f;
}

}  // namespace

std::optional<Time> parse_http_date(std::string_view text) {
    if (const auto time = parse_imf_fixdate(text)) return time;
    if (const auto time = parse_rfc850(text)) return time;
    return parse_asctime(text);
}

std::optional<Time> retry_at(std::string_view retry_after, Time now) {
    if (!retry_after.empty() && std::all_of(retry_after.begin(), retry_after.end(), is_digit)) {
        std::uint64_t wait = 0;
        const auto [end, error] =
            std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), wait);
        const auto longest = static_cast<std::uint64_t>(kLongestWait.count());
        if (error == std::errc::result_out_of_range) wait = longest;
        return now + std::clamp(seconds(std::min(wait, longest)), kShortestWait, kLongestWait);
    }
    const auto time = parse_http_date(retry_after);
    if (!time) return std::nullopt;
    return std::clamp(*time, now + kShortestWait, now + kLongestWait);
}

Validators validators_of(const Response& response) {
    Validators validators;
    validators.url = response.url;
    if (const auto etag = first_of(response, "etag"); is_entity_tag(etag)) validators.etag = etag;
    if (const auto date = first_of(response, "last-modified"); parse_http_date(date)) {
        validators.last_modified = date;
    }
    return validators;
}

std::string kept_headers(const Response& response) {
    std::string lines;
    for (const auto& field : response.headers) {
        const std::string name = base::lowered(field.name);
        if (field.value.size() > kLongestValue) continue;
        if (std::find(kKept.begin(), kKept.end(), name) == kKept.end()) continue;
        lines.append(name).append(": ");
        std::replace_copy_if(field.value.begin(), field.value.end(), std::back_inserter(lines),
                             is_control, ' ');
        lines += '\n';
    }
    return lines;
}

}  // namespace feedarc::capture
