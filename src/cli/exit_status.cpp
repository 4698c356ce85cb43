#include "cli/exit_status.hpp"

#include <algorithm>
#include <array>

namespace feedarc::cli {

ExitStatus status_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::usage: return ExitStatus::usage;
        case ErrorCode::input:
        case ErrorCode::not_found: return ExitStatus::failed;
        case ErrorCode::busy: return ExitStatus::busy;
        case ErrorCode::archive: return ExitStatus::archive;
        case ErrorCode::limit: return ExitStatus::limit;
        case ErrorCode::io: return ExitStatus::io;
        case ErrorCode::interrupted: return ExitStatus::interrupt;
        case ErrorCode::internal: return ExitStatus::internal;
    }
    return ExitStatus::internal;
}

ExitStatus worse_of(ExitStatus one, ExitStatus other) noexcept {
    // What ends a run at once stands before the five that are combined.
    constexpr std::array kWorstFirst{
        ExitStatus::internal, ExitStatus::terminate, ExitStatus::interrupt,
        ExitStatus::usage,    ExitStatus::io,        ExitStatus::archive,
        ExitStatus::busy,     ExitStatus::limit,     ExitStatus::failed,
    };
    for (const ExitStatus status : kWorstFirst) {
        if (one == status || other == status) return status;
    }
    return ExitStatus::ok;
}

}  // namespace feedarc::cli
