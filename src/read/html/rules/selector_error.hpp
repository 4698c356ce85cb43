#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace feedarc::read {

/// What is wrong with a selector, and where: `at` counts bytes from 0.
class SelectorError : public std::runtime_error {
public:
    SelectorError(std::size_t at, const std::string& message)
        : std::runtime_error(message), at_(at) {}

    [[nodiscard]] std::size_t at() const noexcept { return at_; }

private:
    std::size_t at_;
};

}  // namespace feedarc::read
