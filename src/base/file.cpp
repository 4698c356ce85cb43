#include "base/file.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
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

std::size_t read_some(int descriptor, const std::string& name, char* to, std::size_t size) {
    for (;;) {
        const ssize_t got = ::read(descriptor, to, size);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) {
            throw Error(ErrorCode::input, fmt::format("{}: {}", name, reason(errno)));
        }
    }
}

FileDescriptor open_regular(const std::string& path, std::uint64_t& size) {
    // O_NONBLOCK so that opening a FIFO returns, to be told from a file.
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) {
        throw Error(ErrorCode::input, fmt::format("{}: {}", path, reason(errno)));
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::input,
                    fmt::format("{}: {}, not a file (save it to a file first, or pipe it in as -)",
                                path, kind_of(status.st_mode)));
    }
    size = static_cast<std::uint64_t>(status.st_size);
    return file;
}

// Appends until the end of the file; one byte over the limit is enough to know.
std::string read_all(std::string bytes, const ByteSource& source, const std::string& name,
                     std::size_t limit, std::size_t expected) {
    std::size_t size = bytes.size();
    if (size > limit) too_large(name, limit);
    bytes.resize(std::max(size, expected) + 1);
    for (;;) {
        if (size == bytes.size()) bytes.resize(2 * bytes.size());
        const std::size_t got = source(bytes.data() + size, bytes.size() - size);
        if (got == 0) break;
        size += got;
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

ByteSource open_source(const std::string& path) {
    std::uint64_t size = 0;
    const auto file = std::make_shared<FileDescriptor>(open_regular(path, size));
    return
        [file, path](char* to, std::size_t most) { return read_some(file->get(), path, to, most); };
}

ByteSource descriptor_source(int descriptor, std::string name) {
    return [descriptor, name = std::move(name)](char* to, std::size_t most) {
        return read_some(descriptor, name, to, most);
    };
}

std::string read_rest(std::string head, const ByteSource& source, const std::string& name,
                      std::size_t limit, std::optional<std::uint64_t> expected) {
    constexpr std::size_t kFirst = 16U << 10U;
    std::string bytes = read_all(std::move(head), source, name, limit,
                                 std::min<std::uint64_t>(expected.value_or(kFirst), limit));
    // Thousands of small ones are held at once.
    if (bytes.capacity() > bytes.size() + bytes.size() / 8) bytes.shrink_to_fit();
    return bytes;
}

std::string read_file(const std::string& path, std::size_t limit) {
    std::uint64_t size = 0;
    const FileDescriptor file = open_regular(path, size);
    if (size > limit) too_large(path, limit);
    return read_all(
        {}, [&](char* to, std::size_t most) { return read_some(file.get(), path, to, most); }, path,
        limit, size);
}

std::string read_descriptor(int descriptor, const std::string& name, std::size_t limit) {
    return read_rest({}, descriptor_source(descriptor, name), name, limit);
}

}  // namespace feedarc::base
