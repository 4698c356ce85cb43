// Loaded before the program by LD_PRELOAD: watches what a process does to the files below one
// folder, makes the N-th of these operations go wrong, and logs what reached the files, for the
// model of a power cut. What it is to do it takes from the environment:
//
//   IO_FAULTS_FOLDER  the folder, an absolute path
//   IO_FAULTS_FAULT   KIND:N (`kinds` below); operations are counted from 1
//   IO_FAULTS_READS   1: reading and opening are operations too, not only what changes files
//   IO_FAULTS_COUNT   a file of 8 bytes, in which the operations are counted, also of who is killed
//   IO_FAULTS_LOG     a file to which changes are appended; standard output goes there too
//
// Not seen: memory mappings (SQLite's -shm), locks, and the C library's own FILEs.

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

enum class Operation { open, read, create, write, truncate, sync, rename, unlink, link, mkdir };

constexpr bool changes(Operation operation) {
    return operation != Operation::open && operation != Operation::read;
}

constexpr bool takes_space(Operation operation) {
    return operation == Operation::create || operation == Operation::write ||
           operation == Operation::truncate || operation == Operation::link ||
           operation == Operation::mkdir;
}

enum class Kind {
    none,
    kill,          // SIGKILL before the operation
    kill_after,    // SIGKILL after it
    kill_halfway,  // half of a write, then SIGKILL
    half,          // half of a read or a write, and no error
    eio,           // EIO, once
    eio_on,        // EIO, from then on
    eintr,         // EINTR, once
    enospc,        // ENOSPC from then on, for what takes space
    stop,          // SIGSTOP before the operation
};

struct NamedKind {
    std::string_view name;
    Kind kind;
};

constexpr std::array kinds{
    NamedKind{"kill", Kind::kill},
    NamedKind{"kill-after", Kind::kill_after},
    NamedKind{"kill-halfway", Kind::kill_halfway},
    NamedKind{"half", Kind::half},
    NamedKind{"eio", Kind::eio},
    NamedKind{"eio-on", Kind::eio_on},
    NamedKind{"eintr", Kind::eintr},
    NamedKind{"enospc", Kind::enospc},
    NamedKind{"stop", Kind::stop},
};

// What to do with one operation.
enum class Verdict { go_on, fail, half, half_then_die, die_after };

using Path = std::array<char, PATH_MAX>;

[[noreturn]] void give_up(const char* what) {
    std::fprintf(stderr, "io_faults: %s\n", what);
    std::abort();
}

[[noreturn]] void die() {
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
}

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : value;
}

class Settings {
public:
    std::string_view folder = variable("IO_FAULTS_FOLDER");
    bool reads = variable("IO_FAULTS_READS") == "1";
    Kind kind = Kind::none;
    std::uint64_t number = 0;
    std::atomic<std::uint64_t>* count = nullptr;
    int log = -1;

    Settings() {
        read_fault(variable("IO_FAULTS_FAULT"));
        if (const auto path = variable("IO_FAULTS_COUNT"); !path.empty()) map_count(path.data());
        if (const auto path = variable("IO_FAULTS_LOG"); !path.empty()) open_log(path.data());
    }

    [[nodiscard]] bool below(std::string_view path) const {
        return !folder.empty() && path.substr(0, folder.size()) == folder &&
               (path.size() == folder.size() || path[folder.size()] == '/');
    }

private:
    void read_fault(std::string_view fault) {
        if (fault.empty()) return;
        const auto colon = fault.find(':');
        for (const NamedKind& named : kinds) {
            if (named.name == fault.substr(0, colon)) kind = named.kind;
        }
        if (kind == Kind::none || colon == std::string_view::npos) give_up("no such fault");
        number = std::strtoull(fault.data() + colon + 1, nullptr, 10);
    }

    void map_count(const char* path) {
        const auto file = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, O_RDWR));
        void* at = ::mmap(nullptr, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (at == MAP_FAILED) give_up("IO_FAULTS_COUNT cannot be mapped");
        ::syscall(SYS_close, file);
        count = static_cast<std::atomic<std::uint64_t>*>(at);
    }

    void open_log(const char* path) {
        // Far away from the numbers that the program gets.
        constexpr int kLeast = 900;
        constexpr int kFlags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
        const auto file = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, kFlags, 0600));
        log = ::fcntl(file, F_DUPFD_CLOEXEC, kLeast);
        if (log < 0) give_up("IO_FAULTS_LOG cannot be opened");
        ::syscall(SYS_close, file);
    }
};

