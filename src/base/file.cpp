#include "base/file.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace feedarc::base {
namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

const char* kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a FIFO";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

[[noreturn]] void too_large(const std::string& name, std::size_t limit) {
    throw Error(ErrorCode::limit,
                fmt::format("{}: more than {} bytes (limit page-size)", name, limit));
}

// Appends until the end of the file; one byte over the limit is enough to know.
std::string read_all(int descriptor, const std::string& name, std::size_t limit,
                     std::size_t expected) {
    std::string bytes;
    std::size_t size = 0;
    bytes.resize(expected + 1);
    for (;;) {
        if (size == bytes.size()) bytes.resize(2 * bytes.size());
        const ssize_t got = ::read(descriptor, bytes.data() + size, bytes.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            throw Error(ErrorCode::input, fmt::format("{}: {}", name, reason(errno)));
        }
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (size > limit) too_large(name, limit);
    }
    bytes.resize(size);
    return bytes;
}

}  // namespace

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FileDescriptor::~FileDescriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::string read_file(const std::string& path, std::size_t limit) {
    // O_NONBLOCK so that opening a FIFO returns, to be told from a file.
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file) {
        throw Error(ErrorCode::input, fmt::format("{}: {}", path, reason(errno)));
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        throw Error(ErrorCode::input, fmt::format("{}: {}", path, reason(errno)));
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::input,
                    fmt::format("{}: {}, not a file (save it to a file first, or pipe it in as -)",
                                path, kind_of(status.st_mode)));
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > limit) too_large(path, limit);
    return read_all(file.get(), path, limit, size);
}

std::string read_descriptor(int descriptor, const std::string& name, std::size_t limit) {
    return read_all(descriptor, name, limit, 64U << 10U);
}

}  // namespace feedarc::base
