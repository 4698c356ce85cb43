#include "archive/sqlite/record_search.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/record_query.hpp"

#include <algorithm>
#include <utility>

namespace feedarc::sqlite {
namespace {

// Reading texts goes on after so many records only where these promise an end soon, or where the
// word is a common one. A record is two pages to read and a text to fold: looking up a word that
// few have costs as much as some 15.
constexpr std::int64_t kTried = 16;
constexpr std::int64_t kMostRead = 512;
// What begins a word is looked up by gathering all that have such a word, which may be all there
// are.
constexpr std::int64_t kTriedForBeginnings = 64;
// To read so many hits of a word takes as long as some 100 records. Where there are more, the next
// records may have it.
constexpr std::int64_t kCommon = 10'000;
// Looking a hit up costs as much as walking by this many records.
constexpr std::int64_t kWalkedForOne = 1;
// Beyond it nobody waits for the first ones.
constexpr std::int64_t kFew = 1000;

Filter checked(Filter filter, const text::SearchQuery& query) {
    if (filter.sort != Sort::relevance) return filter;
    if (query.empty()) {
        throw Error(ErrorCode::usage, "the order by relevance is for what is searched for");
    }
    // Signs that stand alone say nothing of how much a text is about them.
    if (!query.index_expression()) filter.sort = Sort::last_seen;
    return filter;
}

bool is_in_order_of_time(const Filter& filter) {
    return filter.sort == Sort::last_seen || filter.sort == Sort::first_seen;
}

}  // namespace

RecordSearch::RecordSearch(sqlite3& db, const Filter& filter,
                           std::vector<AssignedCategory> assigned)
    : db_(db),
      assigned_(std::move(assigned)),
      query_(filter.query),
      text_(db, "SELECT title, excerpt FROM contents WHERE id = ?"),
      texts_(db,
             "SELECT c.title, c.excerpt FROM revisions v CROSS JOIN contents c ON c.id = v.content "
             "WHERE v.record = ?"),
      contents_(db, "SELECT content FROM revisions WHERE record = ?") {
    filter_ = checked(filter, query_);
    left_ = filter_.limit.value_or(-1);
}

bool RecordSearch::shows(RecordId record, ContentId content, std::int64_t contents) {
    if (contents > 1) return shows(record);
    Statement::Run row(text_, content);
    return row.next() && query_.matches({row.text(0), row.text(1)});
}

bool RecordSearch::shows(RecordId record) {
    Statement::Run row(texts_, record);
    while (row.next()) {
        if (query_.matches({row.text(0), row.text(1)})) return true;
    }
    return false;
}

bool RecordSearch::has_hit(RecordId record, ContentId content, std::int64_t contents) {
    const auto is_hit = [this](ContentId id) {
        return id > 0 && static_cast<std::size_t>(id) < hits_.size() &&
               hits_[static_cast<std::size_t>(id)];
    };
    if (is_hit(content)) return true;
    if (contents == 1) return false;
    Statement::Run row(contents_, record);
    while (row.next()) {
        if (is_hit(row.integer(0))) return true;
    }
    return false;
}

// False where that was the last one that is wanted.
bool RecordSearch::visit_one(RecordId record) {
    ++visited_;
    if (left_ > 0) --left_;
    return (*visit_)(record) && left_ != 0;
}

// Whether these are all: at most so many are read, or with -1 all.
bool RecordSearch::read_hits(std::int64_t most) {
    hits_.assign(
        static_cast<std::size_t>(integer_of(db_, "SELECT coalesce(max(id), 0) + 1 FROM contents")),
        false);
    hit_count_ = 0;
    Statement find(db_, "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?");
    Statement::Run row(find, std::string_view(*query_.index_expression()), most);
    while (row.next()) {
        ++hit_count_;
        const auto content = static_cast<std::size_t>(row.integer(0));
        if (content < hits_.size()) hits_[content] = true;
    }
    return hit_count_ != most;
}

// Whether reading the texts of the next records is still the way, after so many of them.
bool RecordSearch::reads_on(std::int64_t walked) {
    const bool gathers = query_.asks_for_beginnings();
    if (walked < (gathers ? kTriedForBeginnings : kTried) || walked % kTried != 0) return true;
    const std::int64_t expected = visited_ == 0 ? kMostRead : left_ * walked / visited_;
    if (walked + expected <= kMostRead) return true;
    if (is_common_ && walked < kMostRead) return true;
    is_common_ = !read_hits(is_common_ || gathers ? -1 : kCommon);
    return is_common_;
}

// Walks the order until all is found that is wanted, or until that costs more than looking up.
// Whether it is done.
bool RecordSearch::walk_some() {
    const bool indexed = query_.index_expression().has_value();
    const RecordQuery walk = walk_records(filter_, assigned_);
    Statement statement(db_, walk.sql);
    Statement::Run row(statement, std::span<const Value>(walk.values));
    bool by_text = true;
    for (std::int64_t walked = 0; row.next(); ++walked) {
        if (by_text && indexed) by_text = reads_on(walked);
        if (!by_text && walked > kTried + kWalkedForOne * hit_count_) return false;
        const RecordId record = row.integer(0);
        const ContentId content = row.integer(2);
        const std::int64_t contents = row.integer(1);
        const bool found = by_text
                               ? shows(record, content, contents)
                               : has_hit(record, content, contents) &&
                                     (query_.index_is_exact() || shows(record, content, contents));
        if (found && !visit_one(record)) return true;
    }
    return true;
}

void RecordSearch::look_up() {
    RecordQuery found = select_found(filter_, assigned_, *query_.index_expression());
    const bool exact = query_.index_is_exact();
    found.values.emplace_back(exact ? left_ : std::int64_t{-1});
    found.values.emplace_back(exact ? visited_ : std::int64_t{0});
    std::int64_t known = exact ? 0 : visited_;
    Statement statement(db_, found.sql);
    Statement::Run row(statement, std::span<const Value>(found.values));
    while (row.next()) {
        const RecordId record = row.integer(0);
        if (!exact && (!shows(record) || known-- > 0)) continue;
        if (!visit_one(record)) return;
    }
}

void RecordSearch::find(const std::function<bool(RecordId)>& visit) {
    if (left_ == 0) return;
    visit_ = &visit;
    const bool indexed = query_.index_expression().has_value();
    const bool few = is_in_order_of_time(filter_) && left_ > 0 && left_ <= kFew;
    if ((few || !indexed) && walk_some()) return;
    look_up();
}

std::int64_t RecordSearch::count() {
    if (query_.index_is_exact() && query_.index_expression()) {
        const RecordQuery found = count_found(filter_, assigned_, *query_.index_expression());
        Statement statement(db_, found.sql);
        Statement::Run row(statement, std::span<const Value>(found.values));
        return row.next() ? row.integer(0) : 0;
    }
    filter_.after.reset();
    left_ = -1;
    std::int64_t matches = 0;
    find([&](RecordId) {
        ++matches;
        return true;
    });
    return matches;
}

}  // namespace feedarc::sqlite
