#pragma once

#include <string>
#include <vector>

namespace feedarc::base {

/// Runs a program that has the terminal, with our standard streams, and waits for its end. Until
/// then the keys that interrupt mean the program alone. Returns its exit status, or 128 and the
/// signal that ended it. Throws std::system_error where it does not start.
int run_in_foreground(const std::vector<std::string>& arguments);

}  // namespace feedarc::base
