#pragma once

#include <feedarc/filter.hpp>
#include <feedarc/record.hpp>

#include "archive/sqlite/assigned_categories.hpp"
#include "archive/sqlite/statement.hpp"
#include "text/search_query.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace feedarc::sqlite {

/// Finds the records of which some content shows what is searched for.
///
/// For a few in the order of time there are three ways, none of which is good for every word:
/// - A common word stands in the first records of the order, or soon after: their texts are read
///   until there are enough.
/// - Else the index gives all contents that have the word, as one bit each, and the order is walked
///   on by those, which costs a tenth of reading.
/// - Where that takes longer than there are hits, these are looked up and sorted.
class RecordSearch {
public:
    RecordSearch(sqlite3& db, const Filter& filter, std::vector<AssignedCategory> assigned);

    /// In the filter's order, as many as its limit says; ends early when `visit` returns false.
    void find(const std::function<bool(RecordId)>& visit);
    /// All of them, without limit and cursor.
    [[nodiscard]] std::int64_t count();

private:
    [[nodiscard]] bool shows(RecordId record, ContentId content, std::int64_t contents);
    [[nodiscard]] bool shows(RecordId record);
    [[nodiscard]] bool has_hit(RecordId record, ContentId content, std::int64_t contents);
    [[nodiscard]] bool visit_one(RecordId record);
    [[nodiscard]] bool walk_some();
    void look_up();
    bool read_hits(std::int64_t most);
    [[nodiscard]] bool reads_on(std::int64_t walked);

    sqlite3& db_;
    Filter filter_;
    std::vector<AssignedCategory> assigned_;
    text::SearchQuery query_;
    Statement text_, texts_, contents_;
    const std::function<bool(RecordId)>* visit_ = nullptr;
    std::int64_t left_ = -1;  // to visit; -1: all
    std::int64_t visited_ = 0;
    std::vector<bool> hits_;  // by content
    std::int64_t hit_count_ = 0;
    bool is_common_ = false;
};

}  // namespace feedarc::sqlite
