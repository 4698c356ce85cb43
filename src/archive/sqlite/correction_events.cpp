#include "archive/sqlite/correction_events.hpp"

#include <feedarc/corrections.hpp>

#include "archive/sqlite/correction_log.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace feedarc::sqlite {
namespace {

class CorrectionEvents {
public:
    explicit CorrectionEvents(sqlite3& db)
        : log_(db),
          record_of_(db,
                     "SELECT v.record FROM contents c CROSS JOIN revisions v ON v.content = c.id "
                     "AND v.source = (SELECT id FROM sources WHERE name = ?2) WHERE c.hash = ?1"),
          records_(db),
          corrections_(read_corrections(db, std::nullopt)) {
        mark_in_force(corrections_);
    }

    std::vector<PlacedEvent> all() {
        for (const Correction& correction : corrections_) {
            add(correction, subject_of(corrections_, correction));
        }
        return std::move(events_);
    }

private:
    // An undo befalls what the undone correction was about.
    void add(const Correction& correction, const Correction& subject) {
        PlacedEvent placed;
        placed.event.at = correction.made_at;
        placed.event.kind = EventKind::corrected;
        placed.event.detail = to_string(correction.kind);
        placed.event.source = subject.source;
        if (subject.snapshot) {
            placed.event.page_url = subject.snapshot->page_url;
            if (const auto at = log_.placed(*subject.snapshot)) placed.event.snapshot = at->id;
        }
        std::vector<PlacedEvent> of_records;
        for (const RecordId record : records_of(subject)) {
            records_.set(of_records.emplace_back(placed), record);
        }
        std::sort(of_records.begin(), of_records.end(),
                  [](const PlacedEvent& a, const PlacedEvent& b) {
                      return std::tie(a.position, a.list_key) < std::tie(b.position, b.list_key);
                  });
        if (of_records.empty()) of_records.push_back(std::move(placed));
        std::move(of_records.begin(), of_records.end(), std::back_inserter(events_));
    }

    std::set<RecordId> records_of(const Correction& correction) {
        std::set<RecordId> records;
        for (const auto* side : {&correction.one, &correction.other}) {
            for (const ContentRef& ref : *side) {
                Statement::Run run(record_of_, ref.content, std::string_view(correction.source));
                if (run.next()) records.insert(run.integer(0));
            }
        }
        return records;
    }

    CorrectionLog log_;
    Statement record_of_;
    EventRecords records_;
    std::vector<Correction> corrections_;
    std::vector<PlacedEvent> events_;
};

}  // namespace

std::vector<PlacedEvent> correction_events(sqlite3& db) {
    return CorrectionEvents(db).all();
}

}  // namespace feedarc::sqlite
