#include "app/timer_units.hpp"

#include <feedarc/hash.hpp>

#include "text/unicode.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc::app {
namespace {

constexpr std::string_view kMark = "# Written by feedarc install-timer, checksum ";
constexpr std::string_view kSystemBegin = "# system unit only: begin\n";
constexpr std::string_view kSystemEnd = "# system unit only: end\n";

std::string with_checksum(const std::string& text) {
    return fmt::format("{}{}\n{}", kMark, hash_of(text).hex(), text);
}

// From the first section on: the comment above it is about the units for the system.
std::string sections_of(std::string_view unit) {
    return std::string(unit.substr(std::min(unit.size(), unit.find("[Unit]\n"))));
}

// The whole line that sets `key`.
void set(std::string& unit, std::string_view key, std::string_view value) {
    const std::size_t begin = unit.find(fmt::format("\n{}=", key)) + 1;
    unit.replace(begin, unit.find('\n', begin) - begin, fmt::format("{}={}", key, value));
}

}  // namespace

std::string unit_argument(std::string_view argument) {
    std::string quoted = "\"";
    for (std::size_t at = 0; at < argument.size();) {
        const std::size_t begin = at;
        const char32_t character = text::next_character(argument, at);
        const std::string_view bytes = argument.substr(begin, at - begin);
        // U+FFFD stands for what is not UTF-8, unless it is there itself.
        const bool ill_formed = character == 0xfffd && bytes != "\ufffd";
        if (ill_formed || text::is_unsafe(character)) {
            for (const char byte : bytes) {
                quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
            }
        } else if (character == '"' || character == '\\') {
            quoted.append(1, '\\').append(bytes);
        } else if (character == '%' || character == '$') {
            quoted.append(bytes).append(bytes);
        } else {
            quoted += bytes;
        }
    }
    return quoted + '"';
}

std::optional<std::string> calendar_of(std::chrono::milliseconds every) {
    using std::chrono::hours;
    using std::chrono::minutes;
    constexpr std::array kMinutes{1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30};
    constexpr std::array kHours{1, 2, 3, 4, 6, 8, 12};
    for (const int number : kMinutes) {
        if (every == minutes(number)) return fmt::format("*-*-* *:0/{}:00", number);
    }
    for (const int number : kHours) {
        if (every == hours(number)) return fmt::format("*-*-* 0/{}:00:00", number);
    }
    if (every == hours(24)) return "*-*-* 00:00:00";
    return std::nullopt;
}

std::string user_service(std::span<const std::string> command) {
    std::string unit = sections_of(system_service());
    const std::size_t begin = unit.find(kSystemBegin);
    const std::size_t end = unit.find(kSystemEnd) + kSystemEnd.size();
    unit.erase(begin - 1, end - begin + 1);  // with the empty line above
    // The manager of a user knows no network-online.target.
    for (const std::string_view line :
         {"Wants=network-online.target\n", "After=network-online.target\n"}) {
        unit.erase(unit.find(line), line.size());
    }
    std::string words;
    for (const std::string& word : command) {
        words += (words.empty() ? "" : " ") + unit_argument(word);
    }
    set(unit, "ExecStart", words);
    return with_checksum(unit);
}

std::string user_timer(std::string_view calendar) {
    std::string unit = sections_of(system_timer());
    set(unit, "OnCalendar", calendar);
    return with_checksum(unit);
}

bool is_unchanged_unit(std::string_view text) {
    const std::size_t end = text.find('\n');
    if (!text.starts_with(kMark) || end == std::string_view::npos) return false;
    return text.substr(kMark.size(), end - kMark.size()) == hash_of(text.substr(end + 1)).hex();
}

}  // namespace feedarc::app
