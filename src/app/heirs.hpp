#pragma once

#include <feedarc/identity.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace feedarc::app {

/// A page as it was read before and as it is read now: for each entry of now the one of before that
/// is the same piece of the page, each used once. Ids and corrections follow it.
[[nodiscard]] std::vector<std::optional<std::size_t>> find_heirs(const std::vector<Content>& before,
                                                                 const std::vector<Content>& after);

}  // namespace feedarc::app
