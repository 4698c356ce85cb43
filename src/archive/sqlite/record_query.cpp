#include "archive/sqlite/record_query.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/category_key.hpp"
#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace feedarc::sqlite {
namespace {

// A published date as the instant at which it starts, so that dates of any precision compare.
constexpr const char* kPublishedStart =
    "(r.published || substr('0000-01-01T00:00:00Z', length(r.published) + 1))";

struct Order {
    const char* forward;
    const char* backward;
    char cursor;              // the letter that cursors of this order start with; none: no cursors
    const char* time_column;  // what the cursor compares first
};

Order order_of(Sort sort) {
    switch (sort) {
        case Sort::last_seen:
            return {"r.last_seen DESC, r.last_position, r.list_key, r.id",
                    "r.last_seen, r.last_position DESC, r.list_key DESC, r.id DESC", 'l',
                    "r.last_seen"};
        case Sort::first_seen:
            return {"r.first_seen DESC, r.list_key, r.id",
                    "r.first_seen, r.list_key DESC, r.id DESC", 'f', "r.first_seen"};
        case Sort::published:
            return {
                "r.published IS NULL, r.published DESC, r.last_seen DESC, r.last_position, "
                "r.list_key, r.id",
                "r.published IS NULL, r.published, r.last_seen DESC, r.last_position, "
                "r.list_key, r.id",
                0, ""};
        case Sort::sightings:
            return {"r.sightings DESC, r.last_seen DESC, r.last_position, r.list_key, r.id",
                    "r.sightings, r.last_seen DESC, r.last_position, r.list_key, r.id", 0, ""};
        case Sort::title:
            return {
                "coalesce(r.title, c.excerpt), r.last_seen DESC, r.last_position, "
                "r.list_key, r.id",
                "coalesce(r.title, c.excerpt) DESC, r.last_seen DESC, r.last_position, "
                "r.list_key, r.id",
                0, ""};
        case Sort::relevance:
            return {"h.score, r.last_seen DESC, r.last_position, r.list_key, r.id",
                    "h.score DESC, r.last_seen, r.last_position DESC, r.list_key DESC, r.id DESC",
                    0, ""};
    }
    throw Error(ErrorCode::internal, "unknown sort");
}

struct Cursor {
    std::int64_t time = 0;
    std::int64_t position = 0;
    Hash128 list_key;
    RecordId id = 0;
};

std::string write_cursor(char letter, const Cursor& cursor) {
    return fmt::format("{}{}.{}.{}.{}", letter, cursor.time, cursor.position, cursor.list_key.hex(),
                       cursor.id);
}

bool read_number(std::string_view& text, char end, std::int64_t& number) {
    const char* last = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc{} || (end == 0 ? at != last : at == last || *at != end)) return false;
    text.remove_prefix(static_cast<std::size_t>(at - text.data()) + (end == 0 ? 0 : 1));
    return true;
}

std::optional<Cursor> read_cursor(char letter, std::string_view text) {
    constexpr std::size_t kHexDigits = 32;
    Cursor cursor;
    if (letter == 0 || !text.starts_with(letter)) return std::nullopt;
    text.remove_prefix(1);
    if (!read_number(text, '.', cursor.time) || !read_number(text, '.', cursor.position)) {
        return std::nullopt;
    }
    const auto list_key = Hash128::from_hex(text.substr(0, kHexDigits));
    if (!list_key || text.size() <= kHexDigits || text[kHexDigits] != '.') return std::nullopt;
    cursor.list_key = *list_key;
    text.remove_prefix(kHexDigits + 1);
    if (!read_number(text, 0, cursor.id)) return std::nullopt;
    return cursor;
}

// Collects conditions with their values, in the order of their question marks.
class Conditions {
public:
    template <typename... Values>
    void add(std::string_view condition, Values... values) {
        sql_ += sql_.empty() ? " WHERE " : " AND ";
        sql_ += condition;
        (values_.emplace_back(std::move(values)), ...);
    }
    [[nodiscard]] const std::string& sql() const { return sql_; }
    std::vector<Value>& values() { return values_; }

private:
    std::string sql_;
    std::vector<Value> values_;
};

std::string list_of(std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += list.empty() ? "?" : ", ?";
    return list;
}

