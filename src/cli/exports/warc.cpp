#include <feedarc/export_warc.hpp>

#include "cli/exports/exports.hpp"
#include "cli/stop.hpp"

#include <fmt/format.h>

namespace feedarc::cli {

std::int64_t export_as_warc(const Context& context, Archive& archive, const ExportRequest& request,
                            const base::ByteSink& sink) {
    WarcExportOptions options;
    const Filter filter = request.filter.filter(context);
    options.filter = {filter.source, filter.since, filter.until};
    options.gzip = request.gzip;
    options.stop = stop_of(context);
    const WarcExportSummary summary = export_warc(archive, options, sink);
    std::string text =
        fmt::format("{} snapshots, {} of them revisits", summary.snapshots, summary.revisits);
    if (summary.pruned > 0) {
        text += fmt::format("; {} left out, whose bytes were pruned", summary.pruned);
    }
    if (summary.forgotten > 0) {
        text += fmt::format("; {} left out, which were forgotten", summary.forgotten);
    }
    if (!context.options.quiet) context.tell(text);
    return summary.snapshots;
}

}  // namespace feedarc::cli
