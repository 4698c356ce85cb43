#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace feedarc {

/// Which of the elements of two sequences are not in their longest common subsequence: 1 for those.
struct EditScript {
    std::vector<std::uint8_t> removed;  ///< of the earlier sequence
    std::vector<std::uint8_t> added;    ///< of the later one
};

/// Myers's linear-space algorithm. Once it has taken `most_steps`, what is left is taken for
/// changed, so the script is right but not the shortest any more.
[[nodiscard]] EditScript edit_script(std::span<const std::uint32_t> before,
                                     std::span<const std::uint32_t> after, std::size_t most_steps);

}  // namespace feedarc
