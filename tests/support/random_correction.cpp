#include "support/random_correction.hpp"

#include <feedarc/correct.hpp>
#include <feedarc/error.hpp>

#include "app/rederive.hpp"
#include "support/archive_text.hpp"

#include <stdexcept>

namespace feedarc::test {
namespace {

constexpr std::chrono::milliseconds kWait{10'000};

std::vector<SnapshotInfo> snapshots_of(Archive& archive) {
    std::vector<SnapshotInfo> snapshots;
    archive.snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
        snapshots.push_back(snapshot);
        return true;
    });
    return snapshots;
}

// Some of the contents of a record, each at one of its places.
std::vector<SnapshotPosition> some_of(const RecordDetail& detail, Dice& dice) {
    std::vector<SnapshotPosition> places;
    for (std::size_t i = 1; i <= detail.revisions.size(); ++i) {
        if (!dice.one_in(2)) continue;
        for (const Sighting& sighting : detail.sightings) {
            if (sighting.revision != static_cast<std::int64_t>(i)) continue;
            places.push_back({sighting.snapshot, sighting.position});
            break;
        }
    }
    return places;
}

void correct(Archive& archive, Corrector& corrector, Dice& dice) {
    const std::vector<RecordId> records = listed_ids(archive);
    const std::vector<SnapshotInfo> snapshots = snapshots_of(archive);
    if (records.empty() || snapshots.empty()) return;
    switch (dice.below(6)) {
        case 0:
        case 1: {
            const RecordId one = dice.of(records);
            (void)corrector.join(one, dice.of(records));
            break;
        }
        case 2: {
            const RecordId record = dice.of(records);
            const auto places = some_of(*archive.record(record), dice);
            if (!places.empty()) (void)corrector.split(record, places);
            break;
        }
        case 3: (void)corrector.forget(dice.of(snapshots).id); break;
        case 4: {
            const SnapshotInfo& snapshot = dice.of(snapshots);
            std::optional<std::string> source;
            std::optional<Time> at;
            if (dice.one_in(2)) source = snapshot.source == "blog" ? "mirror" : "blog";
            // A time of its own: where the same bytes are there already, the order would count.
            at = dice.of(snapshots).captured_at +
                 std::chrono::seconds{1 + static_cast<int>(dice.below(1000))};
            (void)corrector.amend(snapshot.id, source, at);
            break;
        }
        case 5: (void)corrector.undo(std::nullopt); break;
    }
}

SnapshotId found_in(Archive& archive, const SnapshotRef& wanted) {
    for (const SnapshotInfo& snapshot : snapshots_of(archive)) {
        const SnapshotRef ingested{
            snapshot.told_source.empty() ? snapshot.source : snapshot.told_source,
            snapshot.page_url, snapshot.told_captured_at.value_or(snapshot.captured_at),
            snapshot.body_hash};
        if (ingested == wanted) return snapshot.id;
    }
    throw std::runtime_error("a corrected snapshot is not there");
}

void repeat(Archive& archive, const std::string& location, const Correction& correction) {
    Corrector corrector(location, correction.made_at, kWait);
    switch (correction.kind) {
        case CorrectionKind::join:
        case CorrectionKind::split: {
            const auto batch = archive.begin(kWait);
            if (batch->add_correction(correction, correction.made_at).uuid != correction.uuid) {
                throw std::runtime_error("archives do not agree on the name of a correction");
            }
            (void)app::rederive(*batch, batch->source(correction.source, ""));
            batch->commit();
            break;
        }
        case CorrectionKind::forget:
            (void)corrector.forget(found_in(archive, *correction.snapshot));
            break;
        case CorrectionKind::amend:
            (void)corrector.amend(found_in(archive, *correction.snapshot), correction.new_source,
                                  correction.new_captured_at);
            break;
        case CorrectionKind::undo:
            for (const Correction& one : archive.corrections()) {
                if (one.uuid == *correction.undoes) (void)corrector.undo(one.id);
            }
            break;
    }
}

}  // namespace

void correct_at_random(const std::string& location, Time now, Dice& dice) {
    Corrector corrector(location, now, kWait);
    const auto archive = open_archive(location, OpenMode::read, kWait);
    try {
        correct(*archive, corrector, dice);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::input && error.code() != ErrorCode::not_found) throw;
    }
}

void repeat_corrections(const std::string& from, const std::string& to) {
    std::vector<Correction> corrections = open_archive(from, OpenMode::read, kWait)->corrections();
    mark_in_force(corrections);
    const auto archive = open_archive(to, OpenMode::write, kWait);
    for (const Correction& correction : corrections) repeat(*archive, to, correction);
}

}  // namespace feedarc::test
