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

    Outcome run(std::vector<std::string> arguments) {
        return run_process(FEEDARC_PROGRAM, options(std::move(arguments)));
    }

    TemporaryFolder home_;
};

}  // namespace feedarc::test