// Of its own category, else of that which its source gives.
void add_categories(Conditions& conditions, const std::vector<std::string>& categories,
                    const std::vector<AssignedCategory>& assigned) {
    if (categories.empty()) return;
    std::vector<std::string> keys;
    bool none = false;
    for (const std::string& category : categories) {
        if (category.empty()) {
            none = true;
        } else {
            keys.push_back(category_key(category));
        }
    }
    std::vector<std::int64_t> giving;
    for (const AssignedCategory& source : assigned) {
        if (std::find(keys.begin(), keys.end(), source.key) != keys.end()) {
            giving.push_back(source.source);
        }
    }
    std::string condition;
    const auto add = [&](const std::string& alternative) {
        condition += condition.empty() ? alternative : " OR " + alternative;
    };
    if (!keys.empty()) add(fmt::format("r.category_key IN ({})", list_of(keys.size())));
    if (!giving.empty()) {
        add(fmt::format("(r.category_key IS NULL AND r.source IN ({}))", list_of(giving.size())));
    }
    if (none) {
        add(assigned.empty() ? "r.category_key IS NULL"
                             : fmt::format("(r.category_key IS NULL AND r.source NOT IN ({}))",
                                           list_of(assigned.size())));
    }
    conditions.add("(" + condition + ")");
    auto& values = conditions.values();
    values.insert(values.end(), keys.begin(), keys.end());
    values.insert(values.end(), giving.begin(), giving.end());
    if (!none) return;
    for (const AssignedCategory& source : assigned) values.emplace_back(source.source);
}

std::string condition_of(CategoryFrom from, const std::vector<AssignedCategory>& assigned) {
    std::string giving;
    for (const AssignedCategory& source : assigned) {
        giving += fmt::format("{}{}", giving.empty() ? "" : ", ", source.source);
    }
    switch (from) {
        case CategoryFrom::page: return "(r.category IS NOT NULL AND r.category_from IS NULL)";
        case CategoryFrom::rule:
        case CategoryFrom::suggested: return fmt::format("r.category_from = '{}'", to_string(from));
        case CategoryFrom::source:
            return fmt::format("(r.category_key IS NULL AND r.source IN ({}))", giving);
        case CategoryFrom::none: break;
    }
    return fmt::format("(r.category_key IS NULL AND r.source NOT IN ({}))", giving);
}

void add_category_from(Conditions& conditions, const std::vector<CategoryFrom>& wanted,
                       const std::vector<AssignedCategory>& assigned) {
    if (wanted.empty()) return;
    std::string condition;
    for (const CategoryFrom from : wanted) {
        condition +=
            fmt::format("{}{}", condition.empty() ? "" : " OR ", condition_of(from, assigned));
    }
    conditions.add("(" + condition + ")");
}

const char* condition_of(PresenceFilter presence) {
    switch (presence) {
        case PresenceFilter::present:
            return "EXISTS (SELECT 1 FROM presence p WHERE p.record = r.id AND p.ended = 0)";
        case PresenceFilter::gone:
            return "EXISTS (SELECT 1 FROM presence p WHERE p.record = r.id) AND "
                   "NOT EXISTS (SELECT 1 FROM presence p WHERE p.record = r.id AND p.ended = 0)";
        case PresenceFilter::removed: break;
    }
    return "(SELECT p.ended FROM presence p LEFT JOIN snapshots e ON e.id = p.ended_by "
           "WHERE p.record = r.id ORDER BY p.ended <> 0, e.captured_at DESC, p.ended LIMIT 1) = 1";
}

Conditions conditions_of(const Filter& filter, const std::vector<AssignedCategory>& assigned) {
    Conditions conditions;
    add_categories(conditions, filter.categories, assigned);
    add_category_from(conditions, filter.category_from, assigned);
    if (filter.source) {
        conditions.add("r.source = (SELECT id FROM sources WHERE name = ?)", *filter.source);
    }
    const auto add_time = [&](const char* condition, const std::optional<Time>& time) {
        if (time) conditions.add(condition, seconds(*time));
    };
    add_time("r.last_seen >= ?", filter.since);
    add_time("r.last_seen <= ?", filter.until);
    add_time("r.first_seen >= ?", filter.first_seen_since);
    add_time("r.first_seen <= ?", filter.first_seen_until);
    const auto add_published = [&](const char* comparison, const std::optional<Time>& time) {
        if (time) {
            conditions.add(fmt::format("{} {} ?", kPublishedStart, comparison), format_time(*time));
        }
    };
    add_published(">=", filter.published_since);
    add_published("<=", filter.published_until);
    if (filter.presence) conditions.add(condition_of(*filter.presence));
    return conditions;
}

