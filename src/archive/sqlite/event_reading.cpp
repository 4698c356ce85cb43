#include <feedarc/variation.hpp>

#include "archive/sqlite/category_key.hpp"
#include "archive/sqlite/correction_events.hpp"
#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/fetch_log.hpp"
#include "archive/sqlite/placed_event.hpp"
#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <unordered_set>

// Events are not stored: each belongs to a snapshot, and follows from runs, verdicts and revisions,
// or to a correction.
namespace feedarc::sqlite {
namespace {

// The statements that give the events of one snapshot. Each gives kind-specific columns after the
// record's id.
class EventsOfSnapshot {
public:
    explicit EventsOfSnapshot(sqlite3& db)
        : began_(db,
                 "SELECT p.record, EXISTS (SELECT 1 FROM presence o CROSS JOIN snapshots f "
                 "ON f.id = o.first_snapshot WHERE o.record = p.record AND o.page = p.page "
                 "AND o.first_snapshot <> p.first_snapshot AND f.captured_at <= ?3) "
                 "FROM watched_pages w CROSS JOIN presence p ON p.page = w.id "
                 "AND p.first_snapshot = ?4 WHERE w.source = ?1 AND w.page_url = ?2"),
          ended_(db,
                 "SELECT p.record, p.ended FROM watched_pages w CROSS JOIN presence p "
                 "ON p.page = w.id AND p.ended_by = ?3 WHERE w.source = ?1 AND w.page_url = ?2"),
          shifted_(db, "SELECT record, kind FROM shifts WHERE snapshot = ?"),
          revised_(db,
                   "SELECT DISTINCT v.record, EXISTS (SELECT 1 FROM variations w "
                   "WHERE w.source = n.source AND w.record = v.record) FROM snapshots n CROSS JOIN "
                   "pages p ON p.id = n.page "
                   "CROSS JOIN json_each(p.contents) e "
                   "CROSS JOIN revisions v ON v.source = n.source AND v.content = e.value "
                   "WHERE n.id = ?1 AND v.first_seen = n.captured_at AND EXISTS "
                   "(SELECT 1 FROM revisions o WHERE o.record = v.record "
                   "AND o.first_seen < v.first_seen)"),
          gap_(db, "SELECT 1 FROM gaps WHERE snapshot = ?"),
          contents_(db, kRevisionsOfRecord),
          volatile_places_(db, kVolatilePlacesOfRecord),
          records_(db) {}

    // In an order that does not depend on ids.
    std::vector<PlacedEvent> of(const Event& snapshot, SourceId source, std::string_view verdict) {
        events_.clear();
        add_verdict(snapshot, verdict);
        add_records(snapshot, source);
        std::stable_sort(events_.begin(), events_.end(),
                         [](const PlacedEvent& a, const PlacedEvent& b) {
                             return std::tie(a.event.kind, a.position, a.list_key) <
                                    std::tie(b.event.kind, b.position, b.list_key);
                         });
        return std::move(events_);
    }

private:
    void add_verdict(const Event& snapshot, std::string_view verdict) {
        if (!verdict.empty()) {
            PlacedEvent placed{snapshot, {}, 0, {}};
            placed.event.kind =
                verdict == to_string(Health::redesign) ? EventKind::redesign : EventKind::unhealthy;
            if (placed.event.kind == EventKind::unhealthy) placed.event.detail = verdict;
            events_.push_back(std::move(placed));
        }
        Statement::Run run(gap_, snapshot.snapshot);
        if (!run.next()) return;
        PlacedEvent placed{snapshot, {}, 0, {}};
        placed.event.kind = EventKind::missed_entries;
        events_.push_back(std::move(placed));
    }

