#pragma once

#include <feedarc/error.hpp>

#include <atomic>

namespace feedarc::app {

/// Throws Error(interrupted) where `stop` holds a signal that came.
inline void stop_export_if_asked(const std::atomic<int>* stop) {
    if (stop == nullptr || stop->load() == 0) return;
    throw Error(ErrorCode::interrupted, "interrupted; the export is not complete");
}

}  // namespace feedarc::app
