#pragma once

#include <string_view>
#include <vector>

namespace feedarc::cli {

/// How a command is called, as its help and its man page show it.
struct Example {
    std::string_view command;  ///< its name in the table of commands
    std::string_view line;     ///< what is typed, from `feedarc` on
    std::string_view meaning;
};

/// Those of a command, in the order of the table.
[[nodiscard]] std::vector<Example> examples_of(std::string_view command);

}  // namespace feedarc::cli
