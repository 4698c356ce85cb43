#pragma once

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace feedarc::test {

/// The program as it is installed, with a home folder of its own.
class InstalledProgram : public testing::Test {
protected:
    ProcessOptions options(std::vector<std::string> arguments) {
        ProcessOptions options;
        options.arguments = std::move(arguments);
        options.environment = {"HOME=" + home_.path(), "PATH=/usr/bin:/bin"};
        return options;
    }

    /// For a process that may not write all it wants to: where lines are counted, its counts go
    /// where they do not damage those of the others.
    ProcessOptions options_of_cut_off(std::vector<std::string> arguments) {
        ProcessOptions cut_off = options(std::move(arguments));
        cut_off.environment.push_back("GCOV_PREFIX=" + home_.path());
        return cut_off;
    }

    Outcome run(std::vector<std::string> arguments) {
        return run_process(FEEDARC_PROGRAM, options(std::move(arguments)));
    }

    TemporaryFolder home_;
};

}  // namespace feedarc::test
