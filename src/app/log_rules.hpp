#pragma once

#include "archive/check.hpp"

namespace feedarc::app {

/// How log rows come about, by the stations that make them.
[[nodiscard]] archive::LogRules log_rules();

}  // namespace feedarc::app
