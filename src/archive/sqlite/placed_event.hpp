#pragma once

#include <feedarc/event.hpp>
#include <feedarc/hash.hpp>

#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <string>

namespace feedarc::sqlite {

/// An event with what filters and the order of the events of one moment ask of its record.
struct PlacedEvent {
    Event event;
    std::string category_key;
    std::int64_t position = 0;
    Hash128 list_key;
};

/// Looks up the records of events.
class EventRecords {
public:
    explicit EventRecords(sqlite3& db)
        : record_(db,
                  "SELECT coalesce(r.title, c.excerpt, ''), coalesce(r.category_key, "
                  "(SELECT s.category_key FROM sources s WHERE s.id = r.source)), r.last_position, "
                  "r.list_key, r.url, r.uuid FROM records r CROSS JOIN contents c ON c.id = "
                  "r.excerpt_content "
                  "WHERE r.id = ?") {}

    void set(PlacedEvent& placed, RecordId record) {
        placed.event.record = record;
        Statement::Run run(record_, record);
        if (!run.next()) throw damaged("a record of an event");
        placed.event.title = run.text(0);
        placed.category_key = run.text(1);
        placed.position = run.integer(2);
        placed.list_key = run.hash(3);
        placed.event.url = run.text(4);
        placed.event.record_uuid = run.hash(5);
    }

private:
    Statement record_;
};

}  // namespace feedarc::sqlite
