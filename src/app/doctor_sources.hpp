#pragma once

#include "app/config.hpp"
#include "app/findings.hpp"

#include <string>

namespace feedarc::app {

/// Whether the configured sources are captured in time.
void examine_sources(const std::string& location, const Config& config,
                     const DoctorOptions& options, Findings& findings);

}  // namespace feedarc::app
