#include "unpack/output.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

namespace feedarc::unpack {
namespace {

// Below this a ratio says nothing: a page of blank lines is no attack.
constexpr std::size_t kRatioFrom = 1U << 20U;

}  // namespace

void BoundedOutput::append(std::string_view bytes) {
    if (bytes.size() > limits_.bytes - bytes_.size()) {
        throw Error(ErrorCode::limit,
                    fmt::format("{}: more than {} bytes when unpacked (limit page-size)", name_,
                                limits_.bytes));
    }
    const std::size_t size = bytes_.size() + bytes.size();
    if (size > kRatioFrom && size / limits_.ratio > packed_size_) {
        throw Error(ErrorCode::limit, fmt::format("{}: unpacks to more than {} times its {} bytes "
                                                  "(limit unpack-ratio)",
                                                  name_, limits_.ratio, packed_size_));
    }
    bytes_ += bytes;
}

void BoundedOutput::begin_member() {
    if (members_ == limits_.members) {
        throw Error(ErrorCode::limit, fmt::format("{}: more than {} gzip members or zstd frames "
                                                  "(limit unpack-members)",
                                                  name_, limits_.members));
    }
    ++members_;
}

}  // namespace feedarc::unpack
