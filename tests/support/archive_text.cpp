#include "support/archive_text.hpp"

#include <feedarc/cluster.hpp>
#include <feedarc/variation.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

namespace feedarc::test {
namespace {

std::string text_of(const Entry& entry) {
    return entry.title + "|" + entry.url + "|" + entry.guid + "|" + entry.category + "|" +
           entry.published.value + " " + to_string(entry.published.precision) + "|" + entry.excerpt;
}

std::string text_of(Time first, Time last, std::int64_t sightings) {
    return " " + format_time(first) + ".." + format_time(last) + " x" + std::to_string(sightings);
}

std::string text_of(const std::optional<Time>& time) {
    return time ? format_time(*time) : "-";
}

// Snapshots and records by what they are, not by their ids.
class Names {
public:
    Names(Archive& archive, const std::vector<RecordId>& ids) {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            records_.emplace(ids[i], "#" + std::to_string(i));
        }
        archive.snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
            snapshots_.emplace(snapshot.id, snapshot.source + " " + snapshot.page_url + " " +
                                                format_time(snapshot.captured_at) + " " +
                                                snapshot.body_hash.hex().substr(0, 8));
            return true;
        });
    }

    [[nodiscard]] std::string record(RecordId id) const {
        const auto at = records_.find(id);
        return at == records_.end() ? "unknown record" : at->second;
    }
    [[nodiscard]] std::string snapshot(SnapshotId id) const {
        const auto at = snapshots_.find(id);
        return at == snapshots_.end() ? "unknown snapshot" : at->second;
    }

private:
    std::map<RecordId, std::string> records_;
    std::map<SnapshotId, std::string> snapshots_;
};

void add_contents(const RecordDetail& detail, const Names& names, std::string& text) {
    for (std::size_t i = 0; i < detail.revisions.size(); ++i) {
        const Revision& revision = detail.revisions[i];
        text += "\n    " + text_of(revision.entry) + revision.fingerprint.hex() +
                text_of(revision.first_seen, revision.last_seen, revision.sightings);
        if (revision.age) {
            text += " " + to_string(revision.age->age) + " at " +
                    format_time(revision.age->captured_at);
        }
        if (i >= detail.joins.size()) continue;
        const JoinRow& join = detail.joins[i];
        text += "\n        at " + names.snapshot(join.snapshot) + ":" +
                std::to_string(join.position) + " by " + join.kind + " " + join.key + " with " +
                (join.with_snapshot == 0 ? "-" : names.snapshot(join.with_snapshot)) + ":" +
                std::to_string(join.with_position) + " " + join.with_title + " also " +
                join.connected_by;
    }
}

void add_sightings(const RecordDetail& detail, const Names& names, std::string& text) {
    for (const Sighting& sighting : detail.sightings) {
        text += "\n    " + names.snapshot(sighting.snapshot) + ":" +
                std::to_string(sighting.position) + " revision " +
                std::to_string(sighting.revision);
    }
    for (const PresenceRun& run : detail.runs) {
        text += "\n    on " + run.page_url + " from " + names.snapshot(run.first_snapshot) +
                " to " + (run.last_snapshot ? names.snapshot(*run.last_snapshot) : "-") + " " +
                to_string(run.end) + " by " + (run.ended_by ? names.snapshot(*run.ended_by) : "-") +
                " " + format_time(run.first_seen) + text_of(run.last_seen) + text_of(run.ended_at);
    }
}

void add_others(Archive& archive, const RecordDetail& detail, const Names& names,
                std::string& text) {
    std::vector<std::string> others;
    for (const AlsoOn& other : also_on(archive, detail)) {
        others.push_back("\n    also " + other.source + " " + names.record(other.id) + " " +
                         format_time(other.first_seen) + " by " + to_string(other.by));
    }
    std::sort(others.begin(), others.end());  // of equal times and sources by id
    for (const std::string& other : others) text += other;
}

std::string text_of(const RecordDetail& detail, const Names& names) {
    const Record& record = detail.record;
    std::string text = record.source + ": " + text_of(record.best) + "from " +
                       to_string(record.category_from) + " " + record.fingerprint.hex() +
                       text_of(record.first_seen, record.last_seen, record.sightings) + " r" +
                       std::to_string(record.revisions) + " " +
                       (record.presence ? to_string(*record.presence) : "no presence");
    for (const std::string& url : record.urls) text += " " + url;
    add_contents(detail, names, text);
    add_sightings(detail, names, text);
    for (const EvidenceRow& row : detail.evidence) text += "\n    " + row.kind + " " + row.key;
    for (const Place place : detail.volatile_places) {
        text += "\n    volatile " + std::to_string(place);
    }
    return text;
}

std::string text_of(const Event& event, const Names& names) {
    return format_time(event.at) + " " + to_string(event.kind) + " " +
           (event.snapshot ? names.snapshot(*event.snapshot) : "-") + " " + event.page_url + " " +
           event.detail + " " + event.title + " " +
           (event.record ? names.record(*event.record) : "");
}

std::string text_of(const SnapshotInfo& snapshot) {
    return snapshot.source + " " + snapshot.page_url + " " + snapshot.url + " " +
           format_time(snapshot.captured_at) + " " + snapshot.form + " " +
           snapshot.body_hash.hex() + " " + std::to_string(snapshot.size) + " " +
           std::to_string(snapshot.entries.value_or(-1)) + " " + snapshot.refusal + " " +
           (snapshot.health ? to_string(*snapshot.health) : "unread") + " " + snapshot.rules +
           snapshot.told_source + text_of(snapshot.told_captured_at);
}

