#pragma once

#include "app/inputs.hpp"
#include "base/file.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::app {

/// The bytes of an input as they come. What it begins with can be looked at before it is decided
/// whether it is read whole or as a stream.
class InputStream {
public:
    /// A file, or standard input. Throws Error(input).
    explicit InputStream(const Input& input);
    InputStream(base::ByteSource source, std::string name)
        : source_(std::move(source)), name_(std::move(name)) {}

    /// It holds many snapshots: a WARC or an ARC, packed or not.
    [[nodiscard]] bool is_web_archive();

    /// All of it. Throws Error(limit) for more than `limit` bytes.
    [[nodiscard]] std::string whole(std::size_t limit) &&;
    [[nodiscard]] base::ByteSource stream() &&;

private:
    std::string_view head(std::size_t size);

    base::ByteSource source_;
    std::string name_;
    std::optional<std::uint64_t> size_;  ///< about that of a file
    std::string head_;
};

}  // namespace feedarc::app
