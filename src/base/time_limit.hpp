#pragma once

#include <chrono>

namespace feedarc::base {

/// A limit on the processor time of the thread that makes it and asks it. Time in which the thread
/// waits for a processor does not count, so that a busy machine comes to the same verdict as an
/// idle one.
class TimeLimit {
public:
    explicit TimeLimit(std::chrono::milliseconds time) noexcept;

    /// Cheap (10 ns), and late by up to 4 ms: the processor time, which is a system call, is asked
    /// for no sooner than the clock on the wall says that it may be over.
    [[nodiscard]] bool is_over() noexcept;

    /// What is left, in whole milliseconds; 0 where it is over.
    [[nodiscard]] std::chrono::milliseconds left() const noexcept;

private:
    std::chrono::nanoseconds end_;      // of the thread's processor time
    std::chrono::nanoseconds look_at_;  // not over before this time on the wall
};

}  // namespace feedarc::base
