#include <feedarc/export_warc.hpp>

#include "cli/exports/exports.hpp"
#include "cli/filter_options.hpp"

#include <fmt/format.h>

namespace feedarc::cli {

void export_as_warc(const Context& context, Archive& archive, const ExportRequest& request,
                    const base::ByteSink& sink) {
    WarcExportOptions options;
    options.filter = {request.source, request.since, request.until};
    options.gzip = request.gzip;
    if (context.session.interruption != nullptr) {
        options.stop = &context.session.interruption->signal;
    }
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
    if (summary.snapshots == 0) {
        Filter filter;
        filter.source = request.source;
        explain_no_match(context, archive, filter);
    }
}

}  // namespace feedarc::cli
