#pragma once

#include "support/process.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::test {

/// A git repository that a test makes, by one process however many commits it has.
class GitRepository {
public:
    /// Whether git is there to be run at all.
    [[nodiscard]] static bool git_is_there();

    /// In a folder that need not be there yet.
    explicit GitRepository(std::string folder) : folder_(std::move(folder)) {}

    /// What a commit does to one path.
    struct Change {
        std::string path;
        std::string bytes;            ///< of a link where it leads; of a submodule a commit
        std::string mode = "100644";  ///< empty: the path goes
    };
    /// Adds a commit to the branch `main` and gives its number, from 1. Its parents are the one
    /// before, or those that are named; with none of them on `main`, it begins a branch. All
    /// commits are committed (not written) at the same late time, as after a rebase.
    std::size_t commit(std::int64_t written_at, const std::vector<Change>& changes,
                       const std::vector<std::size_t>& parents = {});
    /// The same on another branch.
    std::size_t commit_to(std::string_view branch, std::int64_t written_at,
                          const std::vector<Change>& changes,
                          const std::vector<std::size_t>& parents);

    /// Makes the repository, with `main` as its branch; with files in the folder unless `bare`.
    void make(bool bare = false);

    /// Runs git in it.
    [[nodiscard]] Outcome git(std::vector<std::string> arguments, std::string input = "") const;
    [[nodiscard]] const std::string& folder() const { return folder_; }

private:
    std::string folder_;
    std::string stream_;  // of git-fast-import(1)
    std::size_t commits_ = 0;
};

}  // namespace feedarc::test
