#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/read_transaction.hpp"
#include "archive/sqlite/sqlite_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>

// Which stored body is the best prefix for the next one of a page.
namespace feedarc::sqlite {
namespace {

// Of a page that has several faces (`/`, `/page/2`) each is among these.
constexpr std::int64_t kLatest = 16;

struct Candidate {
    BodyId id = 0;
    Archive::Base base;  // without its bytes
};

Candidate read_candidate(const Statement::Run& row) {
    Candidate candidate;
    candidate.id = row.integer(0);
    candidate.base.hash = row.hash(1);
    candidate.base.chain = static_cast<int>(row.integer(2));
    return candidate;
}

// Of the latest bodies of a page, the one that shows most of these contents; of equals the latest.
std::optional<Candidate> best_of_latest(sqlite3& db, std::string_view source,
                                        std::string_view page_url,
                                        const std::unordered_set<ContentId>& contents) {
    Statement latest(db, fmt::format("SELECT b.id, b.hash, b.chain, p.contents FROM snapshots n "
                                     "CROSS JOIN bodies b ON b.id = n.body "
                                     "CROSS JOIN pages p ON p.id = n.page "
                                     "WHERE n.source = (SELECT id FROM sources WHERE name = ?) "
                                     "AND n.page_url = ? AND {} "
                                     "ORDER BY n.captured_at DESC LIMIT ?",
                                     kIsKept));
    std::optional<Candidate> best;
    Statement::Run row(latest, source, page_url, kLatest);
    while (row.next()) {
        const auto shown = read_content_list(row.text(3));
        const auto shows = static_cast<std::size_t>(std::count_if(
            shown.begin(), shown.end(), [&](const ContentId id) { return contents.contains(id); }));
        if (shows == 0 || (best && shows <= best->base.shows)) continue;
        best = read_candidate(row);
        best->base.shows = shows;
    }
    return best;
}

// Of the bodies of a page by which these contents were last shown, the one that most of them were.
std::optional<Candidate> best_of_all(Statement& last_shown_by, std::string_view source,
                                     std::string_view page_url,
                                     const std::unordered_set<ContentId>& contents) {
    std::map<BodyId, Candidate> candidates;
    for (const ContentId content : contents) {
        Statement::Run row(last_shown_by, content, source, page_url);
        if (!row.next()) continue;
        Candidate& candidate =
            candidates.try_emplace(row.integer(0), read_candidate(row)).first->second;
        ++candidate.base.shows;
    }
    const auto best = std::max_element(
        candidates.begin(), candidates.end(),
        [](const auto& a, const auto& b) { return a.second.base.shows < b.second.base.shows; });
    if (best == candidates.end()) return std::nullopt;
    return std::move(best->second);
}

}  // namespace

std::optional<Archive::Base> SqliteArchive::latest_body(std::string_view source,
                                                        std::string_view page_url) {
    const ReadTransaction transaction(*db_);
    std::optional<Candidate> latest;
    {
        Statement find(*db_, fmt::format("SELECT b.id, b.hash, b.chain FROM snapshots n "
                                         "CROSS JOIN bodies b ON b.id = n.body "
                                         "WHERE n.source = (SELECT id FROM sources WHERE name = ?) "
                                         "AND n.page_url = ? AND {} "
                                         "ORDER BY n.captured_at DESC LIMIT 1",
                                         kIsKept));
        Statement::Run run(find, source, page_url);
        if (!run.next()) return std::nullopt;
        latest = read_candidate(run);
    }
    latest->base.bytes = bodies().bytes(latest->id);
    return std::move(latest->base);
}

std::optional<Archive::Base> SqliteArchive::similar_body(std::string_view source,
                                                         std::string_view page_url,
                                                         std::span<const Hash128> contents) {
    if (!similar_body_) {
        similar_body_.emplace(*db_,
                              fmt::format("SELECT b.id, b.hash, b.chain FROM revisions v "
                                          "CROSS JOIN snapshots n INDEXED BY snapshots_by_time "
                                          "ON n.source = v.source AND n.captured_at = v.last_seen "
                                          "CROSS JOIN bodies b ON b.id = n.body "
                                          "WHERE v.content = ?1 AND v.source = "
                                          "(SELECT id FROM sources WHERE name = ?2) "
                                          "AND n.page_url = ?3 AND {} "
                                          "ORDER BY n.id DESC LIMIT 1",
                                          kIsKept));
    }
    const ReadTransaction transaction(*db_);
    std::unordered_set<ContentId> known;
    Statement find(*db_, "SELECT id FROM contents WHERE hash = ?");
    for (const Hash128& hash : contents) {
        Statement::Run run(find, hash);
        if (run.next()) known.insert(run.integer(0));
    }
    if (known.empty()) return std::nullopt;
    auto best = best_of_latest(*db_, source, page_url, known);
    if (!best || best->base.shows * 2 < known.size()) {
        auto other = best_of_all(*similar_body_, source, page_url, known);
        if (other && (!best || other->base.shows > best->base.shows)) best = std::move(other);
    }
    if (!best) return std::nullopt;
    best->base.bytes = bodies().bytes(best->id);
    return std::move(best->base);
}

}  // namespace feedarc::sqlite
