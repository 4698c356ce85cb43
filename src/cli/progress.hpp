#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace feedarc::cli {

/// A line on a terminal that says how far a long run is. It appears after a second, changes at most
/// ten times a second, each time with one write, and is gone when the run is done.
class Progress {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    /// `on` is false where there is no terminal: then nothing is ever written.
    Progress(std::ostream& err, bool on, std::size_t width,
             Clock clock = std::chrono::steady_clock::now);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress();

    void update(std::size_t done, std::size_t total, std::string_view unit = "snapshots");
    /// Takes the line away, before something else is printed and at the end.
    void clear();

private:
    std::ostream& err_;
    bool on_;
    std::size_t width_;
    Clock clock_;
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::time_point shown_;
    bool visible_ = false;
};

/// `1200/5000 snapshots  24%  830/s  5 s left`
[[nodiscard]] std::string progress_text(std::size_t done, std::size_t total,
                                        std::chrono::duration<double> elapsed,
                                        std::string_view unit = "snapshots");

}  // namespace feedarc::cli
