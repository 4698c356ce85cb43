#pragma once

#include <string>
#include <string_view>

namespace feedarc::base {

/// A name that only this text has, and that is safe wherever files are: letters a to z, digits,
/// hyphens and full stops as they are, every other byte, and a full stop in front, as `_` and two
/// hexadecimal digits. `_` for an empty text. Of a name of more than 120 bytes the first 80 are
/// kept, and `_x` and the hash of the text follow.
[[nodiscard]] std::string safe_file_name(std::string_view text);

}  // namespace feedarc::base
