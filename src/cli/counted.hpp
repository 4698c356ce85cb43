#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace feedarc::cli {

/// `1 block`, `2 blocks`.
[[nodiscard]] inline std::string counted(std::int64_t number, std::string_view one,
                                         std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace feedarc::cli
