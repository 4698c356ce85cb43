#pragma once

#include "base/file.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::capture {

/// Lets one request at a time go to a host, and one capture at a time be at work on a source, over
/// all threads and all processes that use the same file. The kernel gives the locks of a process
/// that dies back at once.
///
/// The file is beside the archive, has no content that anyone needs, and may be deleted while
/// nothing runs. May be used by several threads at once.
class HostTurns {
public:
    /// `path`: of the file, made where it is missing (0600). Empty: only the threads that share
    /// this object take turns. Throws Error(io).
    explicit HostTurns(std::string path);
    HostTurns(const HostTurns&) = delete;
    HostTurns& operator=(const HostTurns&) = delete;
    ~HostTurns();

    /// While one lives, nobody else has it.
    class Turn {
    public:
        Turn(Turn&&) noexcept;
        Turn& operator=(Turn&&) noexcept;
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn();

    private:
        friend class HostTurns;
        struct State;
        explicit Turn(std::unique_ptr<State> state);
        std::unique_ptr<State> state_;
    };

    /// Waits for the turn of a host (`name` or `name:port`, lower case), and until `delay` has gone
    /// since the last turn ended. Nothing where `until` passes before that, or `stop` is set.
    [[nodiscard]] std::optional<Turn> host(std::string_view name, std::chrono::milliseconds delay,
                                           std::chrono::steady_clock::time_point until,
                                           const std::atomic<int>* stop);
    /// The turn of a source; nothing where somebody else has it.
    [[nodiscard]] std::optional<Turn> source(std::string_view name);

private:
    class Files;
    std::unique_ptr<Files> files_;
};

}  // namespace feedarc::capture
