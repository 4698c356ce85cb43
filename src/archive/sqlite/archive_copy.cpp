#include "archive/sqlite/archive_copy.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/copy_target.hpp"
#include "archive/sqlite/integrity_line.hpp"
#include "archive/sqlite/migrations.hpp"
#include "archive/sqlite/statement.hpp"
#include "base/atomic_file.hpp"
#include "base/free_space.hpp"
#include "base/replacement.hpp"
#include "base/retry.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace feedarc::sqlite {
namespace {

// After so many pages (1 MiB) it is seen whether to stop, and told how far it is.
constexpr int kStepPages = 256;
constexpr int kStepInstructions = 10'000;  // of SQLite's machine: well below a millisecond
// What the file system itself takes for a file.
constexpr std::uint64_t kSpare = 1U << 20U;

bool asked_to_stop(const CopyOptions& options) {
    return options.stop != nullptr && *options.stop != 0;
}

// Called from C, so nothing may be thrown; other than 0 ends the statement.
int on_progress(void* options) noexcept {
    return asked_to_stop(*static_cast<const CopyOptions*>(options)) ? 1 : 0;
}

void stop_when_asked(sqlite3& db, const CopyOptions& options) {
    // SQLite hands the pointer back as it is. NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    void* const handed = const_cast<CopyOptions*>(&options);
    sqlite3_progress_handler(&db, kStepInstructions, on_progress, handed);
}

[[noreturn]] void fail_stopped() {
    throw Error(ErrorCode::interrupted, "interrupted; there is no copy, and nothing was changed");
}

[[noreturn]] void fail_system(const std::string& path, int error) {
    throw Error(ErrorCode::io, fmt::format("{}: {}", path, std::generic_category().message(error)));
}

// All but the size, as the connection sees the archive now.
ArchiveCopy content_of(sqlite3& db, const std::string& path) {
    ArchiveCopy content;
    content.version = check_version(db, path);
    if (content.version == 0) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: the archive is empty; there is nothing to copy", path));
    }
    content.snapshots = integer_of(db, "SELECT count(*) FROM snapshots");
    content.bodies = integer_of(db, "SELECT count(*) FROM bodies");
    content.records = integer_of(db, "SELECT count(*) FROM records");
    return content;
}

void check_space(sqlite3& source, const std::string& target) {
    const auto size = static_cast<std::uint64_t>(integer_of(source, "PRAGMA page_count") *
                                                 integer_of(source, "PRAGMA page_size"));
    const std::string folder = base::folder_of_path(target);
    const std::uint64_t free = base::free_space(folder);
    if (free >= size + kSpare) return;
    throw Error(ErrorCode::io,
                fmt::format("{}: {} are free, and the copy needs {}; free some "
                            "space, or name a file on another disk",
                            folder, base::rough_size(free), base::rough_size(size + kSpare)));
}

// The transaction that is open in `source` keeps it as it is meanwhile. VACUUM INTO cannot run
// inside of one, so what it copies could not be counted.
void copy_pages(sqlite3& source, const base::Replacement& file, const std::string& location,
                const CopyOptions& options) {
    const auto page_size = static_cast<std::size_t>(integer_of(source, "PRAGMA page_size"));
    const Connection copy = open_to_fill(file.temporary());
    file.check_in_place();  // what SQLite opened by name
    check_not_moved(*copy, file.temporary());
    CHandle<sqlite3_backup, sqlite3_backup_finish> backup(
        sqlite3_backup_init(copy.get(), "main", &source, "main"));
    if (!backup) fail(*copy, "copy");
    int status = SQLITE_OK;
    while (status == SQLITE_OK) {
        if (asked_to_stop(options)) fail_stopped();
        status = sqlite3_backup_step(backup.get(), kStepPages);
        if (!options.progress) continue;
        const auto total = static_cast<std::size_t>(sqlite3_backup_pagecount(backup.get()));
        const auto left = static_cast<std::size_t>(sqlite3_backup_remaining(backup.get()));
        options.progress((total - left) * page_size, total * page_size);
    }
    backup.reset();
    if (status == SQLITE_DONE) return;
    if (status == SQLITE_CORRUPT || status == SQLITE_IOERR_READ) {
        throw Error(ErrorCode::archive,
                    fmt::format("{}: the archive is damaged and cannot be copied ({}, SQLite {})",
                                location, sqlite3_errstr(status), status));
    }
    fail(*copy, "copy");
}

// The copy is no log's main file, but complete by itself, also where nothing may be made beside it
// (sqlite.org/fileformat2.html, 1.3.3). `PRAGMA journal_mode` does the same by way of a log.
void leave_wal_mode(const base::Replacement& copy) {
    constexpr char kRollback = 1;
    for (const off_t at : {18, 19}) {  // for writing and for reading
        const auto written =
            base::retried([&] { return ::pwrite(copy.descriptor(), &kRollback, 1, at); });
        if (written != 1) fail_system(copy.temporary(), written < 0 ? errno : EIO);
    }
}

// What is wrong with the copy; empty where nothing is.
std::string fault_of(sqlite3& copy, const std::string& target, const ArchiveCopy& expected) {
    try {
        Statement check(copy, "PRAGMA quick_check(1)");
        Statement::Run run(check);
        if (!run.next()) return "it cannot be checked";
        throw_where_unread(run.text(0), target);
        if (run.text(0) != "ok") return std::string(run.text(0));
        return content_of(copy, target) == expected ? "" : "rows are missing";
    } catch (const Error& error) {
        if (error.code() != ErrorCode::archive) throw;
        return error.what();
    }
}

// Reads it from the disk rather than from memory, where the system does as it is told.
void verify(const base::Replacement& file, const std::string& target, const ArchiveCopy& expected,
            const CopyOptions& options) {
    (void)::posix_fadvise(file.descriptor(), 0, 0, POSIX_FADV_DONTNEED);
    const Connection copy = open_immutable(file.temporary());
    stop_when_asked(*copy, options);
    const std::string fault = fault_of(*copy, target, expected);
    if (fault.empty()) return;
    throw Error(ErrorCode::archive,
                fmt::format("{}: the copy is not sound, and was not kept ({}); the archive is "
                            "damaged, or this disk is",
                            target, fault));
}

std::int64_t size_of(const base::Replacement& file) {
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0) fail_system(file.temporary(), errno);
    return status.st_size;
}

}  // namespace

ArchiveCopy copy_archive(const std::string& location, const std::string& file,
                         const CopyOptions& options) {
    const Connection source = open_for_reading(location);
    const std::string target = checked_copy_target(location, file);
    stop_when_asked(*source, options);
    execute(*source, "BEGIN");
    ArchiveCopy content = content_of(*source, location);
    for (const std::string& left : base::left_behind(target)) ::unlink(left.c_str());
    check_space(*source, target);
    base::Replacement copy(target);
    copy_pages(*source, copy, location, options);
    leave_wal_mode(copy);
    copy.sync();
    verify(copy, target, content, options);
    content.bytes = size_of(copy);
    if (asked_to_stop(options)) fail_stopped();
    // Somebody may have put something there meanwhile.
    (void)checked_copy_target(location, file);
    copy.take_place();
    return content;
}

}  // namespace feedarc::sqlite
