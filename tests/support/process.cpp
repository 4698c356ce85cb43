#include "support/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace feedarc::test {
namespace {

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    return ends;
}

// What a child reads comes from an unlinked file, so that no size of it can block.
int input_file(const std::string& input) {
    std::FILE* const file = std::tmpfile();
    if (file == nullptr) throw std::runtime_error("tmpfile");
    (void)std::fwrite(input.data(), 1, input.size(), file);
    (void)std::fflush(file);
    std::rewind(file);
    const int descriptor = ::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 0);
    (void)std::fclose(file);
    return descriptor;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void become(const std::string& program, const ProcessOptions& options, int in, int out,
                         int err) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::signal(SIGPIPE, SIG_DFL);
    if (options.file_size_limit >= 0) {
        const auto bytes = static_cast<rlim_t>(options.file_size_limit);
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    std::vector<std::string> words = options.arguments;
    words.insert(words.begin(), program);
    std::vector<std::string> environment = options.environment;
    ::execve(program.c_str(), pointers(words).data(), pointers(environment).data());
    ::_exit(127);
}

void close_end(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
}

// Appends what is there; false at the end.
bool take(int descriptor, std::string& text) {
    std::array<char, 1 << 16> buffer{};
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) return true;
    if (got <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

}  // namespace

Process::Process(const std::string& program, const ProcessOptions& options) {
    auto out = make_pipe();
    auto err = make_pipe();
    int in = options.input_descriptor >= 0 ? ::fcntl(options.input_descriptor, F_DUPFD_CLOEXEC, 0)
                                           : input_file(options.input);
    if (!options.out_path.empty()) {
        close_end(out[1]);
        out[1] = ::open(options.out_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }
    if (options.close_out) close_end(out[0]);
    id_ = ::fork();
    if (id_ < 0) throw std::runtime_error("fork");
    if (id_ == 0) become(program, options, in, out[1], err[1]);
    close_end(in);
    close_end(out[1]);
    close_end(err[1]);
    out_ = out[0];
    err_ = err[0];
}

Process::~Process() {
    if (id_ > 0) {
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
    }
    close_end(out_);
    close_end(err_);
}

std::string Process::read_line() {
    while (early_.find('\n') == std::string::npos) {
        if (!take(out_, early_)) return {};
    }
    const std::size_t end = early_.find('\n');
    std::string line = early_.substr(0, end);
    early_.erase(0, end + 1);
    return line;
}

Outcome Process::wait() {
    Outcome outcome;
    outcome.out = early_;
    while (out_ >= 0 || err_ >= 0) {
        std::array<pollfd, 2> ready{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
        if (::poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) break;
        if (ready[0].revents != 0 && !take(out_, outcome.out)) close_end(out_);
        if (ready[1].revents != 0 && !take(err_, outcome.err)) close_end(err_);
    }
    int status = 0;
    rusage usage{};
    ::wait4(id_, &status, 0, &usage);
    id_ = -1;
    outcome.peak_kilobytes = usage.ru_maxrss;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

Outcome run_process(const std::string& program, const ProcessOptions& options) {
    Process process(program, options);
    return process.wait();
}

}  // namespace feedarc::test
