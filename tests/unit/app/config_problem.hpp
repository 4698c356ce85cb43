#pragma once

#include "app/config.hpp"

#include <gmock/gmock.h>

#include <string>

namespace feedarc::app {

// A problem of the configuration whose message says this among other things.
inline auto problem(int line, const std::string& key, const std::string& message) {
    return testing::AllOf(testing::Field(&ConfigProblem::line, line),
                          testing::Field(&ConfigProblem::key, key),
                          testing::Field(&ConfigProblem::message, testing::HasSubstr(message)));
}

}  // namespace feedarc::app
