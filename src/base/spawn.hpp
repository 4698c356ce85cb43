#pragma once

#include "base/file.hpp"

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace feedarc::base {

struct Pipe {
    FileDescriptor read;
    FileDescriptor write;
};

/// A pipe that other processes do not get, with numbers above those of the standard streams. Throws
/// std::system_error.
[[nodiscard]] Pipe open_pipe();

/// A process with its group, which does not outlive this object where wait() was not reached.
class ProcessGroup {
public:
    /// `own`: the process leads a group; else it is alone what signals go to.
    explicit ProcessGroup(pid_t leader, bool own = true) noexcept : leader_(leader), own_(own) {}
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;
    ~ProcessGroup();

    void send(int signal) const noexcept;
    /// The leader is left a zombie: as long as it is one, no other group can get its number.
    [[nodiscard]] bool leader_ended() const noexcept;
    /// The status that waitpid() gives; nothing where whoever started us ignores SIGCHLD.
    std::optional<int> wait() noexcept;

private:
    pid_t leader_;
    bool own_;
};

/// What a process starts with.
struct ProcessStart {
    std::vector<std::string> arguments;    ///< the first is the program, found by PATH
    std::vector<std::string> environment;  ///< `NAME=value`
    int input = -1;
    int output = -1;
    int errors = -1;  ///< -1: ours
    /// Whether it leads a group. In ours it is in the foreground of the terminal, may read from it,
    /// and gets the signals of its keys.
    bool own_group = true;
};

/// Starts a process with no signal blocked and none ignored that this program ignores. Throws
/// std::system_error.
[[nodiscard]] pid_t start_process(const ProcessStart& start);

}  // namespace feedarc::base
