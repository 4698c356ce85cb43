#include "archive/sqlite/derived_writer.hpp"

#include <unordered_map>

namespace feedarc::sqlite {

std::vector<RecordState> DerivedWriter::states(SourceId source) {
    flush();
    std::vector<RecordState> states;
    std::unordered_map<RecordId, std::size_t> index;
    {
        Statement records(db_,
                          "SELECT r.id, r.title IS NOT NULL, r.url IS NOT NULL, "
                          "r.category IS NOT NULL, r.published IS NOT NULL, c.excerpt IS NOT NULL "
                          "FROM records r CROSS JOIN contents c ON c.id = r.excerpt_content "
                          "WHERE r.source = ? ORDER BY r.id");
        Statement::Run record(records, source);
        constexpr int kFields = 5;
        while (record.next()) {
            RecordState state;
            state.id = record.integer(0);
            for (int field = 0; field < kFields; ++field) {
                if (record.integer(field + 1) != 0) state.fields |= 1U << field;
            }
            index.emplace(state.id, states.size());
            states.push_back(state);
        }
    }
    Statement contents(db_,
                       "SELECT record, content FROM revisions WHERE source = ? "
                       "ORDER BY first_seen, content");
    Statement::Run content(contents, source);
    while (content.next()) {
        const auto at = index.find(content.integer(0));
        if (at != index.end()) states[at->second].contents.push_back(content.integer(1));
    }
    return states;
}

}  // namespace feedarc::sqlite
