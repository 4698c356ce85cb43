#pragma once

#include "app/config_edit.hpp"
#include "cli/context.hpp"

#include <string>
#include <vector>

namespace feedarc::cli {

/// Of the user of the session; empty where the environment names none.
[[nodiscard]] std::string home_of(const Context& context);

/// Where the configuration is. Throws Error(usage) where there is neither a path nor a home folder.
[[nodiscard]] std::string required_config_path(const Context& context);

/// What it says; empty where there is none. Throws Error(usage) for one with mistakes.
[[nodiscard]] app::Config configuration(const Context& context);

/// Changes it, as app::change_config().
void change_configuration(const Context& context, const app::ConfigChange& change);

/// The source of that name. Throws Error(not_found) with "did you mean".
[[nodiscard]] const ConfiguredSource& configured_source(const app::Config& config,
                                                        const std::string& name);

/// Throws Error(not_found) with "did you mean" for a source that is none of those.
[[noreturn]] void no_such_source(const std::string& name, const std::vector<std::string>& names);

}  // namespace feedarc::cli
