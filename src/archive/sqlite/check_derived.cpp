#include "archive/sqlite/check_derived.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/check_parts.hpp"
#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/restrictions.hpp"
#include "archive/sqlite/totals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace feedarc::sqlite {
namespace {

// A derived table as it is compared: `keys` columns name a row, in the order of which rows come.
struct DerivedTable {
    const char* name;
    int keys;
    int record;  // which column is a record's id; -1: none
    const char* sql;
};

// Pages by their names, since their ids depend on which was watched first.
constexpr std::array kDerivedTables{
    DerivedTable{"records", 1, 0,
                 "SELECT id, uuid, source, title, url, category, category_key, published, "
                 "published_precision, excerpt_content, fingerprint, first_seen, last_seen, "
                 "last_position, list_key, sightings, revisions, category_from FROM records "
                 "ORDER BY id"},
    DerivedTable{"record_aliases", 1, 2,
                 "SELECT id, source, record, uuid, content FROM record_aliases ORDER BY id"},
    DerivedTable{"revisions", 2, 2,
                 "SELECT source, content, record, first_seen, last_seen, sightings, age, age_seen, "
                 "joined_by, joined_with, connected_by FROM revisions ORDER BY source, content"},
    DerivedTable{"evidence", 3, 3,
                 "SELECT source, kind, key, record, content, rule_version FROM evidence "
                 "ORDER BY source, kind, key"},
    DerivedTable{"text_keys", 3, -1,
                 "SELECT source, key, content FROM text_keys ORDER BY source, key, content"},
    DerivedTable{"watched_pages", 2, -1,
                 "SELECT source, page_url, tail FROM watched_pages ORDER BY source, page_url"},
    DerivedTable{"presence", 4, 3,
                 "SELECT w.source, w.page_url, p.first_snapshot, p.record, p.last_snapshot, "
                 "p.ended, p.ended_by FROM watched_pages w CROSS JOIN presence p ON p.page = w.id "
                 "ORDER BY w.source, w.page_url, p.first_snapshot, p.record"},
    DerivedTable{"health", 1, -1, "SELECT snapshot, verdict FROM health ORDER BY snapshot"},
    DerivedTable{"shifts", 3, 1,
                 "SELECT snapshot, record, kind FROM shifts ORDER BY snapshot, record, kind"},
    DerivedTable{"gaps", 1, -1, "SELECT snapshot FROM gaps ORDER BY snapshot"},
    DerivedTable{"variations", 2, 1,
                 "SELECT source, record, variants, places FROM variations ORDER BY source, record"},
    DerivedTable{"volatile_places", 2, -1,
                 "SELECT source, place, records, is_volatile FROM volatile_places "
                 "ORDER BY source, place"},
    DerivedTable{"totals", 1, -1, "SELECT * FROM totals ORDER BY id"},
};

// The rows of a query with their values as they are, of whatever type.
class Rows {
public:
    Rows(sqlite3& db, const char* sql) : db_(db) {
        sqlite3_stmt* raw = nullptr;
        if (sqlite3_prepare_v2(&db, sql, -1, &raw, nullptr) != SQLITE_OK) fail(db, sql);
        statement_.reset(raw);
        next();
    }

    void next() {
        const int status = sqlite3_step(statement_.get());
        there_ = status == SQLITE_ROW;
        if (!there_ && status != SQLITE_DONE) fail(db_, sqlite3_sql(statement_.get()));
    }
    [[nodiscard]] bool there() const noexcept { return there_; }

    // In SQLite's order of values.
    [[nodiscard]] int compare(const Rows& other, int column) const {
        const int type = sqlite3_column_type(statement_.get(), column);
        const int other_type = sqlite3_column_type(other.statement_.get(), column);
        if (type != other_type) return rank(type) < rank(other_type) ? -1 : 1;
        if (type == SQLITE_NULL) return 0;
        if (type == SQLITE_INTEGER) {
            const auto one = sqlite3_column_int64(statement_.get(), column);
            const auto two = sqlite3_column_int64(other.statement_.get(), column);
            return one == two ? 0 : one < two ? -1 : 1;
        }
        const std::string_view one = bytes(column);
        const std::string_view two = other.bytes(column);
        return one.compare(two);
    }

