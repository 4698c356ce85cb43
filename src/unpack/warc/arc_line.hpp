#pragma once

#include "unpack/warc/fields.hpp"

#include <optional>
#include <string_view>

namespace feedarc::unpack {

/// Reads the line before each record of an ARC file, of version 1 (`URL IP DATE TYPE LENGTH`) or 2
/// (which has more between type and length), into the fields that a WARC record would have. The URL
/// may hold spaces. Nothing for any other line; Content-Length may still be no number.
/// https://archive.org/web/researcher/ArcFileFormat.php
[[nodiscard]] std::optional<Fields> read_arc_line(std::string_view line);

}  // namespace feedarc::unpack
