#include "archive/sqlite/assignment_log.hpp"

#include "archive/sqlite/category_key.hpp"
#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::sqlite {
namespace {

constexpr const char* kLatestFirst =
    "ORDER BY a.assigned_at DESC, a.sequence DESC, a.row_hash DESC";

std::optional<StoredCategory> read_latest(Statement::Run& row) {
    // The latest may take back what was assigned before.
    if (!row.next() || row.is_null(0)) return std::nullopt;
    std::string name(row.text(0));
    std::string key = category_key(name);
    return StoredCategory{std::move(name), std::move(key), std::string(row.text(1))};
}

CategoryAssignment read_assignment(const Statement::Run& row) {
    const auto origin = category_from_name(row.text(3));
    if (!origin) throw damaged("the origin of an assignment");
    return {std::string(row.text(0)), row.hash(1),   std::string(row.text(2)), *origin,
            time_of(row.integer(4)),  row.integer(5)};
}

}  // namespace

AssignedCategories::AssignedCategories(sqlite3& db, WriteState& state)
    : db_(db),
      state_(state),
      of_record_(db,
                 fmt::format("SELECT a.category, a.origin FROM revisions v "
                             "CROSS JOIN sources s ON s.id = v.source "
                             "CROSS JOIN contents c ON c.id = v.content "
                             "CROSS JOIN assignments a ON a.content = c.hash AND a.source = s.name "
                             "WHERE v.record = ? {} LIMIT 1",
                             kLatestFirst)),
      of_content_(db,
                  fmt::format("SELECT a.category, a.origin FROM contents c CROSS JOIN sources s "
                              "CROSS JOIN assignments a ON a.content = c.hash AND a.source = "
                              "s.name WHERE s.id = ? AND c.id = ? {} LIMIT 1",
                              kLatestFirst)) {}

bool AssignedCategories::any() {
    if (!state_.any_assignments) {
        state_.any_assignments = integer_of(db_, "SELECT EXISTS (SELECT 1 FROM assignments)") != 0;
    }
    return *state_.any_assignments;
}

std::optional<StoredCategory> AssignedCategories::of_record(RecordId record) {
    if (!any()) return std::nullopt;
    Statement::Run row(of_record_, record);
    return read_latest(row);
}

std::optional<StoredCategory> AssignedCategories::of_content(SourceId source, ContentId content) {
    if (!any()) return std::nullopt;
    Statement::Run row(of_content_, source, content);
    return read_latest(row);
}

AssignmentLog::AssignmentLog(sqlite3& db, WriteState& state)
    : db_(db),
      state_(state),
      assigned_(db, state),
      find_record_(db,
                   "SELECT r.id, s.name, r.category, r.category_from FROM records r "
                   "CROSS JOIN sources s ON s.id = r.source WHERE r.id = coalesce((SELECT record "
                   "FROM record_aliases WHERE id = ?1), ?1)"),
      oldest_content_(db,
                      "SELECT c.hash FROM revisions v CROSS JOIN contents c ON c.id = v.content "
                      "WHERE v.record = ? ORDER BY v.first_seen, v.last_seen, c.hash LIMIT 1"),
      find_(db,
            "SELECT 1 FROM assignments WHERE content = ?1 AND source = ?2 AND row_hash = "
            "hash_of(?2, ?1, ?3, ?4, ?5, ?6)"),
      insert_(db,
              "INSERT INTO assignments (content, source, category, origin, assigned_at, sequence, "
              "row_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, hash_of(?2, ?1, ?3, ?4, ?5, ?6))"),
      // What a page shows is stronger, whatever was assigned.
      update_record_(db,
                     "UPDATE records SET category = ?2, category_key = ?3, category_from = ?4 "
                     "WHERE id = ?1 AND (category IS NULL OR category_from IS NOT NULL) "
                     "AND (category IS NOT ?2 OR category_from IS NOT ?4)"),
      record_of_(db,
                 "SELECT v.record FROM contents c CROSS JOIN sources s ON s.name = ?2 "
                 "CROSS JOIN revisions v ON v.source = s.id AND v.content = c.id WHERE c.hash = "
                 "?1"),
      latest_of_(db,
                 fmt::format("SELECT a.source, a.content, a.category, a.origin, a.assigned_at, "
                             "a.sequence FROM assignments a WHERE a.content = ?1 AND a.source = "
                             "(SELECT name FROM sources WHERE id = ?2) {} LIMIT 1",
                             kLatestFirst)) {}

