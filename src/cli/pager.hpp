#pragma once

#include "base/spawn.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"

#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace feedarc::cli {

/// Shows what goes to the terminal page by page, in a program that is started by the first byte of
/// it. What is said on standard error meanwhile is held back until the user has left the program.
class Pager {
public:
    /// `out` writes to the terminal, and `err` is where things are said.
    Pager(DescriptorBuffer& out, std::ostream& err, Interruption& interruption)
        : out_(out), err_(err), interruption_(interruption) {}
    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;
    ~Pager() { finish(); }

    /// The program, once there is output. One that cannot be started is done without.
    void show_by(std::vector<std::string> arguments);

    /// Tells it that there is no more, and waits for its end. Does nothing where there is none.
    void finish() noexcept;

private:
    void start(const std::vector<std::string>& arguments);

    DescriptorBuffer& out_;
    std::ostream& err_;
    Interruption& interruption_;
    base::FileDescriptor input_;
    std::optional<base::ProcessGroup> process_;
    std::ostringstream held_;
    std::streambuf* said_to_ = nullptr;
};

/// Has the pager of the session show what is printed: PAGER, else `less -FRX`; not where standard
/// output is no terminal, nor with --no-pager, nor where PAGER is empty or `cat`.
void page_output(Session& session, const GlobalOptions& options);

/// For a signal handler that ends the program: no pager is left behind that reads from a terminal
/// on which the shell goes on.
void leave_pager(const Interruption& interruption, int signal) noexcept;

}  // namespace feedarc::cli
