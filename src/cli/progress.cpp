#include "cli/progress.hpp"

#include "text/width.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ostream>

namespace feedarc::cli {
namespace {

constexpr std::chrono::milliseconds kQuietStart{1000};
constexpr std::chrono::milliseconds kBetween{100};

std::string duration_text(double seconds) {
    const auto whole = std::llround(seconds);
    if (whole < 90) return fmt::format("{} s", whole);
    if (whole < 90L * 60) return fmt::format("{} min", (whole + 30) / 60);
    return fmt::format("{} h", (whole + 1800) / 3600);
}

}  // namespace

std::string progress_text(std::size_t done, std::size_t total,
                          std::chrono::duration<double> elapsed, std::string_view unit) {
    std::string text = fmt::format("{}/{} {}", done, total, unit);
    if (total == 0 || done == 0 || elapsed.count() <= 0) return text;
    const double rate = static_cast<double>(done) / elapsed.count();
    text += fmt::format("  {}%  {:.0f}/s", 100 * done / total, rate);
    if (done < total) {
        text += fmt::format("  {} left", duration_text(static_cast<double>(total - done) / rate));
    }
    return text;
}

Progress::Progress(std::ostream& err, bool on, std::size_t width, Clock clock)
    : err_(err),
      on_(on),
      width_(width),
      clock_(std::move(clock)),
      started_(clock_()),
      shown_(started_) {}

Progress::~Progress() {
    try {
        clear();
    } catch (...) {  // NOLINT(bugprone-empty-catch): the terminal is gone, and with it the line
    }
}

void Progress::update(std::size_t done, std::size_t total, std::string_view unit) {
    if (!on_) return;
    const auto now = clock_();
    if (now - started_ < kQuietStart || (visible_ && now - shown_ < kBetween)) return;
    // The last column stays free: some terminals wrap when it is written.
    const std::string text = text::truncate_to_width(
        progress_text(done, total, now - started_, unit), width_ > 1 ? width_ - 1 : width_);
    err_ << fmt::format("\r{}\x1b[K", text) << std::flush;
    shown_ = now;
    visible_ = true;
}

void Progress::clear() {
    if (!visible_) return;
    err_ << "\r\x1b[K" << std::flush;
    visible_ = false;
}

}  // namespace feedarc::cli
