#pragma once

#include "unpack/unpack.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::unpack {

/// Where a codec puts what it unpacks: refuses, with Error(limit), before memory is taken for it.
class BoundedOutput {
public:
    /// `packed_size` is that of the input as it came, before any layer was unpacked.
    BoundedOutput(std::string_view name, const UnpackLimits& limits, std::size_t packed_size)
        : name_(name), limits_(limits), packed_size_(packed_size) {}

    void append(std::string_view bytes);

    /// Counts one gzip member or zstd frame.
    void begin_member();

    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string_view name_;
    const UnpackLimits& limits_;
    std::size_t packed_size_;
    std::size_t members_ = 0;
    std::string bytes_;
};

}  // namespace feedarc::unpack