const Settings& settings() {
    static const Settings instance;
    return instance;
}

Verdict fail_with(int error) {
    errno = error;
    return Verdict::fail;
}

// Counts the operation, and decides. With Verdict::fail, errno is set.
Verdict judge(Operation operation) {
    const Settings& told = settings();
    if (!changes(operation) && !told.reads) return Verdict::go_on;
    static std::atomic<std::uint64_t> uncounted{0};
    const std::uint64_t number = (told.count != nullptr ? *told.count : uncounted).fetch_add(1) + 1;
    if (number < told.number) return Verdict::go_on;
    const bool here = number == told.number;
    const bool moves_bytes = operation == Operation::write || operation == Operation::read;
    switch (told.kind) {
        case Kind::none: return Verdict::go_on;
        case Kind::kill:
            if (here) die();
            return Verdict::go_on;
        case Kind::kill_after: return here ? Verdict::die_after : Verdict::go_on;
        case Kind::kill_halfway:
            if (here && operation != Operation::write) die();
            return here ? Verdict::half_then_die : Verdict::go_on;
        case Kind::half: return here && moves_bytes ? Verdict::half : Verdict::go_on;
        case Kind::eio: return here ? fail_with(EIO) : Verdict::go_on;
        case Kind::eio_on: return fail_with(EIO);
        case Kind::eintr: return here ? fail_with(EINTR) : Verdict::go_on;
        case Kind::enospc: return takes_space(operation) ? fail_with(ENOSPC) : Verdict::go_on;
        case Kind::stop:
            if (here) ::kill(::getpid(), SIGSTOP);
            return Verdict::go_on;
    }
    return Verdict::go_on;
}

void end(Verdict verdict) {
    if (verdict == Verdict::die_after || verdict == Verdict::half_then_die) die();
}

// The log is a sequence of these, each followed by its path and its data; power_cuts.py reads it.
struct LogEntry {
    std::uint8_t operation = 0;
    std::array<std::uint8_t, 3> unused{};
    std::uint32_t path_size = 0;
    std::uint64_t inode = 0;
    std::uint64_t offset = 0;  // of a truncation, the size
    std::uint32_t data_size = 0;
    std::uint32_t unused_too = 0;
};
static_assert(sizeof(LogEntry) == 32);

void note(char operation, std::string_view path, std::uint64_t inode, std::uint64_t offset,
          std::string_view data) {
    if (settings().log < 0) return;
    LogEntry entry;
    entry.operation = static_cast<std::uint8_t>(operation);
    entry.path_size = static_cast<std::uint32_t>(path.size());
    entry.inode = inode;
    entry.offset = offset;
    entry.data_size = static_cast<std::uint32_t>(data.size());
    const std::array<iovec, 3> parts{iovec{&entry, sizeof entry},
                                     iovec{const_cast<char*>(path.data()), path.size()},
                                     iovec{const_cast<char*>(data.data()), data.size()}};
    // The log is opened for appending: one call is one piece, whoever else writes.
    ::syscall(SYS_writev, settings().log, parts.data(), parts.size());
}

