#include "archive/sqlite/assigned_categories.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

// The categories in use, and what records say that have none of their pages.
namespace feedarc::sqlite {
namespace {

constexpr const char* kCategoryTexts =
    "SELECT r.id, s.name, r.title, c.excerpt, r.url, r.category, r.category_from FROM records r "
    "CROSS JOIN sources s ON s.id = r.source CROSS JOIN contents c ON c.id = r.excerpt_content ";

CategoryText read_category_text(const Statement::Run& row) {
    CategoryText text;
    text.id = row.integer(0);
    text.source = row.text(1);
    text.title = row.text(2);
    text.excerpt = row.text(3);
    text.url = row.text(4);
    text.category = row.text(5);
    if (!row.is_null(5)) {
        text.from = category_from_name(row.text(6)).value_or(CategoryFrom::page);
    }
    return text;
}

// How many records of each category have it by a rule or a suggestion: few rows of a small index.
std::unordered_map<std::string, std::int64_t> count_assigned(
    sqlite3& db, const std::optional<std::string>& source) {
    std::string sql = "SELECT category_key, count(*) FROM records WHERE category_from IS NOT NULL ";
    std::vector<Value> values;
    if (source) {
        sql += "AND source = (SELECT id FROM sources WHERE name = ?) ";
        values.emplace_back(*source);
    }
    std::unordered_map<std::string, std::int64_t> counts;
    Statement statement(db, sql + "GROUP BY 1");
    Statement::Run row(statement, std::span<const Value>(values));
    while (row.next()) counts.emplace(row.text(0), row.integer(1));
    return counts;
}

}  // namespace

std::vector<CategoryInfo> SqliteArchive::categories(const std::optional<std::string>& source) {
    // The groups come out of an index alone; the name as it is written, from the latest of each.
    const bool assigned = !read_assigned_categories(*db_).empty();
    const std::string key = assigned
                                ? "coalesce(r.category_key, (SELECT s.category_key FROM sources s "
                                  "WHERE s.id = r.source))"
                                : "r.category_key";
    std::string sql = fmt::format("SELECT {}, count(*), max(last_seen){} FROM records r ", key,
                                  assigned ? ", sum(r.category_key IS NULL)" : "");
    std::string name_sql = fmt::format(
        "SELECT coalesce(r.category, (SELECT s.category FROM sources s WHERE s.id = r.source)) "
        "FROM records r WHERE {} = ?1 ",
        key);
    std::vector<Value> values;
    if (source) {
        sql += "WHERE r.source = (SELECT id FROM sources WHERE name = ?) ";
        name_sql += "AND r.source = (SELECT id FROM sources WHERE name = ?2) ";
        values.emplace_back(*source);
    }
    const auto counts = count_assigned(*db_, source);
    std::vector<CategoryInfo> categories;
    Statement names(*db_, name_sql + "ORDER BY last_seen DESC, last_position, list_key LIMIT 1");
    Statement statement(*db_, sql + "GROUP BY 1 ORDER BY count(*) DESC, 1");
    Statement::Run run(statement, std::span<const Value>(values));
    while (run.next()) {
        CategoryInfo category;
        category.records = run.integer(1);
        category.last_seen = time_of(run.integer(2));
        if (!run.is_null(0)) {
            std::vector<Value> of{std::string(run.text(0))};
            if (source) of.emplace_back(*source);
            Statement::Run name(names, std::span<const Value>(of));
            if (name.next()) category.name = name.text(0);
            const auto of_it = counts.find(std::string(run.text(0)));
            category.assigned = of_it == counts.end() ? 0 : of_it->second;
            if (assigned) category.assigned += run.integer(3);
        }
        categories.push_back(std::move(category));
    }
    return categories;
}

void SqliteArchive::category_texts(const std::optional<std::string>& source,
                                   const VisitCategoryText& visit) {
    std::string sql = kCategoryTexts;
    std::vector<Value> values;
    if (source) {
        sql += "WHERE r.source = (SELECT id FROM sources WHERE name = ?) ";
        values.emplace_back(*source);
    }
    Statement list(*db_, sql + "ORDER BY r.id");
    Statement::Run row(list, std::span<const Value>(values));
    while (row.next()) {
        if (!visit(read_category_text(row))) return;
    }
}

void SqliteArchive::category_texts(std::span<const RecordId> records,
                                   const VisitCategoryText& visit) {
    Statement find(*db_, std::string(kCategoryTexts) +
                             "WHERE r.id = coalesce((SELECT record FROM record_aliases "
                             "WHERE id = ?1), ?1)");
    for (const RecordId record : records) {
        Statement::Run row(find, record);
        if (row.next() && !visit(read_category_text(row))) return;
    }
}

}  // namespace feedarc::sqlite
