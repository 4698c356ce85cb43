#pragma once

#include <feedarc/archive.hpp>

#include <cstdint>
#include <optional>

namespace feedarc::sqlite {

/// What joined a content to its record, as `revisions` keeps it.
struct JoinedColumns {
    explicit JoinedColumns(const Joined& joined) {
        if (joined.by) by = static_cast<std::int64_t>(*joined.by);
        if (joined.with != 0) with = joined.with;
        if (joined.connected) connected = static_cast<std::int64_t>(*joined.connected);
    }

    std::optional<std::int64_t> by, with, connected;
};

}  // namespace feedarc::sqlite
