#pragma once

#include <sqlite3.h>

namespace feedarc::sqlite {

/// Takes from a connection what no statement of feedarc needs, so that an archive that somebody
/// else made, or a mistake here, cannot do it either: defensive mode, no trust in the schema, no
/// triggers, no other files (ATTACH), no extensions, no pragma but those listed, and limits on what
/// a statement may be.
void restrict_connection(sqlite3& db);

/// Lets the triggers of the schema run, which keep its totals. Before anything is written, and only
/// where check_schema() found no other trigger.
void enable_triggers(sqlite3& db);

}  // namespace feedarc::sqlite
