#include "base/free_space.hpp"

#include <feedarc/error.hpp>

#include "base/retry.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <sys/statvfs.h>
#include <system_error>

namespace feedarc::base {

std::uint64_t free_space(const std::string& folder) {
    struct statvfs status {};
    if (retried([&] { return ::statvfs(folder.c_str(), &status); }) != 0) {
        throw Error(ErrorCode::io,
                    fmt::format("{}: {}", folder, std::generic_category().message(errno)));
    }
    return std::uint64_t{status.f_bavail} * status.f_frsize;
}

std::string rough_size(std::uint64_t bytes) {
    constexpr double kStep = 1024;
    auto size = static_cast<double>(bytes);
    if (size < kStep) return fmt::format("{} bytes", bytes);
    const char* unit = "";
    for (const char* larger : {"KiB", "MiB", "GiB", "TiB", "PiB"}) {
        if (size < kStep) break;
        size /= kStep;
        unit = larger;
    }
    return fmt::format("{:.1f} {}", size, unit);
}

}  // namespace feedarc::base
