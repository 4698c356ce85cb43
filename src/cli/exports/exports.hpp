#pragma once

#include <feedarc/archive.hpp>

#include "base/byte_sink.hpp"
#include "cli/context.hpp"
#include "cli/exit_status.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace feedarc::cli {

/// What of the archive is to be exported, and how.
struct ExportRequest {
    std::optional<std::string> source;
    std::optional<Time> since, until;
    bool gzip = false;
};

/// One row of the table of formats. `write` writes to the sink alone, and says on standard error
/// what people want to know.
struct ExportFormat {
    const char* name;
    bool for_terminals;  ///< people may read it; else it is not written to a terminal
    void (*write)(const Context& context, Archive& archive, const ExportRequest& request,
                  const base::ByteSink& sink);
};

void export_as_warc(const Context& context, Archive& archive, const ExportRequest& request,
                    const base::ByteSink& sink);

/// Every format of `feedarc export`. A new one is a file in this folder, its declaration above, and
/// its row here.
inline constexpr std::array kExportFormats{
    ExportFormat{"warc", false, export_as_warc},
};

}  // namespace feedarc::cli
