#include "render/local_time.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace feedarc::render {

std::string short_time(Time time, bool local) {
    const std::time_t seconds = time.time_since_epoch().count();
    std::tm parts{};
    const bool known =
        (local ? localtime_r(&seconds, &parts) : gmtime_r(&seconds, &parts)) != nullptr;
    if (!known) return format_time(time);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min);
}

std::string short_day(Time time) {
    constexpr std::size_t kDay = 10;
    return format_time(time).substr(0, kDay);
}

}  // namespace feedarc::render