    [[nodiscard]] int columns() const { return sqlite3_column_count(statement_.get()); }
    [[nodiscard]] const char* name(int column) const {
        return sqlite3_column_name(statement_.get(), column);
    }
    [[nodiscard]] std::int64_t integer(int column) const {
        return sqlite3_column_int64(statement_.get(), column);
    }
    [[nodiscard]] std::string text(int column) const {
        const int type = sqlite3_column_type(statement_.get(), column);
        if (type == SQLITE_NULL) return "nothing";
        if (type != SQLITE_BLOB) return std::string(bytes(column));
        std::string hex;
        for (const char byte : bytes(column)) {
            hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
        }
        return hex;
    }

private:
    static int rank(int type) {
        switch (type) {
            case SQLITE_NULL: return 0;
            case SQLITE_TEXT: return 2;
            case SQLITE_BLOB: return 3;
            default: return 1;
        }
    }

    [[nodiscard]] std::string_view bytes(int column) const {
        // The length is asked for last: SQLite may change the form of the value before.
        const void* data = sqlite3_column_blob(statement_.get(), column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
        return {static_cast<const char*>(data), data == nullptr ? 0 : size};
    }

    sqlite3& db_;
    CHandle<sqlite3_stmt, sqlite3_finalize> statement_;
    bool there_ = false;
};

std::string key_of(const Rows& row, const DerivedTable& table) {
    std::string key;
    for (int i = 0; i < table.keys; ++i) {
        if (!key.empty()) key += ' ';
        key += table.keys == 1 ? row.text(i) : fmt::format("{} {}", row.name(i), row.text(i));
    }
    return key;
}

class Comparison {
public:
    Comparison(const DerivedTable& table, sqlite3& found, sqlite3& derived,
               const archive::CheckSink& sink)
        : table_(table), found_(found, table.sql), derived_(derived, table.sql), sink_(sink) {}

    void run() {
        while (found_.there() || derived_.there()) {
            const int order = compare_keys();
            if (order == 0) {
                compare_values();
                found_.next();
                derived_.next();
            } else if (order < 0) {
                report(found_, "is there, and is not derived");
                found_.next();
            } else {
                report(derived_, "is missing, and is derived");
                derived_.next();
            }
        }
    }

private:
    [[nodiscard]] int compare_keys() const {
        if (!found_.there()) return 1;
        if (!derived_.there()) return -1;
        for (int i = 0; i < table_.keys; ++i) {
            if (const int order = found_.compare(derived_, i); order != 0) return order;
        }
        return 0;
    }

    void compare_values() {
        std::string problem;
        for (int i = table_.keys; i < found_.columns(); ++i) {
            if (found_.compare(derived_, i) == 0) continue;
            problem += fmt::format("{}{} is {}, and {} is derived", problem.empty() ? "" : "; ",
                                   found_.name(i), found_.text(i), derived_.text(i));
        }
        if (!problem.empty()) report(found_, std::move(problem));
    }

    void report(const Rows& row, std::string problem) {
        Damage damage{table_.name, key_of(row, table_), std::move(problem), kDeriveAgain};
        if (table_.record > 0)
            damage.problem += fmt::format(" (record {})", row.text(table_.record));
        sink_.damage(std::move(damage));
    }

    const DerivedTable& table_;
    Rows found_, derived_;
    const archive::CheckSink& sink_;
};

}  // namespace

DerivedRows::DerivedRows(sqlite3& found) : found_(found), copy_(open_copy(found)) {
    // Records and revisions say which record has which id; each source replaces its own.
    execute(copy_.database(),
            "DELETE FROM evidence; DELETE FROM text_keys; DELETE FROM presence; "
            "DELETE FROM health; DELETE FROM shifts; DELETE FROM gaps; DELETE FROM variations; "
            "DELETE FROM volatile_places; UPDATE watched_pages SET tail = '[]'");
    execute(copy_.database(), kCountTotals);
    enable_triggers(copy_.database());
}

void DerivedRows::compare(const archive::CheckSink& sink) {
    for (const DerivedTable& table : kDerivedTables) {
        try {
            Comparison(table, found_, copy_.database(), sink).run();
        } catch (const Error& error) {
            if (!is_damage(error)) throw;
            sink.damage(
                {table.name, "", fmt::format("cannot be read on: {}", error.what()), kRestore});
        }
    }
}

}  // namespace feedarc::sqlite
