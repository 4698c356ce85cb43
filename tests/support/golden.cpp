#include "support/golden.hpp"

#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace feedarc::test {

testing::AssertionResult is_golden(const std::string& text, const std::string& name) {
    const std::string path = std::string(FEEDARC_FIXTURES) + "/golden/" + name;
    const char* const update = std::getenv("FEEDARC_UPDATE_GOLDEN");
    if (update != nullptr && std::string(update) == "1") {
        std::ofstream(path, std::ios::binary) << text;
        return testing::AssertionSuccess();
    }
    if (!std::filesystem::exists(path)) {
        return testing::AssertionFailure()
               << path << " is not there; FEEDARC_UPDATE_GOLDEN=1 writes it";
    }
    const std::string expected = read_whole_file(path);
    if (text == expected) return testing::AssertionSuccess();
    return testing::AssertionFailure()
           << "not as " << path << " (FEEDARC_UPDATE_GOLDEN=1 writes it anew)\n--- is\n"
           << text << "\n--- should be\n"
           << expected;
}

}  // namespace feedarc::test
