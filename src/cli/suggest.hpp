#pragma once

#include <span>
#include <string>
#include <string_view>

namespace feedarc::cli {

/// `; did you mean 'X'?` where one of the choices is near enough to what was typed, else nothing.
[[nodiscard]] std::string did_you_mean(std::string_view typed,
                                       std::span<const std::string> choices);

}  // namespace feedarc::cli
