#include "base/spawn.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace feedarc::base {
namespace {

void check(int error) {
    if (error != 0) throw std::system_error(error, std::generic_category());
}

// Where standard streams were closed, a pipe would get their numbers, and one be copied over
// another.
FileDescriptor above_standard_streams(FileDescriptor descriptor) {
    if (descriptor.get() > STDERR_FILENO) return descriptor;
    FileDescriptor moved(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (!moved) check(errno);
    return moved;
}

// How a process starts: its streams, its group and its signals.
class SpawnPlan {
public:
    explicit SpawnPlan(const ProcessStart& start) {
        check(posix_spawnattr_init(&attributes_));
        check(posix_spawn_file_actions_init(&actions_));
        check(posix_spawn_file_actions_adddup2(&actions_, start.input, STDIN_FILENO));
        check(posix_spawn_file_actions_adddup2(&actions_, start.output, STDOUT_FILENO));
        if (start.errors >= 0) {
            check(posix_spawn_file_actions_adddup2(&actions_, start.errors, STDERR_FILENO));
        }
        sigset_t none{};
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        // Handlers go with exec, but what this program ignores would stay ignored.
        sigset_t reset{};
        sigemptyset(&reset);
        for (const int signal : {SIGPIPE, SIGXFSZ, SIGTERM}) sigaddset(&reset, signal);
        posix_spawnattr_setsigdefault(&attributes_, &reset);
        posix_spawnattr_setpgroup(&attributes_, 0);
        int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
        if (start.own_group) flags |= POSIX_SPAWN_SETPGROUP;
        posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    [[nodiscard]] pid_t spawn(const std::vector<char*>& arguments,
                              const std::vector<char*>& environment) const {
        pid_t process = 0;
        check(posix_spawnp(&process, arguments.front(), &actions_, &attributes_, arguments.data(),
                           environment.data()));
        return process;
    }

private:
    posix_spawnattr_t attributes_{};
    posix_spawn_file_actions_t actions_{};
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (auto& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

}  // namespace

Pipe open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) check(errno);
    Pipe pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
    pipe.read = above_standard_streams(std::move(pipe.read));
    pipe.write = above_standard_streams(std::move(pipe.write));
    return pipe;
}

ProcessGroup::~ProcessGroup() {
    if (leader_ == 0) return;
    send(SIGKILL);
    wait();
}

void ProcessGroup::send(int signal) const noexcept {
    ::kill(own_ ? -leader_ : leader_, signal);
}

bool ProcessGroup::leader_ended() const noexcept {
    for (;;) {
        siginfo_t ended{};
        const int result =
            ::waitid(P_PID, static_cast<id_t>(leader_), &ended, WEXITED | WNOHANG | WNOWAIT);
        if (result == 0) return ended.si_pid != 0;
        if (errno != EINTR) return true;
    }
}

std::optional<int> ProcessGroup::wait() noexcept {
    const pid_t process = std::exchange(leader_, 0);
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return std::nullopt;
    }
    return status;
}

pid_t start_process(const ProcessStart& start) {
    std::vector<std::string> arguments = start.arguments;
    std::vector<std::string> environment = start.environment;
    return SpawnPlan(start).spawn(pointers_to(arguments), pointers_to(environment));
}

}  // namespace feedarc::base
