#pragma once

#include <cstddef>
#include <cstdint>
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

/// Reads a regular file whole. Never opens a FIFO, socket or device (it would hang or never end).
/// Throws Error(input) for what cannot be read, Error(limit) for more than `limit` bytes.
[[nodiscard]] std::string read_file(const std::string& path, std::size_t limit);

/// Reads a descriptor to its end; `name` stands in messages. Throws as read_file().
[[nodiscard]] std::string read_descriptor(int descriptor, const std::string& name,
                                          std::size_t limit);

}  // namespace feedarc::base
