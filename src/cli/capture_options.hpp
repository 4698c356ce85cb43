#pragma once

#include <feedarc/capture.hpp>

#include "cli/context.hpp"

namespace feedarc::cli {

/// What the configuration and the session say about capturing. Throws Error(usage) for a mistake in
/// the configuration.
[[nodiscard]] CaptureOptions capture_options(const Context& context);

/// Lets sources be at private addresses, where `--allow-private` says so.
void allow_private(CaptureOptions& options);

}  // namespace feedarc::cli