std::string_view absolute(int folder, const char* path, Path& space) {
    if (path[0] == '/') return path;
    std::array<char, 64> link{};
    std::snprintf(link.data(), link.size(),
                  folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    const ssize_t got = ::readlink(link.data(), space.data(), space.size());
    if (got < 0) return {};
    const auto size = static_cast<std::size_t>(got);
    const int more = std::snprintf(space.data() + size, space.size() - size, "/%s", path);
    return {space.data(), size + static_cast<std::size_t>(more)};
}

struct SeenFile {
    std::uint64_t inode;
    bool is_folder;
};

// The file or the folder behind a descriptor, where it is below the watched one.
std::optional<SeenFile> seen(int descriptor, Path& path) {
    if (settings().folder.empty()) return std::nullopt;
    std::array<char, 64> link{};
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
    const ssize_t got = ::readlink(link.data(), path.data(), path.size() - 1);
    if (got < 0) return std::nullopt;
    path[static_cast<std::size_t>(got)] = '\0';
    struct stat status {};
    if (!settings().below(path.data()) || ::fstat(descriptor, &status) != 0) return std::nullopt;
    return SeenFile{status.st_ino, S_ISDIR(status.st_mode)};
}

int open_file(int folder, const char* name, int flags, mode_t mode) {
    Path space;
    const std::string_view path = absolute(folder, name, space);
    if (!settings().below(path)) {
        return static_cast<int>(::syscall(SYS_openat, folder, name, flags, mode));
    }
    struct stat status {};
    const bool there = ::lstat(path.data(), &status) == 0;
    const bool empties = there && (flags & O_TRUNC) != 0 && status.st_size > 0;
    const bool creates = !there && (flags & O_CREAT) != 0;
    const Verdict verdict = judge(creates   ? Operation::create
                                  : empties ? Operation::truncate
                                            : Operation::open);
    if (verdict == Verdict::fail) return -1;
    const auto file = static_cast<int>(::syscall(SYS_openat, folder, name, flags, mode));
    if (file >= 0 && ::fstat(file, &status) == 0) {
        if (creates) note('C', path, status.st_ino, 0, {});
        if (empties) note('T', {}, status.st_ino, 0, {});
    }
    end(verdict);
    return file;
}

// `position` is nullopt for what goes on at the descriptor's own.
ssize_t write_file(int descriptor, const void* data, std::size_t size,
                   std::optional<off_t> position) {
    const auto forward = [&](std::size_t bytes) {
        return position ? ::syscall(SYS_pwrite64, descriptor, data, bytes, *position)
                        : ::syscall(SYS_write, descriptor, data, bytes);
    };
    const int error = errno;
    Path path;
    const auto file = seen(descriptor, path);
    errno = error;
    if (!file) {
        const ssize_t written = forward(size);
        if (descriptor == STDOUT_FILENO && written > 0) {
            note('A', {}, 0, 0,
                 {static_cast<const char*>(data), static_cast<std::size_t>(written)});
        }
        return written;
    }
    const Verdict verdict = judge(Operation::write);
    if (verdict == Verdict::fail) return -1;
    const bool half = verdict == Verdict::half || verdict == Verdict::half_then_die;
    const ssize_t written = forward(half && size > 1 ? size / 2 : size);
    if (written > 0) {
        // Also where the file is open for appending, the position is now behind what was written.
        const off_t at = position ? *position : ::lseek(descriptor, 0, SEEK_CUR) - written;
        note('W', {}, file->inode, static_cast<std::uint64_t>(at),
             {static_cast<const char*>(data), static_cast<std::size_t>(written)});
    }
    end(verdict);
    return written;
}

ssize_t read_file(int descriptor, void* data, std::size_t size, std::optional<off_t> position) {
    const int error = errno;
    Path path;
    const bool watched = settings().reads && seen(descriptor, path);
    errno = error;
    Verdict verdict = Verdict::go_on;
    if (watched) verdict = judge(Operation::read);
    if (verdict == Verdict::fail) return -1;
    if (verdict == Verdict::half && size > 1) size /= 2;
    const ssize_t got = position ? ::syscall(SYS_pread64, descriptor, data, size, *position)
                                 : ::syscall(SYS_read, descriptor, data, size);
    end(verdict);
    return got;
}

int sync_file(int descriptor, long call) {
    Path path;
    const auto file = seen(descriptor, path);
    if (!file) return static_cast<int>(::syscall(call, descriptor));
    const Verdict verdict = judge(Operation::sync);
    if (verdict == Verdict::fail) return -1;
    const auto status = static_cast<int>(::syscall(call, descriptor));
    if (status == 0 && file->is_folder) note('D', path.data(), 0, 0, {});
    if (status == 0 && !file->is_folder) note('F', {}, file->inode, 0, {});
    end(verdict);
    return status;
}

int truncate_file(int descriptor, off_t size) {
    Path path;
    const auto file = seen(descriptor, path);
    if (!file) return static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
    const Verdict verdict = judge(Operation::truncate);
    if (verdict == Verdict::fail) return -1;
    const auto status = static_cast<int>(::syscall(SYS_ftruncate, descriptor, size));
    if (status == 0) note('T', {}, file->inode, static_cast<std::uint64_t>(size), {});
    end(verdict);
    return status;
}

// Renames or links: both names are logged, with a NUL between them.
template <typename Call>
int name_anew(Operation operation, char letter, int from_folder, const char* from, int to_folder,
              const char* to, Call call) {
    Path space;
    Path other_space;
    const std::string_view old_path = absolute(from_folder, from, space);
    const std::string_view new_path = absolute(to_folder, to, other_space);
    if (!settings().below(old_path) && !settings().below(new_path)) return call();
    const Verdict verdict = judge(operation);
    if (verdict == Verdict::fail) return -1;
    const int status = call();
    if (status == 0) {
        std::array<char, 2 * PATH_MAX + 1> both{};
        const int size = std::snprintf(both.data(), both.size(), "%s%c%s", old_path.data(), '\0',
                                       new_path.data());
        note(letter, {both.data(), static_cast<std::size_t>(size)}, 0, 0, {});
    }
    end(verdict);
    return status;
}

template <typename Call>
int change_name(Operation operation, char letter, int folder, const char* name, Call call) {
    Path space;
    const std::string_view path = absolute(folder, name, space);
    if (!settings().below(path)) return call();
    const Verdict verdict = judge(operation);
    if (verdict == Verdict::fail) return -1;
    const int status = call();
    if (status == 0) note(letter, path, 0, 0, {});
    end(verdict);
    return status;
}

int unlink_file(int folder, const char* name, int flags) {
    const auto call = [=] {
        return static_cast<int>(::syscall(SYS_unlinkat, folder, name, flags));
    };
    if ((flags & AT_REMOVEDIR) != 0) return call();
    return change_name(Operation::unlink, 'U', folder, name, call);
}

mode_t mode_of(int flags, va_list more) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

}  // namespace

