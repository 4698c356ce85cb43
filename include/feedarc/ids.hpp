#pragma once

#include <cstdint>

namespace feedarc {

// What an archive numbers its rows by, from 1.
using RecordId = std::int64_t;
using SourceId = std::int64_t;
using SnapshotId = std::int64_t;
using ContentId = std::int64_t;

}  // namespace feedarc
