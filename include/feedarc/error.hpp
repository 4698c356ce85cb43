#pragma once

#include <stdexcept>
#include <string>

namespace feedarc {

/// Why something could not be done. Each code is one exit status of the program (see feedarc(1)).
enum class ErrorCode {
    usage,        ///< an argument or the configuration is wrong, or a library missing: status 2
    input,        ///< an input is missing, unreadable, empty or not text: exit status 1
    not_found,    ///< an id that does not exist: exit status 1
    busy,         ///< another writer held the archive for longer than the wait: exit status 3
    archive,      ///< the archive is missing, foreign, newer than this program or damaged: 4
    limit,        ///< an input is over a limit: exit status 5
    io,           ///< the disk is full or failed: exit status 6
    interrupted,  ///< SIGINT or SIGTERM: exit status 130 or 143
    internal,     ///< a defect of this program: exit status 70
};

/// The one exception of the library: what the caller cannot go on from.
///
/// The message reads `PLACE: what is wrong (detail)` and names the remedy where there is one. It
/// may hold text that came from outside; whoever prints it makes control characters visible.
class Error : public std::runtime_error {
public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

private:
    ErrorCode code_;
};

}  // namespace feedarc
