// Any file is read as an archive to an end, in bounded memory, or refused with an Error; so is it
// written to. What is printed of it takes over no terminal.

#include "support/archive_user.hpp"
#include "support/damaged_archive.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static feedarc::test::ArchiveUser user;
    // The last byte says what is done with it.
    const std::size_t command = size == 0 ? 0 : data[size - 1];
    const std::string problem = user.problem_with(
        feedarc::test::damaged_archive({reinterpret_cast<const char*>(data), size}), command);
    if (problem.empty()) return 0;
    std::fprintf(stderr, "%s\n", problem.c_str());
    std::abort();
}
