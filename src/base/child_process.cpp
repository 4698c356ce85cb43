#include "base/child_process.hpp"

#include "base/blocked_sigpipe.hpp"
#include "base/file.hpp"
#include "base/spawn.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
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
constexpr std::size_t kErrorsKept = 4096;   // bytes of its standard error, the last ones
constexpr std::size_t kLastWords = 1000;    // bytes of the last line of that
constexpr milliseconds kGrace{1000};        // between SIGTERM and SIGKILL
constexpr milliseconds kLongestSleep{100};  // in which `stop` is not seen

[[noreturn]] void fail(int error) {
    throw std::system_error(error, std::generic_category());
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
        const bool hidden =
            !command.hidden_prefix.empty() && name.starts_with(command.hidden_prefix);
        if (!hidden && std::none_of(command.environment.begin(), command.environment.end(),
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
           std::none_of(command.arguments.begin(), command.arguments.end(), has_null) &&
           std::none_of(command.environment.begin(), command.environment.end(),
                        [&](const auto& variable) {
                            const auto& [name, value] = variable;
                            return name.empty() || name.find('=') != std::string::npos ||
                                   has_null(name) || has_null(value);
                        });
}

ProcessStart start_of(const Command& command) {
    if (!is_well_formed(command)) fail(EINVAL);
    ProcessStart start;
    start.arguments = command.arguments;
    if (start.arguments.empty()) start.arguments = {"/bin/sh", "-c", command.text};
    start.environment = environment_of(command);
    start.own_group = command.own_group;
    return start;
}

// Our ends of the streams of a process.
struct Ends {
    FileDescriptor input;
    FileDescriptor output;
    FileDescriptor errors;
};

std::string last_line(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    text = text.substr(0, text.find_last_not_of(kSpace) + 1);
    text.remove_prefix(text.find_last_of('\n') + 1);  // nothing, where there is none
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    return std::string(text.substr(text.size() - std::min(text.size(), kLastWords)));
}

// A command that runs.
class Conversation {
public:
    Conversation(const Command& command, Ends ends, pid_t leader)
        : command_(command),
          input_(std::move(ends.input)),
          output_(std::move(ends.output)),
          errors_(std::move(ends.errors)),
          unsent_(command.input),
          group_(leader, command.own_group),
          end_(Clock::now() + command.time_limit) {}

    CommandResult run() {
        CommandResult result;
        std::optional<CommandResult::End> over;
        while (!is_finished() && !over) {
            exchange(result.output, command_.output_limit, end_);
            if (command_.sink && !result.output.empty()) {
                command_.sink(result.output);
                result.output.clear();
            }
            over = limit_hit(result.output);
        }
        receive_errors();
        result.errors = std::move(said_);
        result.last_words = last_line(result.errors);
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
            said_.erase(0, said_.size() - std::min(said_.size(), kErrorsKept));
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
        ProcessStart start = start_of(command);
        Pipe input = open_pipe();
        Pipe output = open_pipe();
        Pipe errors = open_pipe();
        make_nonblocking(input.write);
        make_nonblocking(output.read);
        make_nonblocking(errors.read);
        start.input = input.read.get();
        start.output = output.write.get();
        start.errors = errors.write.get();
        const pid_t leader = start_process(start);
        // Theirs: as long as we held them, no end would ever come.
        input.read = FileDescriptor();
        output.write = FileDescriptor();
        errors.write = FileDescriptor();
        Ends ends{std::move(input.write), std::move(output.read), std::move(errors.read)};
        return Conversation(command, std::move(ends), leader).run();
    } catch (const std::system_error& error) {
        result.end = CommandResult::End::not_started;
        result.status = error.code().value();
        return result;
    }
}

class ChildStream::Child {
public:
    explicit Child(const Command& command) {
        ProcessStart start = start_of(command);
        Pipe input = open_pipe();
        Pipe output = open_pipe();
        const FileDescriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
        if (!nowhere) fail(errno);
        start.input = input.read.get();
        start.output = output.write.get();
        start.errors = nowhere.get();
        group_.emplace(start_process(start));
        input_ = std::move(input.write);
        output_ = std::move(output.read);
    }

    void write(std::string_view text) {
        const BlockedSigpipe blocked;
        while (!text.empty()) {
            const ssize_t written = ::write(input_.get(), text.data(), text.size());
            if (written < 0 && errno != EINTR) fail(errno);
            text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
        }
    }

    std::size_t read(char* to, std::size_t size) {
        for (;;) {
            const ssize_t got = ::read(output_.get(), to, size);
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) fail(errno);
        }
    }

private:
    std::optional<ProcessGroup> group_;
    FileDescriptor input_;
    FileDescriptor output_;
};

ChildStream::ChildStream(const Command& command) : child_(std::make_unique<Child>(command)) {}
ChildStream::~ChildStream() = default;

void ChildStream::write(std::string_view text) {
    child_->write(text);
}

std::size_t ChildStream::read(char* to, std::size_t size) {
    return child_->read(to, size);
}

}  // namespace feedarc::base
