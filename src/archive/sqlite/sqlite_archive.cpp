#include "archive/sqlite/sqlite_archive.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/archive_copy.hpp"
#include "archive/sqlite/body_walk.hpp"
#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/restrictions.hpp"
#include "archive/sqlite/schema_check.hpp"
#include "base/atomic_file.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace feedarc::sqlite {
namespace {

constexpr std::chrono::milliseconds kCloseWait{10'000};

bool is_older(int version) {
    return version != 0 && static_cast<std::size_t>(version) < migrations().size();
}

// Where an archive stays as it was before it is brought up to date.
std::string path_of_copy(const std::string& path, int version) {
    return fmt::format("{}.version-{}", path, version);
}

Connection open_private(const std::string& path) {
    std::error_code error;
    if (path == ":memory:" || !std::filesystem::exists(path, error)) return open_in_memory();
    return open_copy(path);
}

}  // namespace

SqliteArchive::SqliteArchive(const std::string& path, OpenMode mode, std::chrono::milliseconds wait)
    : path_(path) {
    if (mode == OpenMode::read) {
        db_ = open_for_reading(path);
        if (const int version = check_version(*db_, path); version == 0 || is_older(version)) {
            throw Error(
                ErrorCode::archive,
                version == 0
                    ? fmt::format("{}: the archive is empty; `feedarc ingest` fills it", path)
                    : fmt::format("{}: the archive has the older schema version {}; the next "
                                  "`feedarc ingest` brings it up to date",
                                  path, version));
        }
        check_schema(*db_, path);
        return;
    }
    if (mode == OpenMode::rehearse || path == ":memory:") {
        db_ = open_private(path);
        const int version = check_version(*db_, path);
        if (version != 0) check_schema(*db_, path);
        migrate(*db_, version);
        enable_triggers(*db_);
        return;
    }
    check_is_file(path);  // before a lock is made beside it
    base::make_private_folders(std::filesystem::path(path).parent_path().string());
    path_ = real_path(path);
    lock_.emplace(path_);
    const WriterLock::Held held(*lock_, wait);
    db_ = open_for_writing(path_);
    const int version = check_version(*db_, path);
    if (is_older(version)) (void)copy_archive(path_, path_of_copy(path_, version), {});
    migrate(*db_, version);
    enable_triggers(*db_);
}

SqliteArchive::~SqliteArchive() {
    store_.reset();
    writers_.reset();
    bodies_.reset();
    urls_.reset();
    reading_.reset();
    similar_body_.reset();
    revisions_.reset();
    stood_together_.reset();
    text_bearers_.reset();
    if (!lock_) return;
    // The last connection checkpoints as it closes, which only the holder of the lock may do.
    // Whoever does not get the lock, or met a failing disk, leaves the log to the next one.
    const auto leave_log = [&] {
        sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    };
    if (failed_) {
        leave_log();
        return;
    }
    try {
        const WriterLock::Held held(*lock_, kCloseWait);
        db_.reset();
    } catch (const Error&) {
        leave_log();
    }
}

std::vector<Correction> SqliteArchive::corrections() {
    return read_corrections(*db_, std::nullopt);
}

std::unique_ptr<BodyWalk> SqliteArchive::walk_bodies() {
    return std::make_unique<StoredBodyWalk>(*db_, bodies(), false);
}

Bodies& SqliteArchive::bodies() {
    if (!bodies_) bodies_.emplace(*db_);
    return *bodies_;
}

}  // namespace feedarc::sqlite
