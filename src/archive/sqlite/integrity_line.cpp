#include "archive/sqlite/integrity_line.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>
#include <sqlite3.h>

#include <charconv>

namespace feedarc::sqlite {

namespace {

[[noreturn]] void throw_unread(const std::string& path, const std::string& of_sqlite) {
    throw Error(ErrorCode::io,
                fmt::format("{}: the disk cannot be read (SQLite{}); look at the disk and at "
                            "the system's log",
                            path, of_sqlite));
}

}  // namespace

void throw_where_unread(std::string_view line, const std::string& path) {
    // Of a page of the free list the line has no code; what can be wrong with its number was judged
    // before it was asked for (checkList in SQLite's btree.c).
    if (line.find("failed to get page ") != std::string_view::npos) throw_unread(path, "");
    constexpr std::string_view kCode = "error code=";
    constexpr int kPrimary = 0xff;
    for (auto at = line.find(kCode); at != std::string_view::npos; at = line.find(kCode, at)) {
        at += kCode.size();
        int code = 0;
        std::from_chars(line.data() + at, line.data() + line.size(), code);
        // A page behind the end of the file is missing from it: that is damage.
        if ((code & kPrimary) != SQLITE_IOERR || code == SQLITE_IOERR_SHORT_READ) continue;
        throw_unread(path, fmt::format(" {}", code));
    }
}

}  // namespace feedarc::sqlite
