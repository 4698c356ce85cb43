#pragma once

#include <feedarc/ingest.hpp>

#include <string>
#include <vector>

namespace feedarc {

/// Files in the history of a git repository.
struct GitHistory {
    std::string repository;          ///< a folder of it, or a bare one
    std::vector<std::string> paths;  ///< of files, as they are called within that folder
    std::string ref;                 ///< a branch, tag or commit; empty: what is checked out
};

/// ingest() of every version of these files: each commit that changes one gives a snapshot, with
/// the time at which it was written (its author time) and named `REPOSITORY:PATH@COMMIT`.
///
/// Runs `git`, which has to be found by PATH, and which then neither asks nor fetches nor runs
/// anything that the repository names. Throws Error(input) where git or the repository cannot be
/// used; a path that no commit has is an input that failed. The time of the options has no use.
[[nodiscard]] IngestSummary ingest_git(const std::string& location, const GitHistory& history,
                                       const IngestOptions& options,
                                       const IngestListener& listener);

}  // namespace feedarc
