#include "app/shrink.hpp"

#include "base/free_space.hpp"

#include <fmt/format.h>

namespace feedarc::app {
namespace {

constexpr std::uint64_t kLeastFree = 1U << 20U;
constexpr std::uint64_t kFreePart = 4;  // a quarter
// What others would wait for: it is written in a few seconds.
constexpr std::uint64_t kMostAtOnce = 1U << 30U;
constexpr std::uint64_t kReserve = 16U << 20U;  // for the rest of the world

}  // namespace

ShrinkSummary shrink(BodyStore& store, Shrink when, std::chrono::milliseconds wait) {
    const FileUse use = store.file_use();
    ShrinkSummary summary;
    summary.before = summary.after = use.bytes;
    summary.free = use.free;
    const bool worth_it = use.free >= kLeastFree && use.free >= use.bytes / kFreePart;
    if (when == Shrink::never || (when == Shrink::when_worth_it && !worth_it)) return summary;
    const std::uint64_t rest = use.bytes - use.free;
    if (use.available < rest + kReserve) {
        summary.why_not = fmt::format("the disk has too little room: {} are needed",
                                      base::rough_size(rest + kReserve));
        return summary;
    }
    if (when == Shrink::when_worth_it && rest > kMostAtOnce) {
        summary.why_not = "others would have to wait for long; `feedarc pack --shrink` does it";
        return summary;
    }
    try {
        store.shrink(wait);
    } catch (const Error& error) {
        // The next run may find the lock free.
        if (error.code() != ErrorCode::busy) throw;
        summary.why_not = error.what();
    }
    const FileUse now = store.file_use();
    summary.after = now.bytes;
    summary.free = now.free;
    return summary;
}

}  // namespace feedarc::app
