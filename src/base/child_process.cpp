#include "base/child_process.hpp"

#include "base/blocked_sigpipe.hpp"
#include "base/file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace feedarc::base {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kChunk = 64U << 10U;
constexpr std::size_t kLastWords = 1000;    // bytes of its standard error
constexpr milliseconds kGrace{1000};        // between SIGTERM and SIGKILL
constexpr milliseconds kLongestSleep{100};  // in which `stop` is not seen

[[noreturn]] void fail(int error) {
    throw std::system_error(error, std::generic_category());
}

struct Pipe {
    FileDescriptor read;
    FileDescriptor write;
};

// Where standard streams were closed, a pipe would get their numbers, and one be copied over
// another.
FileDescriptor above_standard_streams(FileDescriptor descriptor) {
    if (descriptor.get() > STDERR_FILENO) return descriptor;
    FileDescriptor moved(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (!moved) fail(errno);
    return moved;
}

Pipe open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(errno);
    Pipe pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
    pipe.read = above_standard_streams(std::move(pipe.read));
    pipe.write = above_standard_streams(std::move(pipe.write));
    return pipe;
}

// Of our end alone: the other end has flags of its own, and stays as programs expect it.
void make_nonblocking(const FileDescriptor& descriptor) {
    if (::fcntl(descriptor.get(), F_SETFL, O_NONBLOCK) != 0) fail(errno);
}

bool would_block(int error) noexcept {
    return error == EAGAIN || error == EINTR;
}

std::vector<std::string> environment_of(const Command& command) {
    std::vector<std::string> variables;
    for (char** ours = environ; ours != nullptr && *ours != nullptr; ++ours) {
        const std::string_view variable = *ours;
        const std::string_view name = variable.substr(0, variable.find('='));
        if (std::none_of(command.environment.begin(), command.environment.end(),
                         [name](const auto& added) { return added.first == name; })) {
            variables.emplace_back(variable);
        }
    }
    for (const auto& [name, value] : command.environment) {
        variables.push_back(name);
        variables.back().append("=").append(value);
    }
    return variables;
}

// What C would end early, or take for another name.
bool is_well_formed(const Command& command) {
    const auto has_null = [](const std::string& text) {
        return text.find('\0') != std::string::npos;
    };
    return !has_null(command.text) &&
           std::none_of(command.environment.begin(), command.environment.end(),
                        [&](const auto& variable) {
                            const auto& [name, value] = variable;
                            return name.empty() || name.find('=') != std::string::npos ||
                                   has_null(name) || has_null(value);
                        });
}

// How a process starts: its streams, its group and its signals.
class SpawnPlan {
public:
    SpawnPlan(const FileDescriptor& input, const FileDescriptor& output,
              const FileDescriptor& errors) {
        check(posix_spawnattr_init(&attributes_));
        check(posix_spawn_file_actions_init(&actions_));
        check(posix_spawn_file_actions_adddup2(&actions_, input.get(), STDIN_FILENO));
        check(posix_spawn_file_actions_adddup2(&actions_, output.get(), STDOUT_FILENO));
        check(posix_spawn_file_actions_adddup2(&actions_, errors.get(), STDERR_FILENO));
        sigset_t none{};
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        // Handlers go with exec, but what this program ignores would stay ignored.
        sigset_t reset{};
        sigemptyset(&reset);
        for (const int signal : {SIGPIPE, SIGXFSZ, SIGTERM}) sigaddset(&reset, signal);
        posix_spawnattr_setsigdefault(&attributes_, &reset);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    [[nodiscard]] pid_t start(const Command& command) const {
        std::string shell = "sh";
        std::string option = "-c";
        std::string text = command.text;
        const std::array<char*, 4> arguments{shell.data(), option.data(), text.data(), nullptr};
        std::vector<std::string> variables = environment_of(command);
        std::vector<char*> environment;
        environment.reserve(variables.size() + 1);
        for (auto& variable : variables) environment.push_back(variable.data());
        environment.push_back(nullptr);
        pid_t process = 0;
        check(posix_spawn(&process, "/bin/sh", &actions_, &attributes_, arguments.data(),
                          environment.data()));
        return process;
    }

private:
    static void check(int error) {
        if (error != 0) fail(error);
    }

    posix_spawnattr_t attributes_{};
    posix_spawn_file_actions_t actions_{};
};

// A process with its group, which does not outlive this object where wait() was not reached.
class ProcessGroup {
public:
    explicit ProcessGroup(pid_t leader) noexcept : leader_(leader) {}
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;
    ~ProcessGroup() {
        if (leader_ == 0) return;
        send(SIGKILL);
        wait();
    }

