#pragma once

#include <feedarc/categorize.hpp>

#include "app/config_checker.hpp"

#include <vector>

namespace feedarc::app {

/// Checks the tables [[category]] of a file. Those without a mistake come out, in their order.
void check_categories(ConfigChecker& checker, const toml::table& root,
                      std::vector<CategoryRule>& rules);

}  // namespace feedarc::app
