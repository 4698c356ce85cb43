#include "base/time_limit.hpp"

#include <algorithm>
#include <ctime>

namespace feedarc::base {
namespace {

std::chrono::nanoseconds read_clock(clockid_t clock) noexcept {
    std::timespec now{};
    ::clock_gettime(clock, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::chrono::nanoseconds processor_time() noexcept {
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

std::chrono::nanoseconds wall_time() noexcept {
    return read_clock(CLOCK_MONOTONIC_COARSE);
}

}  // namespace

TimeLimit::TimeLimit(std::chrono::milliseconds time) noexcept
    : end_(processor_time() + time), look_at_(wall_time() + time) {}

bool TimeLimit::is_over() noexcept {
    const auto now = wall_time();
    if (now <= look_at_) return false;
    const auto left = end_ - processor_time();
    look_at_ = now + std::max(left, std::chrono::nanoseconds(0));
    return left <= std::chrono::nanoseconds(0);
}

std::chrono::milliseconds TimeLimit::left() const noexcept {
    const auto left = std::chrono::floor<std::chrono::milliseconds>(end_ - processor_time());
    return std::max(left, std::chrono::milliseconds(0));
}

}  // namespace feedarc::base
