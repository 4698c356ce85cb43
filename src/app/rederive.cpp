#include "app/rederive.hpp"

#include "app/derive.hpp"

#include <bit>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace feedarc::app {
namespace {

// Compares the records of a source before and after by their contents.
class Comparison {
public:
    Comparison(const std::vector<RecordState>& before, const std::vector<RecordState>& after,
               const Heirs& heirs)
        : before_(before), after_(after), predecessor_(heirs.begin(), heirs.end()) {
        for (const RecordState& record : before) {
            old_.emplace(record.id, &record);
            for (const ContentId content : record.contents) record_of_.emplace(content, record.id);
        }
    }

    Rederived run(WriteBatch& batch) {
        std::unordered_set<RecordId> there;
        for (const RecordState& record : after_) {
            there.insert(record.id);
            compare(record);
        }
        for (const RecordState& record : before_) {
            if (there.contains(record.id)) continue;
            const auto now = batch.current_id(record.id);
            const auto kind = now ? RecordChange::Kind::joined : RecordChange::Kind::gone;
            result_.changes.push_back({kind, record.id, now.value_or(0)});
        }
        return std::move(result_);
    }

private:
    std::optional<RecordId> former_record(ContentId content) const {
        auto at = record_of_.find(content);
        if (at == record_of_.end()) {
            const auto earlier = predecessor_.find(content);
            if (earlier != predecessor_.end()) at = record_of_.find(earlier->second);
        }
        if (at == record_of_.end()) return std::nullopt;
        return at->second;
    }

    void compare(const RecordState& record) {
        const auto old = old_.find(record.id);
        if (old == old_.end()) {
            for (const ContentId content : record.contents) {
                const auto former = former_record(content);
                if (!former) continue;
                result_.changes.push_back({RecordChange::Kind::split, record.id, *former});
                return;
            }
            result_.changes.push_back({RecordChange::Kind::fresh, record.id, 0});
            return;
        }
        const RecordState& was = *old->second;
        result_.fields_gained += std::popcount(record.fields & ~was.fields);
        const std::set<ContentId> contents(record.contents.begin(), record.contents.end());
        if (contents != std::set<ContentId>(was.contents.begin(), was.contents.end())) {
            result_.changes.push_back({RecordChange::Kind::changed, record.id, 0});
        }
    }

    const std::vector<RecordState>& before_;
    const std::vector<RecordState>& after_;
    std::unordered_map<ContentId, ContentId> predecessor_;
    std::unordered_map<ContentId, RecordId> record_of_;
    std::unordered_map<RecordId, const RecordState*> old_;
    Rederived result_;
};

}  // namespace

Rederived rederive(WriteBatch& batch, SourceId source, const Heirs& heirs) {
    const std::vector<RecordState> before = batch.record_states(source);
    Deriver deriver(batch);
    deriver.rederive(source, heirs);
    deriver.finish();
    return Comparison(before, batch.record_states(source), heirs).run(batch);
}

}  // namespace feedarc::app
