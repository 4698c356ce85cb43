#include "app/store_batch.hpp"

#include "app/derive.hpp"
#include "app/placing.hpp"
#include "app/stored_snapshot.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace feedarc::app {
namespace {

IngestedSnapshot outcome(const Prepared& prepared) {
    IngestedSnapshot report;
    report.input = prepared.input;
    report.source = prepared.snapshot.source;
    report.url = prepared.snapshot.url;
    // Some records of web archives are too broken to say when.
    const bool time_known = !prepared.error || prepared.snapshot.captured_at != Time{};
    if (time_known) report.captured_at = prepared.snapshot.captured_at;
    report.warnings = prepared.warnings;
    if (prepared.snapshot.page) {
        report.entries = static_cast<std::int64_t>(prepared.snapshot.page->entries);
    }
    if (prepared.error) {
        report.error = prepared.error->what();
        report.code = prepared.error->code();
        report.status =
            report.code == ErrorCode::limit ? IngestStatus::refused : IngestStatus::failed;
    }
    return report;
}

std::optional<std::size_t> add(WriteBatch& batch, Deriver& deriver, Placing& placing,
                               const Prepared& prepared, IngestedSnapshot& report) {
    const PreparedSnapshot& snapshot = prepared.snapshot;
    const SourceId source = batch.source(snapshot.source, snapshot.source_url);
    deriver.begin(source);
    const WriteBatch::Added added = batch.add(source, snapshot);
    if (added.status != SnapshotStatus::known && snapshot.source_rules) {
        batch.set_rules(source, *snapshot.source_rules);
        batch.set_category(source, snapshot.source_category);
    }
    report.snapshot = added.snapshot;
    if (!prepared.error) {
        report.status = added.status == SnapshotStatus::known       ? IngestStatus::known
                        : added.status == SnapshotStatus::unchanged ? IngestStatus::unchanged
                                                                    : IngestStatus::stored;
    }
    if (added.status == SnapshotStatus::known) return std::nullopt;
    return see_stored(batch, deriver, placing, source, snapshot, added);
}

}  // namespace

bool any_kept(const std::vector<Prepared>& snapshots) {
    return std::any_of(snapshots.begin(), snapshots.end(),
                       [](const Prepared& prepared) { return prepared.keep; });
}

std::vector<IngestedSnapshot> store_batch(Archive* archive, std::chrono::milliseconds wait,
                                          const std::vector<Prepared>& snapshots,
                                          const std::function<void(WriteBatch&)>& also,
                                          std::vector<RecordId>* changed) {
    std::vector<IngestedSnapshot> reports;
    reports.reserve(snapshots.size());
    if (!any_kept(snapshots)) {
        for (const Prepared& prepared : snapshots) reports.push_back(outcome(prepared));
        return reports;
    }
    const auto batch = archive->begin(wait);
    Deriver deriver(*batch);
    Placing placing(*batch);
    std::vector<std::optional<std::size_t>> derived;
    for (const Prepared& prepared : snapshots) {
        IngestedSnapshot report = outcome(prepared);
        derived.push_back(prepared.keep ? add(*batch, deriver, placing, prepared, report)
                                        : std::nullopt);
        reports.push_back(std::move(report));
    }
    deriver.finish();
    if (also) also(*batch);
    batch->commit();
    if (changed != nullptr) *changed = deriver.gained();
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (!derived[i]) continue;
        reports[i].new_records = deriver.result(*derived[i]).new_records;
        reports[i].changed_records = deriver.result(*derived[i]).changed_records;
        reports[i].health = deriver.health_of(*reports[i].snapshot);
    }
    return reports;
}

}  // namespace feedarc::app
