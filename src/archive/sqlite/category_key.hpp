#pragma once

#include "text/unicode.hpp"

#include <string>

namespace feedarc::sqlite {

/// The form in which categories are compared: what was typed, mended and case folded.
[[nodiscard]] inline std::string category_key(const std::string& typed) {
    text::Repairs repairs;
    return text::fold(text::repair_utf8(typed, repairs));
}

}  // namespace feedarc::sqlite
