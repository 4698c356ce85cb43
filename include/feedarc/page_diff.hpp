#pragma once

#include <feedarc/record.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace feedarc {

/// An entry as one snapshot shows it, with the record that it belongs to.
struct ShownEntry {
    std::int64_t position = 0;  ///< from 0
    RecordId record = 0;
    Entry entry;
};

enum class EntryChange { added, removed, edited, moved };

[[nodiscard]] const char* to_string(EntryChange change) noexcept;

/// What became of one record between two snapshots.
struct EntryDifference {
    EntryChange change{};
    RecordId record = 0;
    std::optional<std::int64_t> old_position, new_position;
    std::optional<Entry> old_entry, new_entry;
    std::vector<std::string> fields;  ///< that differ: `title`, `url`, `guid`, `category`, ...
};

/// Compares two snapshots of a page entry by entry; a record that stands several times on a page
/// counts where it stands first. What was removed comes first, in the order of the old page, then
/// the rest in the order of the new one. An edited record is told once, even where it moved too.
/// Moved are only those whose order among the others changed.
[[nodiscard]] std::vector<EntryDifference> compare_pages(std::span<const ShownEntry> before,
                                                         std::span<const ShownEntry> after);

}  // namespace feedarc
