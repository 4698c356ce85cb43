#include "archive/sqlite/archive_check.hpp"

#include <feedarc/error.hpp>
#include <feedarc/identity.hpp>

#include "archive/sqlite/check_bodies.hpp"
#include "archive/sqlite/check_derived.hpp"
#include "archive/sqlite/check_parts.hpp"
#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/integrity_line.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace feedarc::sqlite {
namespace {

// Of structure and keys so much is told; there may be a line for every row.
constexpr std::int64_t kMostOfOneKind = 100;

bool has_log(sqlite3& db) {
    return integer_of(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'snapshots'") != 0;
}

std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

void check_integrity(sqlite3& db, const std::string& path, bool whole,
                     const archive::CheckSink& sink) {
    const std::string sql =
        fmt::format("PRAGMA {}({})", whole ? "integrity_check" : "quick_check", kMostOfOneKind);
    each_row(db, sql, "", sink, [&](const Statement::Run& row) {
        throw_where_unread(row.text(0), path);
        if (row.text(0) != "ok") sink.damage({"", "", on_one_line(row.text(0)), kRestore});
    });
}

void check_keys(sqlite3& db, const archive::CheckSink& sink) {
    std::int64_t found = 0;
    each_row(db, "SELECT \"rowid\", \"table\", parent FROM pragma_foreign_key_check", "", sink,
             [&](const Statement::Run& row) {
                 if (++found > kMostOfOneKind) return;
                 sink.damage({std::string(row.text(1)), std::string(row.text(0)),
                              fmt::format("refers to a row of {} that is missing", row.text(2)),
                              kRestore});
             });
}

// Ids of records are never used twice.
void check_sequence(sqlite3& db, const archive::CheckSink& sink) {
    each_row(db,
             "SELECT coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'records'), 0), "
             "max(coalesce((SELECT max(id) FROM records), 0), "
             "coalesce((SELECT max(id) FROM record_aliases), 0))",
             "sqlite_sequence", sink, [&](const Statement::Run& row) {
                 if (row.integer(0) >= row.integer(1)) return;
                 sink.damage({"sqlite_sequence", "records",
                              fmt::format("says that the last id was {}, and there is {}",
                                          row.integer(0), row.integer(1)),
                              kRestore});
             });
}

}  // namespace

SqliteCheck::SqliteCheck(const std::string& path) : path_(path) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown)) {
        (void)open_for_reading(path);  // says what is wrong
    }
    bool archive = false;
    try {
        db_ = open_for_reading(path);
        execute(*db_, "BEGIN");
        archive = integer_of(*db_, "PRAGMA user_version") > 0 && has_log(*db_);
    } catch (const Error& error) {
        if (!is_damage(error)) throw;
        unreadable_ = error.what();
        return;
    }
    if (!archive && check_version(*db_, path) == 0) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: the archive is empty; `feedarc ingest` fills it", path));
    }
}

// Whether this is an archive of a version that can be looked at.
bool SqliteCheck::header(const archive::CheckSink& sink) {
    if (integer_of(*db_, "PRAGMA application_id") != kApplicationId) {
        sink.damage({"", "", "its application id is not that of an archive", kRestore});
    }
    const auto newest = static_cast<std::int64_t>(migrations().size());
    const std::int64_t version = integer_of(*db_, "PRAGMA user_version");
    if (version >= 1 && version <= newest) return true;
    sink.damage(
        {"", "",
         fmt::format("its schema has version {}, this program knows up to {}", version, newest),
         "use a newer feedarc, where there is one; else restore it from a backup"});
    return false;
}

bool SqliteCheck::structure(bool whole, const archive::CheckSink& sink) {
    try {
        if (!unreadable_.empty()) {
            sink.damage({"", "", unreadable_, kRestore});
            return false;
        }
        if (!header(sink)) return false;
        bool sound = true;
        for (std::string& problem : schema_problems(*db_)) {
            sink.damage({"sqlite_schema", "", std::move(problem), kRestore});
            sound = false;
        }
        check_integrity(*db_, path_, whole, sink);
        if (!sound) return false;
        check_keys(*db_, sink);
        if (integer_of(*db_, "PRAGMA user_version") !=
            static_cast<std::int64_t>(migrations().size())) {
            if (!whole) return true;
            migrated_ = open_copy(*db_);
            migrate(*migrated_, static_cast<int>(integer_of(*migrated_, "PRAGMA user_version")));
        }
        check_sequence(newest(), sink);
        return true;
    } catch (const Error& error) {
        if (!is_damage(error)) throw;
        sink.damage({"", "", error.what(), kRestore});
        return false;
    }
}

std::int64_t SqliteCheck::rows(const archive::LogRules& rules, const archive::CheckSink& sink) {
    sqlite3& db = newest();
    std::int64_t rows = 0;
    rows += check_hashed_rows(db, sink);
    rows += check_rules(db, sink);
    rows += check_sources(db, sink);
    rows += check_contents(db, rules, sink);
    rows += check_pages(db, rules, sink);
    rows += check_snapshots(db, rules, sink);
    rows += check_corrections(db, sink);
    rows += check_body_places(db, sink);
    check_search(db, sink);
    return rows;
}

archive::ArchiveCheck::Bodies SqliteCheck::bodies(const BodySlice& slice,
                                                  const archive::CheckSink& sink) {
    try {
        return slice.slices == 1 ? check_all_bodies(newest(), sink)
                                 : check_some_bodies(newest(), slice, sink);
    } catch (const Error& error) {
        if (!is_damage(error)) throw;
        sink.damage({"bodies", "", error.what(), kRestore});
        return {};
    }
}

std::unique_ptr<archive::DerivedCopy> SqliteCheck::derive_again(const archive::CheckSink& sink) {
    // One row of an older version is a damaged one; several are what an older program derived.
    const std::int64_t older =
        integer_of(newest(), fmt::format("SELECT count(*) FROM evidence WHERE rule_version "
                                         "BETWEEN 1 AND {}",
                                         kIdentityVersion - 1));
    if (older > 1) {
        sink.note(
            "what is derived is of older rules and was not compared; `feedarc rebuild` derives it "
            "again");
        return nullptr;
    }
    return std::make_unique<DerivedRows>(newest());
}

}  // namespace feedarc::sqlite
