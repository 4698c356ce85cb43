#pragma once

#include <feedarc/retention.hpp>

#include "app/config_checker.hpp"

#include <string_view>

namespace feedarc::app {

/// Checks the table `retention` of a table, where it has one; `how` says how it is written.
void check_retention(ConfigChecker& checker, const Place& place, std::string_view how,
                     RetentionPolicy& policy);

}  // namespace feedarc::app