// The calls of the C library that the program makes, under their names there.
extern "C" {

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_of(flags, more);
    va_end(more);
    return open_file(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_of(flags, more);
    va_end(more);
    return open_file(folder, path, flags, mode);
}

int creat(const char* path, mode_t mode) {
    return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

ssize_t write(int file, const void* data, size_t size) {
    return write_file(file, data, size, std::nullopt);
}

ssize_t pwrite(int file, const void* data, size_t size, off_t at) {
    return write_file(file, data, size, at);
}

ssize_t writev(int file, const iovec* parts, int count) {
    ssize_t all = 0;
    for (int i = 0; i < count; ++i) {
        const ssize_t written = write(file, parts[i].iov_base, parts[i].iov_len);
        if (written < 0) return all > 0 ? all : written;
        all += written;
        if (static_cast<size_t>(written) < parts[i].iov_len) break;
    }
    return all;
}

ssize_t read(int file, void* data, size_t size) {
    return read_file(file, data, size, std::nullopt);
}

ssize_t pread(int file, void* data, size_t size, off_t at) {
    return read_file(file, data, size, at);
}

int fsync(int file) {
    return sync_file(file, SYS_fsync);
}

int fdatasync(int file) {
    return sync_file(file, SYS_fdatasync);
}

int ftruncate(int file, off_t size) noexcept {
    return truncate_file(file, size);
}

int rename(const char* from, const char* to) noexcept {
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
    return name_anew(Operation::rename, 'R', from_folder, from, to_folder, to, [=] {
        return static_cast<int>(::syscall(SYS_renameat, from_folder, from, to_folder, to));
    });
}

int link(const char* from, const char* to) noexcept {
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
    return name_anew(Operation::link, 'L', from_folder, from, to_folder, to, [=] {
        return static_cast<int>(::syscall(SYS_linkat, from_folder, from, to_folder, to, flags));
    });
}

int unlink(const char* path) noexcept {
    return unlink_file(AT_FDCWD, path, 0);
}

int unlinkat(int folder, const char* path, int flags) noexcept {
    return unlink_file(folder, path, flags);
}

int remove(const char* path) noexcept {
    struct stat status {};
    const bool is_folder = ::lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
    return is_folder ? ::rmdir(path) : unlink_file(AT_FDCWD, path, 0);
}

int mkdir(const char* path, mode_t mode) noexcept {
    return change_name(Operation::mkdir, 'M', AT_FDCWD, path,
                       [=] { return static_cast<int>(::syscall(SYS_mkdir, path, mode)); });
}

// Where off_t has 64 bits, the two names are one.
int open64(const char* path, int flags, ...) __attribute__((alias("open")));
int openat64(int folder, const char* path, int flags, ...) __attribute__((alias("openat")));
ssize_t pwrite64(int file, const void* data, size_t size, off64_t at)
    __attribute__((alias("pwrite")));
ssize_t pread64(int file, void* data, size_t size, off64_t at) __attribute__((alias("pread")));
int ftruncate64(int file, off64_t size) noexcept __attribute__((alias("ftruncate")));

}  // extern "C"
