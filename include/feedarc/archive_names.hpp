#pragma once

#include <string>
#include <vector>

namespace feedarc {

/// What people call things in an archive, as they stand there: text from pages among it.
struct ArchiveNames {
    std::vector<std::string> sources;     ///< sorted
    std::vector<std::string> categories;  ///< sorted by their case-folded form, each once
};

/// Reads them without counting anything, so that it takes as long in a large archive as in a small
/// one. Changes and makes nothing. None of an archive of an older version; else throws what
/// open_archive() throws for a reader.
[[nodiscard]] ArchiveNames archive_names(const std::string& location);

}  // namespace feedarc
