#include <feedarc/export_warc.hpp>

#include "app/interrupted_export.hpp"
#include "app/warc_records.hpp"

namespace feedarc {
WarcExportSummary export_warc(Archive& archive, const WarcExportOptions& options,
                              const std::function<void(std::string_view)>& sink) {
    unpack::RecordWriter writer(sink, options.gzip);
    app::WarcRecords records(writer);
    WarcExportSummary summary;
    const auto walk = archive.walk_snapshots(options.filter);
    while (const auto snapshot = walk->next()) {
        app::stop_export_if_asked(options.stop);
        if (snapshot->forgotten) {
            ++summary.forgotten;
        } else if (!snapshot->kept) {
            ++summary.pruned;
        } else {
            if (summary.snapshots++ == 0) records.begin(snapshot->captured_at);
            records.add(*snapshot, [&] { return walk->bytes(); });
        }
    }
    if (summary.snapshots == 0) records.begin(Time{});
    summary.revisits = records.revisits();
    return summary;
}

}  // namespace feedarc
