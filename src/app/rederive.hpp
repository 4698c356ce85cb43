#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/corrections.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace feedarc::app {

/// What deriving sources again did to their records.
struct Rederived {
    std::vector<RecordChange> changes;
    std::int64_t fields_gained = 0;  ///< best fields that records have and had not
};

/// Contents of now with the contents that an older reading had in their place.
using Heirs = std::vector<std::pair<ContentId, ContentId>>;

/// Derives a source anew from its stored contents and replaces what is stored, and says what that
/// changed.
[[nodiscard]] Rederived rederive(WriteBatch& batch, SourceId source, const Heirs& heirs = {});

}  // namespace feedarc::app
