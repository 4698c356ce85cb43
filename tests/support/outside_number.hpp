#pragma once

#include <cstdint>
#include <cstdlib>

namespace feedarc::test {

/// What an environment variable says that a test is to take, such as how many cases.
[[nodiscard]] inline std::uint32_t number_from_outside(const char* name, std::uint32_t otherwise) {
    const char* const value = std::getenv(name);
    return value == nullptr ? otherwise
                            : static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
}

}  // namespace feedarc::test
