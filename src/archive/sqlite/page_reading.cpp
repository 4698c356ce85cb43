#include "archive/sqlite/category_key.hpp"
#include "archive/sqlite/record_query.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <algorithm>
#include <unordered_set>

// What pages showed: the entries of a snapshot, the pages as of a time.
namespace feedarc::sqlite {
namespace {

class CategoryMatch {
public:
    explicit CategoryMatch(const std::vector<std::string>& categories) {
        for (const std::string& category : categories) keys_.insert(category_key(category));
    }
    [[nodiscard]] bool operator()(const Entry& entry) const {
        return keys_.empty() || keys_.contains(category_key(entry.category));
    }

private:
    std::unordered_set<std::string> keys_;
};

bool is_from(const Filter& filter, const Record& record) {
    const auto& wanted = filter.category_from;
    return wanted.empty() ||
           std::find(wanted.begin(), wanted.end(), record.category_from) != wanted.end();
}

}  // namespace

std::vector<ShownEntry> SqliteArchive::entries(SnapshotId id) {
    Statement statement(*db_,
                        "SELECT e.key, v.record, c.title, c.url, c.guid, c.category, c.published, "
                        "c.published_precision, c.excerpt FROM snapshots n "
                        "CROSS JOIN pages p ON p.id = n.page "
                        "CROSS JOIN json_each(p.contents) e "
                        "CROSS JOIN contents c ON c.id = e.value "
                        "CROSS JOIN revisions v ON v.source = n.source AND v.content = c.id "
                        "WHERE n.id = ? ORDER BY e.key");
    std::vector<ShownEntry> entries;
    Statement::Run run(statement, id);
    while (run.next()) entries.push_back({run.integer(0), run.integer(1), read_entry(run, 2)});
    return entries;
}

std::optional<SnapshotId> SqliteArchive::snapshot_at(std::string_view source,
                                                     std::string_view page_url, Time at) {
    Statement statement(*db_,
                        "SELECT n.id FROM snapshots n JOIN bodies b ON b.id = n.body "
                        "WHERE n.source = (SELECT id FROM sources WHERE name = ?) "
                        "AND n.page_url = ? AND n.captured_at <= ? AND n.page IS NOT NULL "
                        "ORDER BY n.captured_at DESC, b.hash DESC LIMIT 1");
    Statement::Run run(statement, source, page_url, seconds(at));
    if (!run.next()) return std::nullopt;
    return run.integer(0);
}

std::vector<Archive::WatchedPage> SqliteArchive::pages() {
    // The row of one that none is of any more stays.
    Statement statement(*db_,
                        "SELECT s.name, w.page_url FROM watched_pages w "
                        "JOIN sources s ON s.id = w.source WHERE EXISTS "
                        "(SELECT 1 FROM snapshots n WHERE n.source = w.source "
                        "AND n.page_url = w.page_url AND n.page IS NOT NULL) "
                        "ORDER BY s.name, w.page_url");
    std::vector<WatchedPage> pages;
    Statement::Run run(statement);
    while (run.next()) pages.push_back({std::string(run.text(0)), std::string(run.text(1))});
    return pages;
}

void SqliteArchive::find_at(Time at, const Filter& filter,
                            const std::function<bool(const Record&)>& visit) {
    Statement healthy(*db_,
                      "SELECT n.id FROM snapshots n JOIN bodies b ON b.id = n.body "
                      "WHERE n.source = (SELECT id FROM sources WHERE name = ?) "
                      "AND n.page_url = ? AND n.captured_at <= ? AND n.page IS NOT NULL "
                      "AND NOT EXISTS (SELECT 1 FROM health h WHERE h.snapshot = n.id) "
                      "ORDER BY n.captured_at DESC, b.hash DESC LIMIT 1");
    Statement find(*db_, record_columns() + " WHERE r.id = ?");
    Statement category(*db_, "SELECT category FROM sources WHERE name = ?");
    const auto assigned_category = [&](std::string_view source) {
        Statement::Run run(category, source);
        return run.next() ? std::string(run.text(0)) : std::string();
    };
    const CategoryMatch in_categories(filter.categories);
    std::unordered_set<RecordId> shown;
    const auto visit_entry = [&](ShownEntry& entry, const std::string& assigned) {
        if (shown.contains(entry.record)) return true;
        Statement::Run run(find, entry.record);
        if (!run.next()) return true;
        Record record = read_record(run, Filter{});
        // What was assigned holds at all times; that of the page as it was shown.
        const bool is_assigned = record.category_from == CategoryFrom::rule ||
                                 record.category_from == CategoryFrom::suggested;
        if (!entry.entry.category.empty()) {
            record.category_from = CategoryFrom::page;
        } else if (is_assigned) {
            entry.entry.category = record.best.category;
        } else {
            entry.entry.category = assigned;
            record.category_from = assigned.empty() ? CategoryFrom::none : CategoryFrom::source;
        }
        if (!in_categories(entry.entry) || !is_from(filter, record)) return true;
        shown.insert(entry.record);
        record.best = std::move(entry.entry);
        record.cursor.clear();
        read_urls(record);
        return visit(record);
    };
    for (const WatchedPage& page : pages()) {
        if (filter.source && *filter.source != page.source) continue;
        std::optional<SnapshotId> snapshot;
        {
            Statement::Run run(healthy, std::string_view(page.source),
                               std::string_view(page.page_url), seconds(at));
            if (run.next()) snapshot = run.integer(0);
        }
        if (!snapshot) continue;
        const std::string assigned = assigned_category(page.source);
        for (ShownEntry& entry : entries(*snapshot)) {
            if (filter.limit && static_cast<std::int64_t>(shown.size()) == *filter.limit) return;
            if (!visit_entry(entry, assigned)) return;
        }
    }
}

}  // namespace feedarc::sqlite
