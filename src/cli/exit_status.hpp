#pragma once

#include <feedarc/error.hpp>

namespace feedarc::cli {

/// The exit codes of the program; docs and scripts know them.
enum class ExitStatus {
    ok = 0,
    failed = 1,       ///< some input failed, or an ID does not exist; the rest is done
    usage = 2,        ///< usage or configuration
    busy = 3,         ///< no lock within --wait
    archive = 4,      ///< missing, foreign, newer than this program, or damaged
    limit = 5,        ///< input refused by a limit
    io = 6,           ///< disk full or I/O error
    internal = 70,    ///< EX_SOFTWARE of sysexits.h
    interrupt = 130,  ///< 128 + SIGINT
    terminate = 143,  ///< 128 + SIGTERM
};

[[nodiscard]] ExitStatus status_of(ErrorCode code) noexcept;

/// Of several outcomes of one run the first of 6, 4, 3, 5, 1 that applies.
[[nodiscard]] ExitStatus worse_of(ExitStatus one, ExitStatus other) noexcept;

}  // namespace feedarc::cli
