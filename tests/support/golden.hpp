#pragma once

#include <gtest/gtest.h>

#include <string>

namespace feedarc::test {

/// Whether a text is that of fixtures/golden/NAME. With FEEDARC_UPDATE_GOLDEN=1 the file is written
/// anew, and the change is read in review like code.
[[nodiscard]] testing::AssertionResult is_golden(const std::string& text, const std::string& name);

}  // namespace feedarc::test
