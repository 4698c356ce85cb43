#pragma once

#include "base/child_process.hpp"

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::app {

/// Runs git on a repository that is not trusted: nothing that its configuration names is run (no
/// hook, pager, monitor or remote helper), nothing is fetched or asked, nothing in it is changed,
/// and variables of the environment do not lead elsewhere.
class GitProgram {
public:
    /// `stop`: once it is not 0, git is ended; may be null.
    GitProgram(std::string repository, const std::atomic<int>* stop)
        : repository_(std::move(repository)), stop_(stop) {}

    [[nodiscard]] const std::string& repository() const noexcept { return repository_; }

    /// git, told these arguments. Paths among them are what they are, and no patterns.
    [[nodiscard]] base::Command command(const std::vector<std::string>& arguments) const;

    /// What it prints, told `input`. Throws Error(input) with what it says where it fails,
    /// Error(limit), and Error(interrupted).
    [[nodiscard]] std::string run(const std::vector<std::string>& arguments,
                                  std::string input = "") const;

private:
    std::string repository_;
    const std::atomic<int>* stop_;
};

}  // namespace feedarc::app
