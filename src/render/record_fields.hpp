#pragma once

#include <feedarc/record.hpp>
#include <feedarc/search.hpp>

#include "render/field.hpp"

#include <cstdint>

namespace feedarc::render {

/// The fields of a record, as JSON has them.
[[nodiscard]] const FieldTable<Record>& record_fields() noexcept;

/// Those of a record, and the passage that was found.
[[nodiscard]] const FieldTable<FoundRecord>& found_fields() noexcept;

/// An entry as one snapshot shows it.
struct PlacedEntry {
    std::int64_t position = 0;
    Entry entry;
    Fingerprint fingerprint;
};

/// The fields of an entry, as JSON has them.
[[nodiscard]] const FieldTable<PlacedEntry>& entry_fields() noexcept;

}  // namespace feedarc::render
