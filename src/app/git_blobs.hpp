#pragma once

#include "app/git_program.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace feedarc::app {

/// Reads files out of a git repository by one process of git, which starts with the first. May be
/// used by several threads at once; they take turns.
class GitBlobs {
public:
    explicit GitBlobs(GitProgram git) : git_(std::move(git)) {}

    /// The bytes of a file by the name of its object. Throws Error(input), also where it is larger
    /// than `limit`, which its size was to be compared with before.
    [[nodiscard]] std::string read(const std::string& object, std::size_t limit);

private:
    std::string line();
    void fill();
    std::string take(std::size_t size);

    GitProgram git_;
    std::mutex mutex_;
    std::unique_ptr<base::ChildStream> stream_;
    bool lost_ = false;   ///< what comes next belongs to no question
    std::string buffer_;  ///< came, and was not used
};

}  // namespace feedarc::app
