#pragma once

#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <cstddef>
#include <string>

namespace feedarc::test {

/// Reads and writes archives, whatever they hold.
class ArchiveUser {
public:
    ArchiveUser();

    /// Reads all that there is in an archive of these bytes, then runs one of the commands that
    /// print or write, on a file in memory. What is wrong there is an Error or an exit status;
    /// gives what only a defect of the program can do: an internal error, an exception of another
    /// kind, output that takes over a terminal. Empty where there is none.
    [[nodiscard]] std::string problem_with(const std::string& archive, std::size_t command);

    /// How many of them could be opened.
    [[nodiscard]] std::size_t opened() const { return opened_; }

private:
    std::size_t opened_ = 0;
    TemporaryFolder folder_{TemporaryFolder::Where::memory};
    Program program_;
    std::string page_;
    std::string path_;
};

}  // namespace feedarc::test
