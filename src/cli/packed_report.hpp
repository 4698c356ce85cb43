#pragma once

#include <feedarc/pack.hpp>

#include "cli/context.hpp"

#include <string>

namespace feedarc::cli {

[[nodiscard]] std::string json_text(const PackSummary& summary);

/// Says what was packed, and nothing under `--quiet` where nothing was.
void tell(const Context& context, const PackSummary& summary, bool dry_run);

}  // namespace feedarc::cli
