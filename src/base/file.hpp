#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace feedarc::base {

/// Owns a file descriptor.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int descriptor) noexcept : descriptor_(descriptor) {}
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor();

    [[nodiscard]] int get() const noexcept { return descriptor_; }
    [[nodiscard]] explicit operator bool() const noexcept { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
};

/// Bytes as they come: writes up to `size` of them to `to` and returns how many; 0 at the end.
/// Throws Error(input) for what cannot be read.
using ByteSource = std::function<std::size_t(char* to, std::size_t size)>;

/// A regular file as a source. Throws Error(input), also for what is no regular file.
[[nodiscard]] ByteSource open_source(const std::string& path);

/// A descriptor as a source; it stays the caller's. `name` stands in messages.
[[nodiscard]] ByteSource descriptor_source(int descriptor, std::string name);

/// The rest of a source, behind `head`, which came from it before. It is best told how much there
/// is in all; it may be more or less. Throws as read_file().
[[nodiscard]] std::string read_rest(std::string head, const ByteSource& source,
                                    const std::string& name, std::size_t limit,
                                    std::optional<std::uint64_t> expected = std::nullopt);

/// Reads a regular file whole. Never opens a FIFO, socket or device (it would hang or never end).
/// Throws Error(input) for what cannot be read, Error(limit) for more than `limit` bytes.
[[nodiscard]] std::string read_file(const std::string& path, std::size_t limit);

/// Reads a descriptor to its end; `name` stands in messages. Throws as read_file().
[[nodiscard]] std::string read_descriptor(int descriptor, const std::string& name,
                                          std::size_t limit);

}  // namespace feedarc::base