    void add_records(const Event& snapshot, SourceId source) {
        const std::string_view page_url = snapshot.page_url;
        {
            Statement::Run run(began_, source, page_url, seconds(snapshot.at), snapshot.snapshot);
            while (run.next()) {
                add(snapshot, run.integer(0),
                    run.integer(1) != 0 ? EventKind::returned : EventKind::appeared);
            }
        }
        {
            Statement::Run run(ended_, source, page_url, snapshot.snapshot);
            while (run.next()) add(snapshot, run.integer(0), kind_of_end(run.integer(1)));
        }
        {
            Statement::Run run(shifted_, snapshot.snapshot);
            while (run.next()) {
                const auto kind = event_kind_from(run.text(1));
                if (!kind) throw damaged("what befell a record");
                add(snapshot, run.integer(0), *kind);
            }
        }
        Statement::Run run(revised_, snapshot.snapshot);
        while (run.next()) {
            const bool varies = run.integer(1) != 0;
            if (!varies || shows_something_new(run.integer(0), snapshot.at)) {
                add(snapshot, run.integer(0), EventKind::revised);
            }
        }
    }

    // Whether a content that a record shows since a time differs from all before it in more than
    // what is volatile in its source.
    bool shows_something_new(RecordId record, Time since) {
        std::vector<Place> places;
        {
            Statement::Run run(volatile_places_, record);
            while (run.next()) places.push_back(run.integer(0));
        }
        std::set<Hash128> before;
        std::set<Hash128> now;
        Statement::Run run(contents_, record);
        while (run.next()) {
            const Revision content = read_revision(run);
            if (content.first_seen > since) continue;
            (content.first_seen < since ? before : now)
                .insert(revision_face(content.entry, places));
        }
        return !std::includes(before.begin(), before.end(), now.begin(), now.end());
    }

    static EventKind kind_of_end(std::int64_t stored) {
        switch (run_end_from(stored).value_or(RunEnd::unknown)) {
            case RunEnd::removed: return EventKind::removed;
            case RunEnd::scrolled_off: return EventKind::scrolled_off;
            case RunEnd::present:
            case RunEnd::unknown: break;
        }
        return EventKind::gone;
    }

    void add(const Event& snapshot, RecordId record, EventKind kind) {
        PlacedEvent placed{snapshot, {}, 0, {}};
        placed.event.kind = kind;
        records_.set(placed, record);
        events_.push_back(std::move(placed));
    }

    Statement began_, ended_, shifted_, revised_, gap_, contents_, volatile_places_;
    EventRecords records_;
    std::vector<PlacedEvent> events_;
};

// Which of the events are asked for.
class EventMatch {
public:
    explicit EventMatch(const EventFilter& filter) : filter_(filter) {
        for (const std::string& category : filter.categories)
            categories_.insert(category_key(category));
    }
    [[nodiscard]] bool takes(EventKind kind) const {
        const auto& kinds = filter_.kinds;
        return kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    }
    bool operator()(const PlacedEvent& placed) const {
        const Event& event = placed.event;
        if (!takes(event.kind)) return false;
        if (filter_.source && event.source != *filter_.source) return false;
        if ((filter_.since && event.at < *filter_.since) ||
            (filter_.until && event.at > *filter_.until))
            return false;
        if (filter_.record && event.record != filter_.record) return false;
        return categories_.empty() || (event.record && categories_.contains(placed.category_key));
    }

private:
    const EventFilter& filter_;
    std::unordered_set<std::string> categories_;
};

// Tells the events that are asked for, until there are enough.
class EventTeller {
public:
    EventTeller(const EventFilter& filter, const std::function<bool(const Event&)>& visit)
        : filter_(filter), visit_(visit), matches_(filter) {}

    // With a limit the latest are sought, so the walk goes backwards.
    [[nodiscard]] bool backwards() const { return filter_.reverse || filter_.limit.has_value(); }

    [[nodiscard]] bool takes(EventKind kind) const { return matches_.takes(kind); }

    // In the order of the walk; false once no more are wanted.
    bool tell(PlacedEvent& placed) {
        if (!matches_(placed)) return true;
        if (filter_.limit && found_++ == *filter_.limit) return false;
        if (filter_.reverse || !backwards()) return visit_(placed.event);
        latest_.push_back(std::move(placed.event));
        return true;
    }

