#pragma once

#include "cli/exit_status.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace feedarc::cli {

struct Context;

/// What a command does once its options are read.
using Action = std::function<ExitStatus(Context&)>;

/// One row of the table of commands. `configure` declares the options and touches nothing else: no
/// file is opened before the Action that it returns runs.
struct Command {
    const char* name;  ///< one word, or two with a space between
    const char* summary;
    Action (*configure)(CLI::App& options);
    bool hidden = false;  ///< for programs alone: help and completions do not name it
};

}  // namespace feedarc::cli
