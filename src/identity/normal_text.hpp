#pragma once

#include <feedarc/fingerprint.hpp>

#include <string>
#include <string_view>

namespace feedarc {

/// What normalise() gives, and whether it took the mark of a cut from the end: an ellipsis or "read
/// more".
struct NormalText {
    std::string text;
    bool cut = false;
};

[[nodiscard]] NormalText normal_text(std::string_view text);

/// The fingerprint of an entry whose excerpt is normalised already.
[[nodiscard]] IdentityText identity_text(std::string_view title, std::string_view normal_excerpt);

}  // namespace feedarc
