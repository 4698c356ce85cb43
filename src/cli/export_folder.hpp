#pragma once

#include "cli/exports/exports.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::cli {

/// What goes into a folder.
struct FolderExport {
    std::string folder;
    std::vector<const ExportFormat*> formats;
    bool per_category = false;
    bool per_source = false;
};

/// A name that only this text has, and that is safe wherever files are: letters a to z, digits,
/// hyphens and full stops as they are, every other byte, and a full stop in front, as `_` and two
/// hexadecimal digits. `_` for an empty text. Of a name of more than 120 bytes the first 80 are
/// kept, and `_x` and the hash of the text follow.
[[nodiscard]] std::string safe_file_name(std::string_view text);

/// Writes all of it, whole file by whole file, those alone that become different; files that are
/// there for what is no more stay. Returns how many records the whole has.
std::int64_t export_to_folder(const Context& context, Archive& archive, const FolderExport& wanted,
                              const ExportRequest& request);

}  // namespace feedarc::cli
