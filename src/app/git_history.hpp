#pragma once

#include <feedarc/ingest_git.hpp>

#include "app/inputs.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace feedarc::app {

/// The versions of files in the history of a git repository, by the time at which each was written.
///
/// A version is what a commit made of the file: of all commits that led to `history.ref`, on
/// whatever branch they were made. Merges make none, since nothing was captured by them; nor do
/// commits that delete the file or change its mode alone, which `remark` is told. What is no file
/// in a commit (a link, a submodule), or has more than `page_bytes`, is an input with a problem,
/// and so is a path without versions. The inputs share one process of git, which goes with them.
///
/// Throws Error(input) where git or the repository cannot be used, and Error(interrupted).
[[nodiscard]] std::vector<Input> git_inputs(const GitHistory& history, std::size_t page_bytes,
                                            const std::atomic<int>* stop,
                                            const std::function<void(const std::string&)>& remark);

}  // namespace feedarc::app