void add_cursor(Conditions& conditions, const Filter& filter, const Order& order) {
    const auto cursor = read_cursor(order.cursor, *filter.after);
    if (!cursor) {
        throw Error(
            ErrorCode::usage,
            fmt::format("--after {}: no cursor of this order; take one from the JSON of the "
                        "same list (sorted by last-seen or first-seen)",
                        *filter.after));
    }
    const char* before = filter.reverse ? ">" : "<";
    const char* after = filter.reverse ? "<" : ">";
    // This one lets the index seek; the next one leaves out what was shown already.
    conditions.add(fmt::format("{} {}= ?", order.time_column, before), cursor->time);
    const std::string behind =
        fmt::format("(r.list_key {0} ? OR (r.list_key = ? AND r.id {0} ?))", after);
    if (filter.sort == Sort::first_seen) {
        conditions.add(fmt::format("({} {} ? OR {})", order.time_column, before, behind),
                       cursor->time, cursor->list_key, cursor->list_key, cursor->id);
    } else {
        conditions.add(
            fmt::format("({} {} ? OR r.last_position {} ? OR (r.last_position = ? AND {}))",
                        order.time_column, before, after, behind),
            cursor->time, cursor->position, cursor->position, cursor->list_key, cursor->list_key,
            cursor->id);
    }
}

// The records of the contents that the index finds.
constexpr const char* kFoundRecords =
    "(SELECT DISTINCT v.record AS id FROM search CROSS JOIN revisions v ON v.content = "
    "search.rowid WHERE search MATCH ?)";

// Each with the best score of its contents: less is better. A word of the title counts for three.
// The limit keeps SQLite from computing scores where the index is no longer at hand.
constexpr const char* kRankedRecords =
    "(SELECT v.record AS id, min(f.score) AS score FROM (SELECT rowid AS content, "
    "bm25(search, 3.0, 1.0) AS score FROM search WHERE search MATCH ? LIMIT -1) f "
    "CROSS JOIN revisions v ON v.content = f.content GROUP BY v.record)";

// The order by title looks at the text of those that have none.
const char* content_of_title(const Filter& filter) {
    return filter.sort == Sort::title ? " CROSS JOIN contents c ON c.id = r.excerpt_content" : "";
}

}  // namespace

std::string record_columns() {
    // CROSS JOIN keeps SQLite from starting at the smaller tables: records come by their index.
    return "SELECT r.id, s.name, r.title, r.url, NULL, coalesce(r.category, s.category), "
           "r.published, "
           "r.published_precision, c.excerpt, r.fingerprint, r.first_seen, r.last_seen, "
           "r.sightings, r.revisions, r.last_position, r.list_key, "
           "(SELECT p.ended FROM presence p LEFT JOIN snapshots e ON e.id = p.ended_by "
           "WHERE p.record = r.id ORDER BY p.ended <> 0, e.captured_at DESC, p.ended LIMIT 1), "
           "CASE WHEN r.revisions > 1 THEN (SELECT w.variants FROM variations w "
           "WHERE w.source = r.source AND w.record = r.id) END, "
           "CASE WHEN r.category_from IS NOT NULL THEN r.category_from WHEN r.category IS NOT NULL "
           "THEN 'page' WHEN s.category IS NOT NULL THEN 'source' END, r.uuid FROM records r "
           "CROSS JOIN sources s ON s.id = r.source CROSS JOIN contents c ON c.id = "
           "r.excerpt_content";
}

RecordQuery select_records(const Filter& filter, const std::vector<AssignedCategory>& assigned) {
    const Order order = order_of(filter.sort);
    Conditions conditions = conditions_of(filter, assigned);
    if (filter.after) add_cursor(conditions, filter, order);
    RecordQuery query;
    query.sql = fmt::format("{}{} ORDER BY {}", record_columns(), conditions.sql(),
                            filter.reverse ? order.backward : order.forward);
    query.values = std::move(conditions.values());
    if (filter.limit) {
        query.sql += " LIMIT ?";
        query.values.emplace_back(*filter.limit);
    }
    return query;
}

RecordQuery walk_records(const Filter& filter, const std::vector<AssignedCategory>& assigned) {
    const Order order = order_of(filter.sort);
    Conditions conditions = conditions_of(filter, assigned);
    if (filter.after) add_cursor(conditions, filter, order);
    return {
        fmt::format("SELECT r.id, r.revisions, r.excerpt_content FROM records r{}{} ORDER BY {}",
                    content_of_title(filter), conditions.sql(),
                    filter.reverse ? order.backward : order.forward),
        std::move(conditions.values())};
}