    void finish() {
        std::reverse(latest_.begin(), latest_.end());
        for (const Event& event : latest_) {
            if (!visit_(event)) return;
        }
    }

private:
    const EventFilter& filter_;
    const std::function<bool(const Event&)>& visit_;
    const EventMatch matches_;
    std::vector<Event> latest_;  // newest first, where they are to be told the other way round
    std::int64_t found_ = 0;
};

// Corrections and failed fetches between the snapshots: before the snapshots of their moment.
class EventsOnTheWay {
public:
    EventsOnTheWay(sqlite3& db, const EventFilter& filter, EventTeller& teller) : teller_(teller) {
        if (teller.takes(EventKind::fetch_failed) && !filter.record) {
            events_ = fetch_events(db, filter.since, filter.until);
        }
        if (teller.takes(EventKind::corrected)) {
            auto corrections = correction_events(db);
            std::move(corrections.begin(), corrections.end(), std::back_inserter(events_));
        }
        std::stable_sort(
            events_.begin(), events_.end(),
            [](const PlacedEvent& a, const PlacedEvent& b) { return a.event.at < b.event.at; });
        if (teller.backwards()) std::reverse(events_.begin(), events_.end());
    }

    // Those that come before a snapshot; all, without one. False once no more are wanted.
    bool tell_until(std::optional<Time> snapshot) {
        for (; next_ < events_.size(); ++next_) {
            PlacedEvent& event = events_[next_];
            if (snapshot && (event.event.at > *snapshot) != teller_.backwards()) break;
            if (!teller_.tell(event)) return false;
        }
        return true;
    }

private:
    EventTeller& teller_;
    std::vector<PlacedEvent> events_;
    std::size_t next_ = 0;
};

}  // namespace

void SqliteArchive::events(const EventFilter& filter,
                           const std::function<bool(const Event&)>& visit) {
    EventTeller teller(filter, visit);
    std::string sql =
        "SELECT n.id, n.source, s.name, n.page_url, n.captured_at, coalesce("
        "nullif(n.refusal, 'forgotten'), (SELECT verdict FROM health h WHERE h.snapshot = n.id)) "
        "FROM snapshots n "
        "CROSS JOIN sources s ON s.id = n.source CROSS JOIN bodies b ON b.id = n.body WHERE 1";
    std::vector<Value> values;
    if (filter.source) {
        sql += " AND s.name = ?";
        values.emplace_back(*filter.source);
    }
    if (filter.since) {
        sql += " AND n.captured_at >= ?";
        values.emplace_back(seconds(*filter.since));
    }
    if (filter.until) {
        sql += " AND n.captured_at <= ?";
        values.emplace_back(seconds(*filter.until));
    }
    sql += teller.backwards()
               ? " ORDER BY n.captured_at DESC, b.hash DESC, n.page_url DESC, s.name DESC"
               : " ORDER BY n.captured_at, b.hash, n.page_url, s.name";
    Statement statement(*db_, sql);
    EventsOfSnapshot events_of(*db_);
    EventsOnTheWay others(*db_, filter, teller);
    bool more = true;
    Statement::Run run(statement, std::span<const Value>(values));
    while (more && run.next()) {
        Event snapshot;
        snapshot.at = time_of(run.integer(4));
        snapshot.source = run.text(2);
        snapshot.page_url = run.text(3);
        snapshot.snapshot = run.integer(0);
        more = others.tell_until(snapshot.at);
        auto events = events_of.of(snapshot, run.integer(1), run.text(5));
        if (teller.backwards()) std::reverse(events.begin(), events.end());
        for (auto event = events.begin(); more && event != events.end(); ++event) {
            more = teller.tell(*event);
        }
    }
    if (more) others.tell_until(std::nullopt);
    teller.finish();
}

}  // namespace feedarc::sqlite