    void send(int signal) const noexcept { ::kill(-leader_, signal); }

    // The leader is left a zombie: as long as it is one, no other group can get its number.
    [[nodiscard]] bool leader_ended() const noexcept {
        for (;;) {
            siginfo_t ended{};
            const int result =
                ::waitid(P_PID, static_cast<id_t>(leader_), &ended, WEXITED | WNOHANG | WNOWAIT);
            if (result == 0) return ended.si_pid != 0;
            if (errno != EINTR) return true;
        }
    }

    /// The status that waitpid() gives; nothing where whoever started us ignores SIGCHLD.
    std::optional<int> wait() noexcept {
        const pid_t process = std::exchange(leader_, 0);
        int status = 0;
        while (::waitpid(process, &status, 0) < 0) {
            if (errno != EINTR) return std::nullopt;
        }
        return status;
    }

private:
    pid_t leader_;
};

std::string last_line(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    text = text.substr(0, text.find_last_not_of(kSpace) + 1);
    text.remove_prefix(text.find_last_of('\n') + 1);  // nothing, where there is none
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    return std::string(text);
}

// A command that runs, with our ends of its standard streams.
class Conversation {
public:
    Conversation(const Command& command, Pipe input, Pipe output, Pipe errors, pid_t leader)
        : command_(command),
          input_(std::move(input.write)),
          output_(std::move(output.read)),
          errors_(std::move(errors.read)),
          unsent_(command.input),
          group_(leader),
          end_(Clock::now() + command.time_limit) {}

    CommandResult run() {
        CommandResult result;
        std::optional<CommandResult::End> over;
        while (!is_finished() && !over) {
            exchange(result.output, command_.output_limit, end_);
            over = limit_hit(result.output);
        }
        receive_errors();
        result.last_words = last_line(said_);
        if (over) {
            end_group();
            group_.wait();
            result.end = *over;
            result.output.resize(std::min(result.output.size(), command_.output_limit));
            return result;
        }
        set_status(result);
        return result;
    }

private:
    using End = CommandResult::End;

    // Whoever holds the output may still write to it, be the shell itself gone.
    [[nodiscard]] bool is_finished() const { return !output_ && group_.leader_ended(); }

    [[nodiscard]] std::optional<End> limit_hit(const std::string& output) const {
        if (output.size() > command_.output_limit) return End::over_output_limit;
        if (command_.stop != nullptr && command_.stop->load() != 0) return End::stopped;
        if (Clock::now() >= end_) return End::over_time_limit;
        return std::nullopt;
    }

    void end_group() {
        input_ = FileDescriptor();
        group_.send(SIGTERM);
        group_.send(SIGCONT);  // a process that is halted would not see the other
        const auto grace = Clock::now() + kGrace;
        std::string ignored;
        while (!is_finished() && Clock::now() < grace) {
            exchange(ignored, kChunk, grace);
            ignored.clear();
        }
        // Also when the shell has gone: what it started may have held on.
        group_.send(SIGKILL);
    }

