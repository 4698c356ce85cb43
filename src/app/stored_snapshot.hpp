#pragma once

#include <feedarc/archive.hpp>

#include "app/derive.hpp"
#include "app/placing.hpp"

#include <cstddef>
#include <optional>

namespace feedarc::app {

/// Has a deriver see a snapshot whose log rows are written; where corrections speak of it, it gets
/// the place that they say first. Gives the index under which the deriver has what it brought, if
/// it has.
[[nodiscard]] std::optional<std::size_t> see_stored(WriteBatch& batch, Deriver& deriver,
                                                    Placing& placing, SourceId source,
                                                    const PreparedSnapshot& snapshot,
                                                    const WriteBatch::Added& added);

}  // namespace feedarc::app
