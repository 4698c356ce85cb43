#include "archive/sqlite/statement.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>

namespace feedarc::sqlite {
namespace {

ErrorCode code_of(int status) {
    switch (status & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_PROTOCOL:
        case SQLITE_LOCKED: return ErrorCode::busy;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_AUTH:
        case SQLITE_SCHEMA:
        case SQLITE_CONSTRAINT:  // of rows that this program wrote none breaks another one's
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
        case SQLITE_ERROR: return ErrorCode::archive;
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN: return ErrorCode::io;
        case SQLITE_INTERRUPT: return ErrorCode::interrupted;
        default: return ErrorCode::internal;
    }
}

std::string_view remedy_of(int status) {
    switch (status & 0xff) {
        case SQLITE_FULL: return "; nothing of this was kept: free some space and run it again";
        case SQLITE_IOERR:
            return "; the disk or its file system failed: nothing of this was kept; see what the "
                   "system's log says of it, and run it again";
        case SQLITE_READONLY: return "; make the archive and its folder writable";
        case SQLITE_NOTADB: return "; name another archive with --archive";
        case SQLITE_CORRUPT: return "; restore it from a backup";
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG: return "; the archive is damaged: restore it from a backup";
        default: return "";
    }
}

void check(sqlite3& db, int status, std::string_view doing) {
    if (status != SQLITE_OK) fail(db, doing);
}

// Why the archive or its log could not be read, or 0. SQLite calls what cannot be read damaged, and
// tells the two apart only here (sqlite.org/rescode.html#ioerr_corruptfs).
int read_error(sqlite3& db, int status) {
    if ((status & 0xff) != SQLITE_CORRUPT) return 0;
    int error = 0;
    for (const int pointer : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
        // A private copy has none: its journal is no file yet, or it is in memory.
        sqlite3_file* file = nullptr;
        sqlite3_file_control(&db, "main", pointer, &file);
        if (error != 0 || file == nullptr || file->pMethods == nullptr) continue;
        if (file->pMethods->xFileControl == nullptr) continue;
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
    }
    return error;
}

// The start of the statement is enough to know which one it was.
std::string_view head(std::string_view sql) {
    constexpr std::size_t kShown = 60;
    sql.remove_prefix(std::min(sql.find_first_not_of(" \n"), sql.size()));
    return sql.substr(0, std::min(sql.find('\n'), kShown));
}

}  // namespace

void fail(sqlite3& db, std::string_view doing) {
    int status = sqlite3_extended_errcode(&db);
    std::string reason = sqlite3_errmsg(&db);
    if (const int error = read_error(db, status); error != 0) {
        status = SQLITE_IOERR_READ;
        reason = std::generic_category().message(error);
    }
    const char* path = sqlite3_db_filename(&db, nullptr);
    throw Error(code_of(status),
                fmt::format("{}: {} ({}, SQLite {}){}",
                            path != nullptr && *path != '\0' ? path : "the archive", reason,
                            head(doing), status, remedy_of(status)));
}

void execute(sqlite3& db, const char* sql) {
    check(db, sqlite3_exec(&db, sql, nullptr, nullptr, nullptr), sql);
}

sqlite3_stmt& Statement::prepared() {
    if (handle_) return *handle_;
    sqlite3_stmt* raw = nullptr;
    check(*db_,
          sqlite3_prepare_v3(db_, sql_.data(), static_cast<int>(sql_.size()),
                             SQLITE_PREPARE_PERSISTENT, &raw, nullptr),
          sql_);
    handle_.reset(raw);
    return *handle_;
}

bool Statement::Run::next() {
    const int status = sqlite3_step(&statement_);
    if (status == SQLITE_ROW) return true;
    if (status == SQLITE_DONE) return false;
    fail(*sqlite3_db_handle(&statement_), sqlite3_sql(&statement_));
}

std::int64_t Statement::Run::insert() {
    next();
    return sqlite3_last_insert_rowid(sqlite3_db_handle(&statement_));
}

std::optional<std::int64_t> Statement::Run::insert_unless_there() {
    const std::int64_t id = insert();
    if (sqlite3_changes(sqlite3_db_handle(&statement_)) == 0) return std::nullopt;
    return id;
}

std::string_view Statement::Run::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(&statement_, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(&statement_, column))};
}

std::int64_t Statement::Run::integer(int column) const {
    return sqlite3_column_int64(&statement_, column);
}

std::span<const std::uint8_t> Statement::Run::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(&statement_, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(&statement_, column))};
}

Hash128 Statement::Run::hash(int column) const {
    Hash128 value;
    const auto bytes = blob(column);
    if (bytes.size() != value.bytes.size()) {
        throw Error(
            ErrorCode::archive,
            fmt::format("{}: a hash has {} bytes, not 16: the archive is damaged; restore it "
                        "from a backup",
                        sqlite3_db_filename(sqlite3_db_handle(&statement_), nullptr),
                        bytes.size()));
    }
    std::copy(bytes.begin(), bytes.end(), value.bytes.begin());
    return value;
}

bool Statement::Run::is_null(int column) const {
    return sqlite3_column_type(&statement_, column) == SQLITE_NULL;
}

void Statement::Run::bind(int index, std::string_view value) {
    check(*sqlite3_db_handle(&statement_),
          sqlite3_bind_text64(&statement_, index, value.data() != nullptr ? value.data() : "",
                              value.size(), SQLITE_STATIC, SQLITE_UTF8),
          "bind");
}

void Statement::Run::bind(int index, std::int64_t value) {
    check(*sqlite3_db_handle(&statement_), sqlite3_bind_int64(&statement_, index, value), "bind");
}

void Statement::Run::bind(int index, std::span<const std::uint8_t> value) {
    check(*sqlite3_db_handle(&statement_),
          sqlite3_bind_blob64(&statement_, index, value.data(), value.size(), SQLITE_STATIC),
          "bind");
}

void Statement::Run::bind(int index, const Hash128& value) {
    check(*sqlite3_db_handle(&statement_),
          sqlite3_bind_blob64(&statement_, index, value.bytes.data(), value.bytes.size(),
                              SQLITE_TRANSIENT),
          "bind");
}

void Statement::Run::bind(int index, std::nullptr_t) {
    check(*sqlite3_db_handle(&statement_), sqlite3_bind_null(&statement_, index), "bind");
}

void Statement::Run::bind(int index, TextOrNull value) {
    if (value.text.empty()) {
        bind(index, nullptr);
    } else {
        bind(index, value.text);
    }
}

std::int64_t integer_of(sqlite3& db, std::string_view sql) {
    Statement statement(db, sql);
    Statement::Run run(statement);
    return run.next() ? run.integer(0) : 0;
}

}  // namespace feedarc::sqlite
