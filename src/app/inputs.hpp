#pragma once

#include <feedarc/error.hpp>
#include <feedarc/time.hpp>

#include "base/file.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace feedarc::app {

/// What is to be read: a file, or `-` for standard input. Most hold one snapshot, web archives
/// many.
struct Input {
    std::string path;
    Time captured_at{};
    std::uintmax_t size = 0;       ///< of the file, in bytes; 0 where it is not known
    std::optional<Error> problem;  ///< why it cannot be read; then the rest says nothing
    /// Gives the bytes of what is no file and `path` only names. May be called on any thread.
    std::function<base::ByteSource()> open;
};

/// The files that the arguments name, by capture time. Folders are walked in depth: in them, hidden
/// files and links are passed over, and so are files whose ending is none of a snapshot, and JSON
/// and XML files that are no feeds. A folder without snapshots, like a missing file, is an input
/// with a problem.
///
/// Capture time: `captured_at` if given; a time in the file's name; its modification time; for
/// standard input, `now`.
[[nodiscard]] std::vector<Input> collect_inputs(const std::vector<std::string>& arguments,
                                                std::optional<Time> captured_at, Time now);

}  // namespace feedarc::app
