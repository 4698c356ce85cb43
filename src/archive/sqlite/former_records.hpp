#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/statement.hpp"

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc::sqlite {

/// What names a record that a source had.
struct OldRecord {
    RecordId id = 0;
    Hash128 uuid;
};

/// What a source's contents belonged to before.
class OldRecords {
public:
    OldRecords(sqlite3& db, SourceId source) {
        Statement records(db, "SELECT id, uuid FROM records WHERE source = ?");
        Statement::Run record(records, source);
        while (record.next()) {
            records_.emplace(record.integer(0), OldRecord{record.integer(0), record.hash(1)});
        }
        Statement revisions(db,
                            "SELECT content, record FROM revisions WHERE source = ? "
                            "ORDER BY first_seen, content");
        Statement::Run revision(revisions, source);
        while (revision.next()) {
            of_content_.emplace(revision.integer(0), revision.integer(1));
            oldest_content_.emplace(revision.integer(1), revision.integer(0));
        }
    }

    // Contents that stand in the place of others, as an older reader read them.
    void add_heirs(const std::vector<std::pair<ContentId, ContentId>>& heirs) {
        for (const auto& [heir, before] : heirs) {
            before_.emplace(heir, before);
            heir_.emplace(before, heir);
        }
    }
    [[nodiscard]] std::optional<ContentId> before(ContentId heir) const {
        const auto at = before_.find(heir);
        if (at == before_.end()) return std::nullopt;
        return at->second;
    }

    // The record that had this content, unless another one kept its id already.
    const OldRecord* take(ContentId content) {
        auto at = of_content_.find(content);
        if (at == of_content_.end()) {
            if (const auto earlier = before(content)) at = of_content_.find(*earlier);
        }
        if (at == of_content_.end() || !taken_.insert(at->second).second) return nullptr;
        const auto record = records_.find(at->second);
        return record == records_.end() ? nullptr : &record->second;  // none: a damaged archive
    }

    template <typename Visit>
    void visit_all(Visit visit) const {
        for (const auto& [id, record] : records_) visit(id);
    }

    // Visits the records that nobody took, each with its oldest content and the heir of that.
    template <typename Visit>
    void visit_left(Visit visit) const {
        for (const auto& [id, content] : oldest_content_) {
            const auto record = records_.find(id);
            if (taken_.contains(id) || record == records_.end()) continue;
            const auto heir = heir_.find(content);
            visit(record->second, content, heir == heir_.end() ? content : heir->second);
        }
    }

private:
    std::unordered_map<RecordId, OldRecord> records_;
    std::unordered_map<ContentId, RecordId> of_content_;
    std::unordered_map<RecordId, ContentId> oldest_content_;
    std::unordered_map<ContentId, ContentId> before_, heir_;
    std::unordered_set<RecordId> taken_;
};

/// The ids that records had which are not there now, by the content that was their oldest.
class FormerIds {
public:
    explicit FormerIds(sqlite3& db)
        : find_(db,
                "SELECT id, uuid FROM record_aliases WHERE source = ? AND content = ? "
                "ORDER BY id LIMIT 1"),
          any_(integer_of(db, "SELECT EXISTS (SELECT 1 FROM record_aliases)") != 0) {}

    [[nodiscard]] bool any() const noexcept { return any_; }
    [[nodiscard]] std::optional<OldRecord> find(SourceId source, const Hash128& content) {
        Statement::Run run(find_, source, content);
        if (!run.next()) return std::nullopt;
        return OldRecord{run.integer(0), run.hash(1)};
    }

private:
    Statement find_;
    bool any_;
};

}  // namespace feedarc::sqlite
