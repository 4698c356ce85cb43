#pragma once

#include <feedarc/record.hpp>

#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace feedarc::sqlite {

/// The name of a stored kind of evidence.
[[nodiscard]] std::string evidence_name(std::int64_t kind);

/// How each revision of a record came to it, by revision.
[[nodiscard]] std::vector<JoinRow> read_joins(sqlite3& db, RecordId record);

}  // namespace feedarc::sqlite
