#pragma once

#include <feedarc/record.hpp>
#include <feedarc/source.hpp>

#include "cli/context.hpp"

#include <optional>
#include <vector>

namespace feedarc::cli {

/// A source, with what the archive knows of it and what the configuration says.
struct SourceRow {
    SourceInfo info;  ///< name and URL alone where it is not archived
    bool archived = false;
    std::optional<ConfiguredSource> configured;
};

/// All sources: those of the archive, then configured ones of which it has nothing yet. There need
/// be no archive where sources are configured; else a missing one is Error(archive).
[[nodiscard]] std::vector<SourceRow> source_rows(const Context& context);

}  // namespace feedarc::cli
