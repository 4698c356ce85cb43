#pragma once

#include <feedarc/correct.hpp>

#include "cli/context.hpp"
#include "cli/exit_status.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace feedarc::cli {

/// `record 7 joined 3`
[[nodiscard]] std::string line_of(const RecordChange& change);

/// Makes a correction, and says what it changed: a line for each record on standard error, or with
/// `json` an object on standard output. `remark` is added for people where it is not empty.
ExitStatus correct(const Context& context, bool json, const std::string& remark,
                   const std::function<Corrected(Corrector&)>& make);

/// Declares `--json`.
void add_json_option(CLI::App& app, bool& json);

}  // namespace feedarc::cli
