#include "render/rows.hpp"

#include "app/interrupted_export.hpp"
#include "cli/exports/exports.hpp"
#include "cli/sink_buffer.hpp"
#include "cli/stop.hpp"
#include "render/record_fields.hpp"

#include <ostream>

namespace feedarc::cli {

std::int64_t export_as_rows(const Context& context, Archive& archive, const ExportRequest& request,
                            const base::ByteSink& sink) {
    render::Style style;
    style.csv_exact = request.csv_exact;
    style.to_terminal = request.to_terminal;
    SinkBuffer buffer(sink);
    std::ostream out(&buffer);
    out.exceptions(std::ios::badbit);  // so that what the sink throws arrives
    render::Rows<Record> rows(render::record_fields(), render::format_named(request.format),
                              request.fields, style, out);
    std::int64_t written = 0;
    const auto add = [&](const Record& record) {
        app::stop_export_if_asked(stop_of(context));
        rows.add(record);
        ++written;
        return true;
    };
    const Filter filter = request.filter.filter(context);
    if (const auto at = request.filter.as_of(context)) {
        archive.find_at(*at, filter, add);
    } else {
        archive.find(filter, add);
    }
    rows.finish();
    return written;
}

}  // namespace feedarc::cli
