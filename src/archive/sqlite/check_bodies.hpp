#pragma once

#include "archive/check.hpp"

#include <sqlite3.h>

namespace feedarc::sqlite {

/// Unpacks bodies and compares them with their hashes: all that are kept, or some of them.
archive::ArchiveCheck::Bodies check_all_bodies(sqlite3& db, const archive::CheckSink& sink);
archive::ArchiveCheck::Bodies check_some_bodies(sqlite3& db, const BodySlice& slice,
                                                const archive::CheckSink& sink);

}  // namespace feedarc::sqlite
