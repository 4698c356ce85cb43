#pragma once

#include "cli/exports/exports.hpp"

#include <span>
#include <string>
#include <vector>

namespace feedarc::cli {

/// What goes into a folder.
struct FolderExport {
    std::string folder;
    std::vector<const ExportFormat*> formats;
    bool per_category = false;
    bool per_source = false;
};

/// Writes all of it, whole file by whole file, those alone that become different; files that are
/// there for what is no more stay. Returns how many records the whole has.
std::int64_t export_to_folder(const Context& context, Archive& archive, const FolderExport& wanted,
                              const ExportRequest& request);

}  // namespace feedarc::cli
