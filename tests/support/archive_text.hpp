#pragma once

#include <feedarc/archive.hpp>

#include <string>
#include <vector>

namespace feedarc::test {

struct ArchiveText {
    /// All that a user could tell two archives apart by, ids and packing left out: first a text for
    /// each record, in the order of the list.
    std::vector<std::string> texts;
    std::vector<RecordId> ids;  ///< of the records, in the same order
    /// What is claimed that cannot be: ends of runs by snapshots that are not healthy, counts that
    /// are not those of what they count. Empty where all is well.
    std::string contradiction;
};

[[nodiscard]] ArchiveText describe_archive(Archive& archive);

/// The first place at which two lists differ; empty where they are equal.
[[nodiscard]] std::string difference(const std::vector<std::string>& one,
                                     const std::vector<std::string>& other);

/// The ids of all records, in the order of the list.
[[nodiscard]] std::vector<RecordId> listed_ids(Archive& archive);

}  // namespace feedarc::test