    // Waits until something can be sent or read, and does it, to at most a chunk over `limit`.
    void exchange(std::string& output, std::size_t limit, Clock::time_point until) {
        if (unsent_.empty()) input_ = FileDescriptor();
        // Closed ends have the number -1, which poll() passes over.
        std::array<pollfd, 3> ends{pollfd{input_.get(), POLLOUT, 0},
                                   pollfd{output_.get(), POLLIN, 0},
                                   pollfd{errors_.get(), POLLIN, 0}};
        ::poll(ends.data(), ends.size(), static_cast<int>(sleep_time(until).count()));
        if (ends[0].revents != 0) send();
        if (ends[1].revents != 0) receive(output, limit);
        if (ends[2].revents != 0) receive_errors();
    }

    // The end of a process wakes no poll(): without its output it is looked for, at first often.
    milliseconds sleep_time(Clock::time_point until) {
        const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
        milliseconds longest = kLongestSleep;
        if (!output_) {
            longest = next_look_;
            next_look_ = std::min(next_look_ * 2, kLongestSleep);
        }
        return std::clamp(left, milliseconds(0), longest);
    }

    void send() {
        const ssize_t sent = ::write(input_.get(), unsent_.data(), unsent_.size());
        if (sent >= 0) {
            unsent_.remove_prefix(static_cast<std::size_t>(sent));
        } else if (!would_block(errno)) {
            unsent_ = {};  // EPIPE: nobody reads it
        }
        if (unsent_.empty()) input_ = FileDescriptor();
    }

    void receive(std::string& output, std::size_t limit) {
        if (output.size() > limit) return;
        const std::size_t before = output.size();
        output.resize(before + kChunk);
        const ssize_t got = ::read(output_.get(), output.data() + before, kChunk);
        const int error = errno;
        output.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got == 0 || (got < 0 && !would_block(error))) output_ = FileDescriptor();
    }

    // Of what it says only the end is kept. Nobody waits for it to end.
    void receive_errors() {
        std::array<char, kChunk> chunk{};
        const ssize_t got = ::read(errors_.get(), chunk.data(), chunk.size());
        if (got > 0) {
            said_.append(chunk.data(), static_cast<std::size_t>(got));
            said_.erase(0, said_.size() - std::min(said_.size(), kLastWords));
        } else if (got == 0 || !would_block(errno)) {
            errors_ = FileDescriptor();
        }
    }

    void set_status(CommandResult& result) {
        const auto status = group_.wait();
        if (!status) {
            result.end = End::not_started;
            result.status = ECHILD;
        } else if (WIFSIGNALED(*status)) {
            result.end = End::signalled;
            result.status = WTERMSIG(*status);
        } else {
            result.status = WEXITSTATUS(*status);
        }
    }

    const Command& command_;
    FileDescriptor input_;
    FileDescriptor output_;
    FileDescriptor errors_;
    std::string said_;
    std::string_view unsent_;
    ProcessGroup group_;
    Clock::time_point end_;
    milliseconds next_look_{1};
};

}  // namespace

CommandResult run_command(const Command& command) {
    CommandResult result;
    if (command.stop != nullptr && command.stop->load() != 0) {
        result.end = CommandResult::End::stopped;
        return result;
    }
    const BlockedSigpipe blocked;
    try {
        if (!is_well_formed(command)) fail(EINVAL);
        Pipe input = open_pipe();
        Pipe output = open_pipe();
        Pipe errors = open_pipe();
        make_nonblocking(input.write);
        make_nonblocking(output.read);
        make_nonblocking(errors.read);
        const pid_t leader = SpawnPlan(input.read, output.write, errors.write).start(command);
        // Theirs: as long as we held them, no end would ever come.
        input.read = FileDescriptor();
        output.write = FileDescriptor();
        errors.write = FileDescriptor();
        return Conversation(command, std::move(input), std::move(output), std::move(errors), leader)
            .run();
    } catch (const std::system_error& error) {
        result.end = CommandResult::End::not_started;
        result.status = error.code().value();
        return result;
    }
}

}  // namespace feedarc::base
