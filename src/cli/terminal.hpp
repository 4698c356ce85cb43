#pragma once

#include "cli/session.hpp"

namespace feedarc::cli {

/// What the process was given: which of its streams are terminals and how wide (by the terminal,
/// else COLUMNS, else 80).
[[nodiscard]] Terminal current_terminal();

}  // namespace feedarc::cli
