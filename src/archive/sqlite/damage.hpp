#pragma once

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <string_view>

namespace feedarc::sqlite {

/// What is thrown where a stored value cannot be what this program wrote: `what` names it.
[[nodiscard]] inline Error damaged(std::string_view what) {
    return {
        ErrorCode::archive,
        fmt::format("the archive is damaged: {} cannot be read; restore it from a backup", what)};
}

}  // namespace feedarc::sqlite
