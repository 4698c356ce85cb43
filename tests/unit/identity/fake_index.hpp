#pragma once

#include <feedarc/identity.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace feedarc {

// The records of one source, as a test sets them up.
class FakeIndex final : public RecordIndex {
public:
    RecordId add(const Entry& entry) {
        const RecordId id = next_++;
        extend(id, entry);
        return id;
    }
    void extend(RecordId id, const Entry& entry) {
        const Content content = make_content(entry);
        const auto content_id = static_cast<ContentId>(all_.size());
        all_.push_back({entry, id});
        contents_[id].push_back(entry);
        TextKeys keys = content.text_keys;
        if (keys.opening) keys.sketch.push_back(*keys.opening);
        if (keys.titled) keys.sketch.push_back(*keys.titled);
        for (const TextKey key : keys.sketch) text_keys_[key].push_back({content_id, id});
        const auto claim = [&](EvidenceKind kind, const Hash128& key) {
            bearers_.try_emplace(EvidenceKey{kind, key}, Bearer{Bearer::State::record, id});
        };
        if (content.permalink) claim(EvidenceKind::permalink, *content.permalink);
        if (content.guid) claim(EvidenceKind::guid, *content.guid);
        if (!content.text.empty) claim(EvidenceKind::fingerprint, content.text.fingerprint);
        if (content.title_and_day) claim(EvidenceKind::title_and_day, *content.title_and_day);
        if (content.title_and_slug) claim(EvidenceKind::title_and_slug, *content.title_and_slug);
    }
    void spoil(const EvidenceKey& key) { bearers_[key] = {Bearer::State::several, 0}; }
    void stand_together(RecordId one, RecordId other) { together_.insert({one, other}); }

    Bearer bearer(const EvidenceKey& key) override {
        const auto at = bearers_.find(key);
        return at == bearers_.end() ? Bearer{} : at->second;
    }
    std::vector<Entry> contents_of(RecordId record) override { return contents_[record]; }
    bool stood_together(RecordId one, RecordId other) override {
        return together_.contains({one, other}) || together_.contains({other, one});
    }
    std::vector<TextBearer> text_bearers(TextKey key, std::size_t most) override {
        std::vector<TextBearer> bearers = text_keys_[key];
        if (bearers.size() > most) bearers.resize(most + 1);
        return bearers;
    }
    Entry entry_of(ContentId content) override {
        return all_.at(static_cast<std::size_t>(content)).first;
    }

private:
    RecordId next_ = 1;
    std::map<EvidenceKey, Bearer> bearers_;
    std::map<RecordId, std::vector<Entry>> contents_;
    std::set<std::pair<RecordId, RecordId>> together_;
    std::vector<std::pair<Entry, RecordId>> all_;
    std::map<TextKey, std::vector<TextBearer>> text_keys_;
};

inline Entry entry(const std::string& title, const std::string& url, const std::string& excerpt) {
    Entry result;
    result.title = title;
    result.url = url;
    result.excerpt = excerpt;
    return result;
}

// Decides about entries that are all new, unless `known` names their record.
inline std::vector<Decision> decide_new(const std::vector<Entry>& entries, RecordIndex& index,
                                        const std::map<std::size_t, RecordId>& known = {}) {
    std::vector<Content> contents;
    for (const Entry& one : entries) contents.push_back(make_content(one));
    std::vector<SeenEntry> seen;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        seen.push_back({&contents[i], std::nullopt});
        if (const auto at = known.find(i); at != known.end()) seen.back().known = at->second;
    }
    return decide(seen, index);
}

}  // namespace feedarc
