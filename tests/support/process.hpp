#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace feedarc::test {

struct Outcome {
    int status = -1;  ///< exit status; 128 + signal for one that was killed, as shells have it
    std::string out;
    std::string err;
    long peak_kilobytes = 0;  ///< the most memory it held at a time
};

/// How a program is started.
struct ProcessOptions {
    std::vector<std::string> arguments;
    std::vector<std::string> environment;  ///< `NAME=value`, all of it
    std::string input;                     ///< for its standard input
    int input_descriptor = -1;             ///< in place of `input`; stays the caller's
    std::string out_path;                  ///< where standard output goes; empty: into the outcome
    bool close_out = false;                ///< nobody reads its standard output
    long file_size_limit = -1;             ///< RLIMIT_FSIZE in bytes
};

/// A running program.
class Process {
public:
    Process(const std::string& program, const ProcessOptions& options);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    [[nodiscard]] pid_t id() const { return id_; }
    /// Reads its standard output until a line is whole; empty at the end.
    [[nodiscard]] std::string read_line();
    /// Waits for its end. At most once.
    [[nodiscard]] Outcome wait();

private:
    pid_t id_ = -1;
    int out_ = -1;
    int err_ = -1;
    std::string early_;  ///< read by read_line() beyond its line
};

[[nodiscard]] Outcome run_process(const std::string& program, const ProcessOptions& options);

}  // namespace feedarc::test
