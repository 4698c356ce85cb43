#include "app/cut_elsewhere.hpp"

#include "identity/text_rungs.hpp"
#include "text/url.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace feedarc {
namespace {

// Of a record that has more texts, those of the contents with the smallest hashes are looked for.
constexpr std::size_t kMostTexts = 32;

// The host, and what of the URL is behind it.
using Link = std::pair<std::string, std::string>;

// A record as it is looked for in other sources.
struct Sought {
    std::vector<Content> contents;
    TextArticle article;
    std::set<TextKey> keys;
    std::set<Link> links;
};

// Contents that differ in titles or excerpts, by hash.
std::vector<Content> distinct_texts(const std::vector<Revision>& revisions) {
    std::map<Hash128, const Entry*> by_hash;
    for (const Revision& revision : revisions) {
        by_hash.emplace(content_hash(revision.entry), &revision.entry);
    }
    std::set<std::pair<std::string_view, std::string_view>> seen;
    std::vector<Content> contents;
    for (const auto& [hash, entry] : by_hash) {
        if (contents.size() == kMostTexts) break;
        if (seen.emplace(entry->title, entry->excerpt).second) {
            contents.push_back(make_content(*entry));
        }
    }
    return contents;
}

Sought sought_of(const std::vector<Revision>& revisions) {
    Sought sought;
    for (const Revision& revision : revisions) {
        const Entry& entry = revision.entry;
        // Links and GUIDs of two sources differ anyway.
        sought.article.traits.add(entry, std::nullopt, std::nullopt);
        if (!text::is_front_page(entry.url)) {
            sought.links.emplace(text::host_of(entry.url), text::path_of(entry.url));
        }
    }
    sought.contents = distinct_texts(revisions);
    for (const Content& content : sought.contents) {
        sought.article.contents.push_back(&content);
        if (content.text_keys.opening) sought.keys.insert(*content.text_keys.opening);
        if (content.text_keys.titled) sought.keys.insert(*content.text_keys.titled);
    }
    return sought;
}

// Two links into one site that differ are two articles of that site, as they are within a source.
bool differ_in_one_site(const std::set<Link>& one, const std::set<Link>& other) {
    bool share_a_host = false;
    for (const Link& left : one) {
        if (left.first.empty()) continue;
        for (const Link& right : other) {
            if (left == right) return false;
            share_a_host = share_a_host || left.first == right.first;
        }
    }
    return share_a_host;
}

// What a source shows under some text keys.
class TextsOfSource final : public RecordIndex {
public:
    TextsOfSource(Archive& archive, std::string_view source) : archive_(archive), source_(source) {}

    std::vector<TextBearer> text_bearers(TextKey key, std::size_t most) override {
        std::vector<TextBearer> bearers;
        for (SourceText& text : archive_.text_bearers(source_, key, most)) {
            bearers.push_back({text.content, text.record});
            Found& found = found_[text.record];
            found.first_seen = text.first_seen;
            found.shared = found.shared || text.shared;
            entries_.insert_or_assign(text.content, std::move(text.entry));
        }
        return bearers;
    }
    Entry entry_of(ContentId content) override { return entries_.at(content); }
    std::vector<Entry> contents_of(RecordId record) override {
        std::vector<Entry> entries;
        for (Revision& revision : archive_.revisions(record)) {
            entries.push_back(std::move(revision.entry));
        }
        return entries;
    }
    // Truncation asks for no other key.
    Bearer bearer(const EvidenceKey&) override { return {}; }
    bool stood_together(RecordId, RecordId) override { return false; }

    struct Found {
        Time first_seen{};
        bool shared = false;
    };
    [[nodiscard]] const Found& found(RecordId record) const { return found_.at(record); }

private:
    Archive& archive_;
    std::string source_;
    std::unordered_map<ContentId, Entry> entries_;
    std::unordered_map<RecordId, Found> found_;
};

// The record of a source to which truncation leads.
std::optional<AlsoOn> find(Archive& archive, const Sought& sought, const std::string& source) {
    TextsOfSource texts(archive, source);
    TextIndex index(texts);
    const auto record = truncation_of(sought.article, index);
    if (!record || texts.found(*record).shared) return std::nullopt;
    return AlsoOn{source, *record, texts.found(*record).first_seen, ClusterReason::truncation};
}

}  // namespace

std::vector<AlsoOn> cut_elsewhere(Archive& archive, const RecordDetail& detail) {
    const Sought here = sought_of(detail.revisions);
    const std::vector<TextKey> keys(here.keys.begin(), here.keys.end());
    std::vector<AlsoOn> linked;
    for (const std::string& source : archive.sources_with_texts(keys)) {
        if (source == detail.record.source) continue;
        const auto other = find(archive, here, source);
        if (!other) continue;
        const Sought there = sought_of(archive.revisions(other->id));
        if (differ_in_one_site(here.links, there.links)) continue;
        const auto back = find(archive, there, detail.record.source);
        if (back && back->id == detail.record.id) linked.push_back(*other);
    }
    return linked;
}

}  // namespace feedarc
