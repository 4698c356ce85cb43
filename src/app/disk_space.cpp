#include "app/disk_space.hpp"

#include <feedarc/error.hpp>

#include "base/atomic_file.hpp"
#include "base/free_space.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace feedarc::app {
namespace {

namespace fs = std::filesystem;

// The archive's folder, or the one that it is going to be made in.
std::string present_folder(const std::string& location) {
    std::error_code error;
    fs::path folder = base::folder_of_path(base::resolve_links(location));
    while (!fs::exists(folder, error) && folder.has_relative_path()) {
        folder = base::folder_of_path(folder.string());
    }
    return folder.string();
}

}  // namespace

void check_disk_space(const std::string& location, std::uint64_t bytes, std::uint64_t min_free) {
    constexpr std::uint64_t kTimes = 3;
    if (min_free == 0 || location == ":memory:") return;
    const std::string folder = present_folder(location);
    const std::uint64_t needed = kTimes * bytes + min_free;
    const std::uint64_t free = base::free_space(folder);
    if (free >= needed) return;
    throw Error(ErrorCode::io,
                fmt::format("{}: {} are free on this disk, and {} are to be free for what comes "
                            "next, so nothing more is stored; free some space elsewhere on it "
                            "(also to delete from the archive takes some), or set min_free under "
                            "[archive] in the configuration",
                            folder, base::rough_size(free), base::rough_size(needed)));
}

}  // namespace feedarc::app
