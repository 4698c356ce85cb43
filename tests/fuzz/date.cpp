// Any text holds a date that exists and lies within it, or none; what is printed of it is read
// again.

#include "text/date.hpp"

#include <feedarc/time.hpp>

#include "text/find_age.hpp"
#include "text/unicode.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_sound(const feedarc::Published& published) {
    require(published.precision != feedarc::DatePrecision::none);
    const auto again = feedarc::text::parse_machine_date(published.value);
    require(again && again->value == published.value);
}

void require_sound(const feedarc::Age& age) {
    require(feedarc::age_from(feedarc::to_string(age)) == age);
    // A capture of any second of some years.
    const feedarc::Time captured_at{std::chrono::seconds{1'700'000'000 + 977LL * age.count}};
    const auto published = feedarc::published_at(age, captured_at);
    if (published.value.empty()) return;
    require_sound(published);
    const std::string captured = feedarc::format_time(captured_at);
    require(published.value <= captured.substr(0, published.value.size()));
}

void require_sound_ages(const std::string& input) {
    namespace text = feedarc::text;
    if (const auto age = text::parse_age_line(input)) require_sound(*age);
    if (const auto age = text::parse_marked_age(input)) require_sound(*age);
    if (const auto found = text::find_age(input)) {
        require_sound(found->age);
        require(found->begin < found->end && found->end <= input.size());
        require(text::is_valid_utf8(input.substr(found->begin, found->end - found->begin)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace text = feedarc::text;
    text::Repairs repairs;
    const std::string input =
        text::repair_utf8(std::string(reinterpret_cast<const char*>(data), size), repairs);

    if (const auto published = text::parse_machine_date(input)) require_sound(*published);
    if (const auto published = text::parse_date_line(input)) require_sound(*published);
    if (const auto found = text::find_date(input)) {
        require_sound(found->published);
        require(found->begin < found->end && found->end <= input.size());
        require(text::is_valid_utf8(input.substr(found->begin, found->end - found->begin)));
    }
    require_sound_ages(input);
    const feedarc::Time now{std::chrono::seconds{1768120200}};
    if (const auto time = feedarc::parse_time(input, now)) {
        require(feedarc::parse_time(feedarc::format_time(*time), now) == time);
    }
    return 0;
}