std::string text_of(const SourceInfo& source) {
    return source.name + " " + source.url + " " + std::to_string(source.snapshots) + " " +
           std::to_string(source.records) + text_of(source.first_captured) +
           text_of(source.last_captured) + " present " + std::to_string(source.present) + " " +
           (source.health ? to_string(*source.health) : "") + " gaps " +
           std::to_string(source.gaps) + " " +
           (source.interval ? std::to_string(source.interval->count()) : "") + source.rules;
}

std::string text_of(const Statistics& all) {
    return std::to_string(all.sources) + " " + std::to_string(all.snapshots) + " " +
           std::to_string(all.bodies) + " " + std::to_string(all.records) + " " +
           std::to_string(all.revisions) + " " + std::to_string(all.sightings) + " " +
           std::to_string(all.body_bytes) + text_of(all.first_captured) +
           text_of(all.last_captured);
}

// What the pages showed at the beginning, in the middle and at the end.
void add_looks_back(Archive& archive, const Names& names, std::vector<std::string>& texts) {
    std::vector<Time> times;
    archive.snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
        times.push_back(snapshot.captured_at);
        return true;
    });
    if (times.empty()) return;
    for (const Time at : {times.front(), times[times.size() / 2], times.back()}) {
        std::string text = "at " + format_time(at);
        archive.find_at(at, {}, [&](const Record& record) {
            text += " " + names.record(record.id);
            return true;
        });
        texts.push_back(std::move(text));
    }
}

// What is wrong with a record by itself.
std::string contradiction_in(Archive& archive, const RecordDetail& detail, const Names& names) {
    if (static_cast<std::int64_t>(detail.sightings.size()) != detail.record.sightings) {
        return "other sightings than it says";
    }
    const auto revisions = revisions_of(detail.revisions, detail.volatile_places);
    if (static_cast<std::int64_t>(revisions.size()) != detail.record.revisions) {
        return "other revisions than it says";
    }
    if (detail.runs.empty()) return "was never on a page";
    for (const PresenceRun& run : detail.runs) {
        if (!run.ended_by) continue;
        const auto by = archive.snapshot(*run.ended_by);
        if (!by || by->health != Health::healthy) {
            return std::string(to_string(run.end)) + " by an unhealthy snapshot " +
                   names.snapshot(*run.ended_by);
        }
    }
    return "";
}

void add_records(Archive& archive, const Names& names, ArchiveText& all) {
    const bool several = archive.sources().size() > 1;
    for (const RecordId id : all.ids) {
        const RecordDetail detail = *archive.record(id);
        all.texts.push_back(text_of(detail, names));
        if (several) add_others(archive, detail, names, all.texts.back());
        const std::string wrong = contradiction_in(archive, detail, names);
        if (!wrong.empty()) all.contradiction += wrong + ": " + all.texts.back() + "\n";
    }
}

}  // namespace

std::vector<RecordId> listed_ids(Archive& archive) {
    std::vector<RecordId> ids;
    archive.find({}, [&](const Record& record) {
        ids.push_back(record.id);
        return true;
    });
    // The total is kept, and not counted when it is asked for.
    const auto total = archive.count({});
    if (total != static_cast<std::int64_t>(ids.size())) {
        throw std::logic_error("of " + std::to_string(ids.size()) + " records, " +
                               std::to_string(total) + " are counted");
    }
    return ids;
}

ArchiveText describe_archive(Archive& archive) {
    ArchiveText all;
    all.ids = listed_ids(archive);
    const Names names(archive, all.ids);
    std::vector<std::string>& texts = all.texts;
    add_records(archive, names, all);
    archive.events({}, [&](const Event& event) {
        texts.push_back(text_of(event, names));
        return true;
    });
    archive.snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
        texts.push_back(text_of(snapshot));
        return true;
    });
    for (const SourceInfo& source : archive.sources()) texts.push_back(text_of(source));
    for (const CategoryInfo& category : archive.categories(std::nullopt)) {
        texts.push_back("category " + category.name + " " + std::to_string(category.records) + " " +
                        format_time(category.last_seen));
    }
    texts.push_back(text_of(archive.statistics()));
    for (const Archive::WatchedPage& page : archive.pages()) {
        texts.push_back("page " + page.source + " " + page.page_url);
    }
    add_looks_back(archive, names, texts);
    return all;
}

std::string difference(const std::vector<std::string>& one, const std::vector<std::string>& other) {
    const auto [left, right] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    if (left == one.end() && right == other.end()) return "";
    if (left == one.end()) return "\n+ " + *right;
    if (right == other.end()) return "\n- " + *left;
    // Of two long texts the lines that differ, below the one that they begin with.
    const auto lines = [](const std::string& text) {
        std::vector<std::string> split;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) split.push_back(line);
        return split;
    };
    const auto ours = lines(*left);
    const auto theirs = lines(*right);
    std::string text = "\n  " + ours.front();
    for (std::size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
        const std::string was = i < ours.size() ? ours[i] : "";
        const std::string is = i < theirs.size() ? theirs[i] : "";
        if (was == is) continue;
        text += "\n- " + was + "\n+ " + is;
    }
    return text;
}

}  // namespace feedarc::test
