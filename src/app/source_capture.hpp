#pragma once

#include <feedarc/capture.hpp>

#include "app/capture_store.hpp"
#include "capture/host_turns.hpp"
#include "capture/http_client.hpp"

namespace feedarc::app {

/// Captures one source: its page, and as many further pages as it follows, all as of one moment.
/// Does nothing where somebody else is at it. Throws Error(interrupted) where it was stopped, and
/// what CaptureStore throws.
void capture_source(const ConfiguredSource& source, const CaptureOptions& options,
                    capture::HostTurns& turns, capture::HttpClient& client, CaptureStore& store);

}  // namespace feedarc::app