AssignmentLog::Latest& AssignmentLog::latest() {
    if (!latest_) {
        Statement find(db_,
                       "SELECT coalesce(max(assigned_at), 0), coalesce(max(sequence), 0) "
                       "FROM assignments");
        Statement::Run row(find);
        row.next();
        latest_ = {time_of(row.integer(0)), row.integer(1)};
    }
    return *latest_;
}

bool AssignmentLog::insert(const CategoryAssignment& assignment) {
    const auto run = [&](Statement& statement) {
        return Statement::Run(statement, assignment.content, std::string_view(assignment.source),
                              TextOrNull{assignment.category},
                              std::string_view(to_string(assignment.origin)),
                              seconds(assignment.assigned_at), assignment.sequence);
    };
    {
        Statement::Run found = run(find_);
        if (found.next()) return false;
    }
    run(insert_).next();
    state_.any_assignments = true;
    return true;
}

void AssignmentLog::refresh(RecordId record) {
    const auto now = assigned_.of_record(record).value_or(StoredCategory{});
    Statement::Run(update_record_, record, TextOrNull{now.name}, TextOrNull{now.key},
                   TextOrNull{now.from})
        .next();
}

bool AssignmentLog::assign(RecordId record, std::string_view category, CategoryFrom origin,
                           Time at) {
    CategoryAssignment assignment;
    RecordId id = 0;
    {
        Statement::Run row(find_record_, record);
        if (!row.next()) return false;
        id = row.integer(0);
        assignment.source = row.text(1);
        const bool own = !row.is_null(2) && row.is_null(3);
        // Rules are stronger than suggestions, and only what was assigned can be taken back.
        const std::string_view from = row.text(3);
        const bool other = from != to_string(origin);
        const bool weaker =
            origin == CategoryFrom::suggested && from == to_string(CategoryFrom::rule);
        const bool there = !other && row.text(2) == category;
        if (own || there || weaker || (category.empty() && other)) return false;
    }
    {
        Statement::Run row(oldest_content_, id);
        if (!row.next()) return false;
        assignment.content = row.hash(0);
    }
    Latest& last = latest();
    last = {std::max(last.at, at), last.sequence + 1};
    assignment.category = category;
    assignment.origin = origin;
    assignment.assigned_at = last.at;
    assignment.sequence = last.sequence;
    insert(assignment);
    refresh(id);
    return true;
}

void AssignmentLog::follow(SourceId source, const Hash128& before, const Hash128& after) {
    if (!assigned_.any()) return;
    std::optional<CategoryAssignment> latest;
    {
        Statement::Run row(latest_of_, before, source);
        if (row.next()) latest = read_assignment(row);
    }
    if (!latest) return;
    latest->content = after;
    insert(*latest);
}

bool AssignmentLog::take(const CategoryAssignment& assignment) {
    if (!insert(assignment)) return false;
    latest_.reset();
    std::optional<RecordId> record;
    {
        Statement::Run row(record_of_, assignment.content, std::string_view(assignment.source));
        if (row.next()) record = row.integer(0);
    }
    if (record) refresh(*record);
    return true;
}

void read_assignments(sqlite3& db, const std::function<void(const CategoryAssignment&)>& visit) {
    Statement list(db,
                   "SELECT source, content, category, origin, assigned_at, sequence "
                   "FROM assignments ORDER BY assigned_at, sequence, row_hash");
    Statement::Run row(list);
    while (row.next()) visit(read_assignment(row));
}

}  // namespace feedarc::sqlite
