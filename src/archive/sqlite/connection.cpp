#include "archive/sqlite/connection.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/restrictions.hpp"
#include "archive/sqlite/row_hash.hpp"
#include "archive/sqlite/schema_check.hpp"
#include "archive/sqlite/search_index.hpp"
#include "base/atomic_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace feedarc::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyMilliseconds = 10'000;  // for the moments at which SQLite's own locks meet

Connection open(const std::string& path, int flags, const char* vfs = nullptr) {
    // Counting its memory would take SQLite a lock for every piece. Refused, and harmless, where
    // the host program has begun to use SQLite itself.
    static const int kCountingOff = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)kCountingOff;
    sqlite3* raw = nullptr;
    // An archive is used by one thread at a time, so its connection needs no lock of its own.
    flags |= SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    const int status = sqlite3_open_v2(path.c_str(), &raw, flags, vfs);
    Connection db(raw);  // SQLite gives a handle even where it fails.
    if (status != SQLITE_OK && !db) throw std::bad_alloc();
    if (status != SQLITE_OK) {
        throw Error(ErrorCode::io,
                    fmt::format("{}: {} (SQLite {}); name another place with --archive", path,
                                sqlite3_errmsg(db.get()), status));
    }
    return db;
}

void configure(sqlite3& db) {
    sqlite3_busy_timeout(&db, kBusyMilliseconds);
    restrict_connection(db);
    add_hash_function(db);
    add_search_function(db);
    execute(db, "PRAGMA cell_size_check = ON");
    execute(db, "PRAGMA mmap_size = 0");
    // The keys are declared, and checked by foreign_key_check; enforcing them row by row would look
    // each content and page of a snapshot up once more.
    execute(db, "PRAGMA foreign_keys = OFF");
}

// Unlike what configure() does, this reads the file.
void set_cache_size(sqlite3& db) {
    execute(db, "PRAGMA cache_size = -32000");  // KiB
}

void make_file(const std::string& path) {
    const int descriptor =
        ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
    } else if (errno != EEXIST) {
        throw Error(ErrorCode::io,
                    fmt::format("{}: {}", path, std::generic_category().message(errno)));
    }
}

// A URI that names the path literally.
std::string immutable_uri(const std::string& path) {
    std::string uri = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        } else {
            uri += c;
        }
    }
    return uri + "?immutable=1";
}

// A link to nothing may lead to a disk that is not mounted, where an archive would be out of place.
void check_link(const std::string& path) {
    std::error_code error;
    if (!fs::is_symlink(path, error) || fs::exists(path, error)) return;
    throw Error(ErrorCode::io,
                fmt::format("{}: a symbolic link to {}, where nothing is; name another place with "
                            "--archive",
                            path, fs::read_symlink(path, error).string()));
}

bool readable_schema(sqlite3& db) {
    return sqlite3_exec(&db, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) ==
           SQLITE_OK;
}

}  // namespace

void check_is_file(const std::string& path) {
    std::error_code error;
    check_link(path);
    const auto status = fs::status(path, error);
    if (!fs::exists(status) || fs::is_regular_file(status)) return;
    throw Error(ErrorCode::archive,
                fs::is_directory(status)
                    ? fmt::format("{}: a folder; the archive is a file in it, such as --archive {}",
                                  path, (fs::path(path) / "archive.db").string())
                    : fmt::format("{}: not a file; name another one with --archive", path));
}

std::string real_path(const std::string& path) {
    std::error_code error;
    const fs::path whole = fs::canonical(path, error);
    if (!error) return whole.string();
    const fs::path folder = fs::canonical(base::folder_of_path(path), error);
    return error ? path : (folder / fs::path(path).filename()).string();
}

Connection open_for_reading(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error)) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: there is no archive here; `feedarc ingest` makes one", path));
    }
    check_is_file(path);
    if (::access(path.c_str(), R_OK) != 0) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: {}", path, std::generic_category().message(errno)));
    }
    const std::string real = real_path(path);
    Connection db = open(real, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW);
    configure(*db);
    const int status = readable_schema(*db) ? SQLITE_OK : sqlite3_extended_errcode(db.get());
    // A rollback journal is there only until the first transaction, which makes the tables.
    if (status == SQLITE_READONLY_ROLLBACK) {
        throw Error(
            ErrorCode::archive,
            fmt::format("{}: the archive is empty, its making was cut short; `feedarc ingest` "
                        "fills it",
                        path));
    }
    // A WAL archive in a folder that may not be written, without a log to read: it cannot change.
    if ((status == SQLITE_READONLY_DIRECTORY || (status & 0xff) == SQLITE_CANTOPEN) &&
        !fs::exists(real + "-wal", error)) {
        db = open_immutable(real);
    }
    set_cache_size(*db);
    // A reader leaves the log to the writers, who checkpoint it under their lock.
    sqlite3_db_config(db.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return db;
}

Connection open_for_writing(const std::string& path) {
    const std::string real = real_path(path);
    make_file(real);
    Connection db = open(real, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW);
    configure(*db);
    // Before anything is changed: it may be somebody else's file.
    if (check_version(*db, path) != 0) check_schema(*db, path);
    Statement journal(*db, "PRAGMA journal_mode = WAL");
    {
        Statement::Run run(journal);
        if (!run.next() || run.text(0) != "wal") {
            throw Error(ErrorCode::io,
                        fmt::format("{}: this file system cannot hold a write-ahead log; keep the "
                                    "archive on a local disk",
                                    path));
        }
    }
    // In pages: the default of 4 MB has a bulk ingest write the same pages again and again.
    execute(*db, "PRAGMA cache_size = -64000");  // KiB; a bulk ingest comes back to its pages
    execute(*db, "PRAGMA wal_autocheckpoint = 4000");
    execute(*db, "PRAGMA synchronous = FULL");
    if (integer_of(*db, "PRAGMA synchronous") != 2) {
        throw Error(ErrorCode::internal, fmt::format("{}: SQLite refuses synchronous=FULL", path));
    }
    return db;
}

Connection open_immutable(const std::string& path) {
    Connection db =
        open(immutable_uri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW);
    configure(*db);
    return db;
}

Connection open_to_fill(const std::string& path) {
    Connection db = open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, "unix-none");
    // Not configure(): defensive mode keeps the journal.
    execute(*db, "PRAGMA journal_mode = OFF");
    execute(*db, "PRAGMA synchronous = OFF");
    return db;
}

void check_not_moved(sqlite3& db, const std::string& path) {
    int moved = 0;
    const int status = sqlite3_file_control(&db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (status == SQLITE_OK && moved == 0) return;
    throw Error(ErrorCode::io,
                fmt::format("{}: another file was put in the place of the one that is open; "
                            "nothing was changed; run it again",
                            path));
}

Connection open_in_memory() {
    Connection db = open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    configure(*db);
    set_cache_size(*db);
    return db;
}

Connection open_copy(const std::string& copy_of) {
    const Connection source = open_for_reading(copy_of);
    return open_copy(*source);
}

Connection open_copy(sqlite3& source) {
    Connection copy = open("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    CHandle<sqlite3_backup, sqlite3_backup_finish> backup(
        sqlite3_backup_init(copy.get(), "main", &source, "main"));
    if (!backup) fail(*copy, "copy");
    const int status = sqlite3_backup_step(backup.get(), -1);
    backup.reset();
    if (status != SQLITE_DONE) fail(*copy, "copy");
    configure(*copy);
    set_cache_size(*copy);
    return copy;
}

}  // namespace feedarc::sqlite
