#include "archive/sqlite/derived_writer.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

// Two records that turn out to be one. Costs what the two have, however many the batch has seen.
namespace feedarc::sqlite {

RecordId DerivedWriter::join(SourceId source, RecordId one, RecordId other) {
    flush();
    // A record that is new on this page was not sighted yet, so it gives way.
    const auto age = [&](RecordId id) {
        const auto& row = record(id);
        return std::tuple(row.sightings == 0, row.first_seen, id);
    };
    const auto [to, from] =
        std::minmax(one, other, [&](RecordId a, RecordId b) { return age(a) < age(b); });
    const WriteState::RecordRow lost = record(from);
    move_contents(source, from, to);
    variations_.set(from, {});
    Statement::Run(delete_record_, from).next();
    state_.records.erase(from);
    auto& kept = record(to);
    if (kept.sightings == 0 || lost.last_seen > kept.last_seen) {
        kept.last_position = lost.last_position;
    } else if (lost.last_seen == kept.last_seen) {
        kept.last_position = std::min(kept.last_position, lost.last_position);
    }
    kept.first_seen =
        kept.sightings == 0 ? lost.first_seen : std::min(kept.first_seen, lost.first_seen);
    kept.last_seen = std::max(kept.last_seen, lost.last_seen);
    kept.sightings += lost.sightings;
    kept.revisions += lost.revisions;
    kept.best_is_stale = true;
    touch(to, kept);
    return to;
}

// All that refers to a record, in the tables and in what is remembered of them.
void DerivedWriter::move_contents(SourceId source, RecordId from, RecordId to) {
    auto& remembered = state_.source(source).revisions;
    {
        Statement::Run run(contents_of_record_, from);
        while (run.next()) {
            const auto at = remembered.find(run.integer(0));
            if (at != remembered.end()) at->second.record = to;
        }
    }
    Statement::Run(insert_alias_, from, to).next();
    Statement::Run(move_revisions_, to, from).next();
    Statement::Run(move_evidence_, to, from).next();
    Statement::Run(move_aliases_, to, from).next();
}

}  // namespace feedarc::sqlite