RecordQuery select_found(const Filter& filter, const std::vector<AssignedCategory>& assigned,
                         const std::string& expression) {
    const Order order = order_of(filter.sort);
    Conditions conditions = conditions_of(filter, assigned);
    if (filter.after) add_cursor(conditions, filter, order);
    RecordQuery query;
    query.sql = fmt::format(
        "SELECT r.id FROM {} h CROSS JOIN records r ON r.id = h.id{}{} ORDER BY {} LIMIT ? "
        "OFFSET ?",
        filter.sort == Sort::relevance ? kRankedRecords : kFoundRecords, content_of_title(filter),
        conditions.sql(), filter.reverse ? order.backward : order.forward);
    query.values.emplace_back(expression);
    auto& values = conditions.values();
    query.values.insert(query.values.end(), values.begin(), values.end());
    return query;
}

RecordQuery count_found(const Filter& filter, const std::vector<AssignedCategory>& assigned,
                        const std::string& expression) {
    Conditions conditions = conditions_of(filter, assigned);
    RecordQuery query;
    query.sql = fmt::format("SELECT count(*) FROM {} h CROSS JOIN records r ON r.id = h.id{}",
                            kFoundRecords, conditions.sql());
    query.values.emplace_back(expression);
    auto& values = conditions.values();
    query.values.insert(query.values.end(), values.begin(), values.end());
    return query;
}

RecordQuery count_records(const Filter& filter, const std::vector<AssignedCategory>& assigned) {
    Conditions conditions = conditions_of(filter, assigned);
    if (conditions.sql().empty()) return {"SELECT records FROM totals", {}};
    return {"SELECT count(*) FROM records r" + conditions.sql(), std::move(conditions.values())};
}

DatePrecision precision_from(std::string_view name) noexcept {
    for (const auto precision :
         {DatePrecision::year, DatePrecision::month, DatePrecision::week, DatePrecision::day,
          DatePrecision::hour, DatePrecision::minute, DatePrecision::second}) {
        if (name == to_string(precision)) return precision;
    }
    return DatePrecision::none;
}

Entry read_entry(const Statement::Run& row, int first_column) {
    Entry entry;
    int column = first_column;
    entry.title = row.text(column++);
    entry.url = row.text(column++);
    entry.guid = row.text(column++);
    entry.category = row.text(column++);
    entry.published.value = row.text(column++);
    entry.published.precision = precision_from(row.text(column++));
    entry.excerpt = row.text(column);
    return entry;
}

Revision read_revision(const Statement::Run& row) {
    Revision revision;
    revision.entry = read_entry(row, 0);
    revision.fingerprint = row.hash(7);
    revision.first_seen = time_of(row.integer(8));
    revision.last_seen = time_of(row.integer(9));
    revision.sightings = row.integer(10);
    revision.age = read_age(row, 11);
    revision.content = row.integer(13);
    return revision;
}

std::optional<AgeSighting> read_age(const Statement::Run& row, int first_column) {
    if (row.is_null(first_column)) return std::nullopt;
    const auto age = age_from(row.text(first_column));
    if (!age) throw damaged("the age of an entry");
    return AgeSighting{*age, time_of(row.integer(first_column + 1))};
}

Record read_record(const Statement::Run& row, const Filter& filter) {
    Record record;
    record.id = row.integer(0);
    record.source = row.text(1);
    record.best = read_entry(row, 2);
    record.category_from = category_from_name(row.text(18)).value_or(CategoryFrom::none);
    record.fingerprint = row.hash(9);
    record.first_seen = time_of(row.integer(10));
    record.last_seen = time_of(row.integer(11));
    record.sightings = row.integer(12);
    const std::int64_t contents = row.integer(13);
    record.revisions = contents - row.integer(17);
    if (contents == 1 && !record.best.url.empty()) record.urls.push_back(record.best.url);
    record.uuid = row.hash(19);
    if (!row.is_null(16)) record.presence = run_end_from(row.integer(16));
    const Order order = order_of(filter.sort);
    if (order.cursor != 0) {
        const Time time = filter.sort == Sort::first_seen ? record.first_seen : record.last_seen;
        record.cursor =
            write_cursor(order.cursor, {seconds(time), row.integer(14), row.hash(15), record.id});
    }
    return record;
}

}  // namespace feedarc::sqlite
