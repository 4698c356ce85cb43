#include <feedarc/correct.hpp>
#include <feedarc/error.hpp>

#include "app/open_existing.hpp"
#include "app/placing.hpp"
#include "app/rederive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace feedarc {
namespace {

std::vector<Correction> in_order(WriteBatch& batch, std::optional<SourceId> source) {
    std::vector<Correction> corrections = batch.corrections(source);
    mark_in_force(corrections);
    return corrections;
}

void add_changes(Corrected& corrected, app::Rederived&& rederived) {
    corrected.changes.insert(corrected.changes.end(), rederived.changes.begin(),
                             rederived.changes.end());
}

const Correction& to_undo(const std::vector<Correction>& all,
                          const std::optional<std::int64_t>& wanted) {
    if (!wanted) {
        const auto at = std::find_if(all.rbegin(), all.rend(), [](const Correction& one) {
            return one.in_force && one.kind != CorrectionKind::undo;
        });
        if (at == all.rend()) throw Error(ErrorCode::not_found, "there is no correction to undo");
        return *at;
    }
    const auto at = std::find_if(all.begin(), all.end(),
                                 [&](const Correction& one) { return one.id == *wanted; });
    if (at == all.end()) {
        throw Error(
            ErrorCode::not_found,
            fmt::format("there is no correction {}; `feedarc undo --list` shows them", *wanted));
    }
    if (!at->in_force) {
        throw Error(ErrorCode::input, fmt::format("correction {} is undone already", *wanted));
    }
    return *at;
}

}  // namespace

Corrector::Corrector(const std::string& location, Time now, std::chrono::milliseconds wait)
    : archive_(app::open_existing(location, false, wait)), now_(now), wait_(wait) {}

RecordDetail Corrector::record(RecordId id) {
    auto detail = archive_->record(id);
    if (!detail) throw Error(ErrorCode::not_found, fmt::format("there is no record {}", id));
    return std::move(*detail);
}

PlacedSnapshot Corrector::snapshot(WriteBatch& batch, SnapshotId id) const {
    auto snapshot = batch.placed(id);
    if (!snapshot) throw Error(ErrorCode::not_found, fmt::format("there is no snapshot {}", id));
    return std::move(*snapshot);
}

Corrected Corrector::finish(WriteBatch& batch, Correction&& correction, const std::string& source) {
    Corrected corrected;
    corrected.correction = batch.add_correction(std::move(correction), now_);
    add_changes(corrected, app::rederive(batch, batch.source(source, "")));
    batch.commit();
    return corrected;
}

Corrected Corrector::finish(WriteBatch& batch, Correction&& correction, const SnapshotRef& about) {
    Corrected corrected;
    corrected.correction = batch.add_correction(std::move(correction), now_);
    apply_to_snapshot(batch, about, corrected);
    batch.commit();
    return corrected;
}

Corrected Corrector::join(RecordId one, RecordId other) {
    const auto batch = archive_->begin(wait_);
    const Record first = record(one).record;
    const Record second = record(other).record;
    if (first.id == second.id) {
        throw Error(ErrorCode::input, fmt::format("{} and {} are one record already", one, other));
    }
    if (first.source != second.source) {
        throw Error(ErrorCode::input,
                    fmt::format("{} is of source {} and {} of {}: records of two sources are not "
                                "joined",
                                one, first.source, other, second.source));
    }
    Correction correction;
    correction.kind = CorrectionKind::join;
    correction.source = first.source;
    correction.one = batch->content_refs(first.id);
    correction.other = batch->content_refs(second.id);
    return finish(*batch, std::move(correction), first.source);
}

