#pragma once

#include <string>

namespace feedarc::test {

/// Runs SQL on an archive behind the program's back, as damage or another program would.
void run_sql(const std::string& path, const std::string& sql);

}  // namespace feedarc::test
