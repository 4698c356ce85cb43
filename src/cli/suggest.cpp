#include "cli/suggest.hpp"

#include "base/edit_distance.hpp"

#include <fmt/format.h>

namespace feedarc::cli {

std::string did_you_mean(std::string_view typed, std::span<const std::string> choices) {
    const auto meant = base::nearest(typed, choices);
    return meant ? fmt::format("; did you mean '{}'?", *meant) : std::string();
}

}  // namespace feedarc::cli