Corrected Corrector::split(RecordId id, std::span<const SnapshotPosition> places) {
    const auto batch = archive_->begin(wait_);
    const Record record = this->record(id).record;
    Correction correction;
    correction.kind = CorrectionKind::split;
    correction.source = record.source;
    correction.other = batch->content_refs(record.id);
    std::set<Hash128> leaving;
    for (const SnapshotPosition& place : places) {
        (void)snapshot(*batch, place.snapshot);
        const auto content = batch->content_at(place.snapshot, place.position);
        const auto at = std::find_if(
            correction.other.begin(), correction.other.end(),
            [&](const ContentRef& ref) { return content && ref.content == content->content; });
        if (content && (at != correction.other.end())) {
            correction.one.push_back(*content);
            leaving.insert(content->content);
            correction.other.erase(at);
        } else if (!content || !leaving.contains(content->content)) {
            throw Error(ErrorCode::not_found,
                        fmt::format("{}:{} does not show record {}; `feedarc show {}` lists where "
                                    "it stands",
                                    place.snapshot, place.position, id, id));
        }
    }
    if (correction.other.empty()) {
        throw Error(ErrorCode::input,
                    fmt::format("record {}: these are all its contents, nothing would be left of "
                                "it",
                                id));
    }
    return finish(*batch, std::move(correction), record.source);
}

// Gives a snapshot the place that its corrections say, and derives the sources concerned.
void Corrector::apply_to_snapshot(WriteBatch& batch, const SnapshotRef& ingested,
                                  Corrected& corrected) {
    const auto placed = app::Placing(batch).apply(ingested);
    const auto about = batch.placed(ingested);
    for (const app::Clash& clash : placed.clashes) {
        const bool meant = about && clash.snapshot == about->id &&
                           corrected.correction.kind == CorrectionKind::amend;
        if (!clash.is_new && !meant) continue;
        throw Error(ErrorCode::input,
                    fmt::format("snapshot {0}: snapshot {1} has the same bytes of that page at "
                                "that time; `feedarc forget {0}` takes this one out",
                                clash.snapshot, clash.with));
    }
    for (const SourceId source : placed.sources) {
        add_changes(corrected, app::rederive(batch, source));
    }
}

Corrected Corrector::forget(SnapshotId id) {
    const auto batch = archive_->begin(wait_);
    const PlacedSnapshot placed = snapshot(*batch, id);
    if (placed.forgotten) {
        throw Error(ErrorCode::input, fmt::format("snapshot {} is forgotten already", id));
    }
    if (placed.refused) {
        throw Error(ErrorCode::input,
                    fmt::format("snapshot {} could not be read and takes no part in anything", id));
    }
    Correction correction;
    correction.kind = CorrectionKind::forget;
    correction.source = placed.ingested.source;
    correction.snapshot = placed.ingested;
    return finish(*batch, std::move(correction), placed.ingested);
}

Corrected Corrector::amend(SnapshotId id, const std::optional<std::string>& source,
                           const std::optional<Time>& captured_at) {
    const auto batch = archive_->begin(wait_);
    const PlacedSnapshot placed = snapshot(*batch, id);
    const bool same_source = !source || *source == placed.source_name;
    const bool same_time = !captured_at || *captured_at == placed.captured_at;
    if (same_source && same_time) {
        throw Error(ErrorCode::input,
                    fmt::format("snapshot {}: that is its source and time already", id));
    }
    Correction correction;
    correction.kind = CorrectionKind::amend;
    correction.source = placed.ingested.source;
    correction.snapshot = placed.ingested;
    correction.new_source = source;
    correction.new_captured_at = captured_at;
    return finish(*batch, std::move(correction), placed.ingested);
}

Corrected Corrector::undo(const std::optional<std::int64_t>& wanted) {
    const auto batch = archive_->begin(wait_);
    const std::vector<Correction> all = in_order(*batch, std::nullopt);
    const Correction& undone = to_undo(all, wanted);
    const Correction& subject = subject_of(all, undone);
    Correction correction;
    correction.kind = CorrectionKind::undo;
    correction.undoes = undone.uuid;
    if (!subject.snapshot) return finish(*batch, std::move(correction), subject.source);
    return finish(*batch, std::move(correction), *subject.snapshot);
}

}  // namespace feedarc
