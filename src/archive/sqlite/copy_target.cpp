#include "archive/sqlite/copy_target.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/migrations.hpp"
#include "base/atomic_file.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace feedarc::sqlite {
namespace {

namespace fs = std::filesystem;

// sqlite.org/fileformat2.html, 1.3: the header of the database.
constexpr std::size_t kHeaderSize = 100;
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kWriteVersionAt = 18;
constexpr std::uint8_t kRollback = 1;  // 2: WAL
constexpr std::size_t kApplicationIdAt = 68;

using Header = std::array<std::uint8_t, kHeaderSize>;

[[noreturn]] void refuse(const std::string& file, std::string_view why) {
    throw Error(ErrorCode::usage, fmt::format("{}: {}", file, why));
}

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error(ErrorCode::io, fmt::format("{}: {}", path, std::generic_category().message(error)));
}

// Nothing where the file is shorter.
std::optional<Header> header_of(const std::string& path) {
    const base::FileDescriptor file(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file) fail(path, errno);
    Header header{};
    const ssize_t got = ::pread(file.get(), header.data(), header.size(), 0);
    if (got < 0) fail(path, errno);
    if (static_cast<std::size_t>(got) < header.size()) return std::nullopt;
    return header;
}

bool is_archive(const Header& header) {
    std::uint32_t application = 0;
    for (std::size_t i = 0; i < sizeof application; ++i) {
        application = application << 8U | header[kApplicationIdAt + i];
    }
    return std::equal(kMagic.begin(), kMagic.end(), header.begin(),
                      [](char one, std::uint8_t other) {
                          return static_cast<std::uint8_t>(one) == other;
                      }) &&
           application == static_cast<std::uint32_t>(kApplicationId);
}

// What is there, if it is a file at all.
void check_kind(const std::string& file, const struct stat& status) {
    if (S_ISLNK(status.st_mode)) {
        refuse(file, "a symbolic link, which a backup does not follow; name the file itself");
    }
    if (S_ISDIR(status.st_mode)) {
        refuse(file, fmt::format("a folder; name a file in it, such as {}",
                                 (fs::path(file) / "archive-backup.db").string()));
    }
    if (!S_ISREG(status.st_mode)) refuse(file, "not a file; name another one");
}

void check_content(const std::string& file, const std::string& path) {
    const auto header = header_of(path);
    if (!header || !is_archive(*header)) {
        refuse(file, "there is another file here, which is no backup; name another one");
    }
    if ((*header)[kWriteVersionAt] != kRollback) {
        refuse(file, "an archive that is written to, and no backup; name another file");
    }
}

// A file beside a database that SQLite would take for its own.
void check_surroundings(const std::string& file, const std::string& path) {
    for (const char* ending : {"-wal", "-journal"}) {
        struct stat status {};
        if (::lstat((path + ending).c_str(), &status) != 0) continue;
        refuse(file, fmt::format("{}{} is there, what a run left of another archive in this "
                                 "place; name another file",
                                 file, ending));
    }
}

bool is_beside(const std::string& archive, const std::string& path) {
    constexpr std::array kEndings{"", "-wal", "-shm", "-journal", ".lock", ".capture"};
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](const char* ending) { return path == archive + ending; });
}

}  // namespace

std::string checked_copy_target(const std::string& archive, const std::string& file) {
    const std::string name = fs::path(file).filename().string();
    if (file.empty()) throw Error(ErrorCode::usage, "the name of the file is empty");
    std::error_code error;
    const fs::path folder = fs::canonical(base::folder_of_path(file), error);
    if (error) fail(base::folder_of_path(file), error.value());
    std::string path = (folder / name).string();
    const std::string source = fs::canonical(archive, error).string();
    // Only by name and number: to close another descriptor of a database takes its locks away.
    struct stat status {};
    struct stat own {};
    const bool there = ::lstat(file.c_str(), &status) == 0;
    if (!there && errno != ENOENT) fail(file, errno);
    const bool same = there && ::stat(archive.c_str(), &own) == 0 && own.st_dev == status.st_dev &&
                      own.st_ino == status.st_ino;
    if (same || is_beside(source, path)) {
        refuse(file, "this is the archive itself, or belongs to it; name another file");
    }
    if (there) {
        check_kind(file, status);
        check_content(file, path);
    }
    if (name.empty()) refuse(file, "a folder; name a file in it");
    check_surroundings(file, path);
    return path;
}

}  // namespace feedarc::sqlite
