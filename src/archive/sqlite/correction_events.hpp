#pragma once

#include "archive/sqlite/placed_event.hpp"

#include <vector>

namespace feedarc::sqlite {

/// What people said against the rules, in the order in which it was said: a join or a split once
/// for each record that bears a content of it now.
[[nodiscard]] std::vector<PlacedEvent> correction_events(sqlite3& db);

}  // namespace feedarc::sqlite
