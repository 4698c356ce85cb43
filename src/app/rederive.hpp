#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/corrections.hpp>

#include "app/derive.hpp"

#include <cstdint>
#include <vector>

namespace feedarc::app {

/// What deriving sources again did to their records.
struct Rederived {
    std::vector<RecordChange> changes;
    std::int64_t fields_gained = 0;  ///< best fields that records have and had not
};

/// Derives a source anew from its stored contents and replaces what is stored, and says what that
/// changed.
[[nodiscard]] Rederived rederive(WriteBatch& batch, SourceId source, const Heirs& heirs = {});

}  // namespace feedarc::app
