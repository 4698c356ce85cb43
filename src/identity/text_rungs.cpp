#include "identity/text_rungs.hpp"

#include "identity/text_match.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

namespace feedarc {
namespace {

constexpr std::size_t kMostBearers = 16;

// So many texts are compared with one by its sketch, at most; more that share as much of it are too
// alike to tell.
constexpr std::size_t kMostCompared = 8;

// Of two records that resemble a text almost equally, neither is it.
constexpr double kClearlyMore = 0.05;

// A record whose text matches, and how well.
struct Match {
    RecordId record = 0;
    double likeness = 0;         // of texts that were edited
    std::size_t size = 0;        // of the record's text, in bytes, where that is a cut
    bool record_longer = false;  // the article shows the record's text cut
    // The content that is most alike; of several the one with the smallest hash, so that the order
    // in which they are found does not matter.
    ContentId content = 0;
    Hash128 content_hash{};
    double content_likeness = -1;
};

// Looks for the records of one article.
class Search {
public:
    Search(const TextArticle& article, TextIndex& index) : article_(article), index_(index) {}

    // The records whose text begins with the article's, or the other way round.
    std::vector<Match> truncations() {
        std::map<RecordId, Match> found;
        for (const Content* content : article_.contents) {
            for (const auto& key : {content->text_keys.opening, content->text_keys.titled}) {
                if (!key) continue;
                for (const TextBearer& bearer : index_.bearers(*key)) {
                    add_truncation(*content, bearer, found);
                }
                for (const TextBearer& bearer : index_.bearers(*key)) {
                    if (found.contains(bearer.record) && goes_elsewhere(*content, bearer)) {
                        elsewhere_.insert(bearer.record);
                    }
                }
            }
        }
        for (const RecordId record : elsewhere_) found.erase(record);
        return listed(found);
    }

    // Of the records that truncations() has left.
    std::vector<Match> near_duplicates() {
        std::map<RecordId, Match> found;
        for (const Content* content : article_.contents) {
            for (const TextBearer& bearer : most_alike(content->text_keys.sketch)) {
                if (elsewhere_.contains(bearer.record) || contradicted(bearer)) continue;
                const auto likeness = near_duplicate(text_of(*content), text_of(bearer));
                if (!likeness) continue;
                Match& match = found[bearer.record];
                match.record = bearer.record;
                note_content(match, bearer, *likeness);
                match.likeness = std::max(match.likeness, *likeness);
            }
        }
        return listed(found);
    }

private:
    struct Found {
        Entry entry;
        Traits traits;
        std::unique_ptr<ComparableText> text;
    };

    static std::vector<Match> listed(const std::map<RecordId, Match>& found) {
        std::vector<Match> matches;
        for (const auto& [record, match] : found) matches.push_back(match);
        return matches;
    }

    void add_truncation(const Content& content, const TextBearer& bearer,
                        std::map<RecordId, Match>& found) {
        if (contradicted(bearer)) return;
        const ComparableText& mine = text_of(content);
        const ComparableText& theirs = text_of(bearer);
        if (!is_truncation(mine, theirs,
                           share_title(article_.traits, found_[bearer.content].traits)))
            return;
        Match& match = found[bearer.record];
        match.record = bearer.record;
        note_content(match, bearer, 0);
        match.record_longer = match.record_longer || theirs.text().size() >= mine.text().size();
        match.size = std::max(match.size, theirs.text().size());
    }

    void note_content(Match& match, const TextBearer& bearer, double likeness) {
        const Hash128 hash = content_hash(found_.at(bearer.content).entry);
        if (likeness < match.content_likeness ||
            (likeness == match.content_likeness && match.content_hash < hash)) {
            return;
        }
        match.content = bearer.content;
        match.content_hash = hash;
        match.content_likeness = likeness;
    }

    // Another text of the same record may go on otherwise behind the part that is shared.
    bool goes_elsewhere(const Content& content, const TextBearer& bearer) {
        const std::string& mine = text_of(content).text();
        const std::string& theirs = text_of(bearer).text();
        const std::size_t shorter = std::min(mine.size(), theirs.size());
        return mine.compare(0, shorter, theirs, 0, shorter) != 0 &&
               !near_duplicate(text_of(content), text_of(bearer));
    }

    // The contents that share most of a sketch.
    std::vector<TextBearer> most_alike(const std::vector<TextKey>& sketch) {
        std::map<ContentId, std::pair<std::size_t, RecordId>> shared;
        for (const TextKey key : sketch) {
            for (const TextBearer& bearer : index_.bearers(key)) {
                auto& [count, record] = shared[bearer.content];
                ++count;
                record = bearer.record;
            }
        }
        // Contents that share as much are taken together or not at all: which of them came first
        // must not matter.
        std::map<std::size_t, std::vector<TextBearer>, std::greater<>> by_count;
        for (const auto& [content, one] : shared)
            by_count[one.first].push_back({content, one.second});
        std::vector<TextBearer> result;
        for (const auto& [count, bearers] : by_count) {
            if (result.size() + bearers.size() > kMostCompared) break;
            result.insert(result.end(), bearers.begin(), bearers.end());
        }
        return result;
    }

    const ComparableText& text_of(const Content& content) {
        auto& text = mine_[&content];
        if (!text) text = std::make_unique<ComparableText>(content.entry.excerpt);
        return *text;
    }

    const ComparableText& text_of(const TextBearer& bearer) {
        Found& found = found_.at(bearer.content);
        if (!found.text) found.text = std::make_unique<ComparableText>(found.entry.excerpt);
        return *found.text;
    }

    // By the content that was found, and by all others of its record.
    bool contradicted(const TextBearer& bearer) {
        const auto [at, is_new] = found_.try_emplace(bearer.content);
        Found& found = at->second;
        if (is_new) {
            found.entry = index_.records().entry_of(bearer.content);
            found.traits.add(found.entry);
        }
        if (article_.apart.contains(bearer.record)) return true;
        if (contradict_variant(article_.traits, found.traits)) return true;
        const Traits& mine = article_.traits;
        if (mine.titles.empty() && mine.permalinks.empty() && mine.guids.empty() &&
            mine.days.empty()) {
            return false;
        }
        const auto [of_record, is_new_record] = records_.try_emplace(bearer.record);
        if (is_new_record) {
            for (const Entry& entry : index_.records().contents_of(bearer.record)) {
                of_record->second.add(entry);
            }
        }
        return contradict_variant(mine, of_record->second);
    }

    const TextArticle& article_;
    TextIndex& index_;
    std::unordered_map<const Content*, std::unique_ptr<ComparableText>> mine_;
    std::unordered_map<ContentId, Found> found_;
    std::unordered_map<RecordId, Traits> records_;
    std::set<RecordId> elsewhere_;  // another of their texts goes on otherwise
};

// Of the records whose text the article's begins with, the one that has most of it; where the
// article's text is the cut one, only one record may begin with it.
std::optional<Match> only_truncation(const std::vector<Match>& matches) {
    if (matches.size() == 1) return matches.front();
    const bool any_longer = std::any_of(matches.begin(), matches.end(),
                                        [](const Match& match) { return match.record_longer; });
    if (matches.empty() || any_longer) return std::nullopt;
    const auto longest =
        std::max_element(matches.begin(), matches.end(),
                         [](const Match& a, const Match& b) { return a.size < b.size; });
    const bool alone = std::count_if(matches.begin(), matches.end(), [&](const Match& match) {
                           return match.size == longest->size;
                       }) == 1;
    return alone ? std::optional(*longest) : std::nullopt;
}

// The one with the greatest likeness, if it is clearly greater than the next.
std::optional<std::size_t> clear_best(const std::vector<Match>& matches) {
    std::optional<std::size_t> best;
    double next = 0;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        if (!best || matches[i].likeness > matches[*best].likeness) {
            if (best) next = matches[*best].likeness;
            best = i;
        } else {
            next = std::max(next, matches[i].likeness);
        }
    }
    if (best && next != 0 && matches[*best].likeness - next < kClearlyMore) return std::nullopt;
    return best;
}

}  // namespace

const TextIndex::Found& TextIndex::found(TextKey key) {
    const auto [at, is_new] = found_.try_emplace(key);
    Found& found = at->second;
    if (!is_new) return found;
    found.bearers = records_.text_bearers(key, kMostBearers);
    found.full = found.bearers.size() > kMostBearers;
    if (found.full) found.bearers.clear();
    return found;
}

std::vector<std::optional<TextJoin>> match_texts(std::span<const TextArticle> articles,
                                                 std::unordered_set<RecordId>& taken,
                                                 TextIndex& index) {
    std::vector<std::optional<TextJoin>> joins(articles.size());
    std::vector<Search> searches;
    searches.reserve(articles.size());
    for (const TextArticle& article : articles) searches.emplace_back(article, index);

    // One record takes one article: one that several begin like is none of theirs.
    std::map<RecordId, std::vector<std::size_t>> wanted;
    std::map<RecordId, ContentId> cut;
    std::vector<bool> torn(articles.size(), false);
    for (std::size_t i = 0; i < articles.size(); ++i) {
        const std::vector<Match> matches = searches[i].truncations();
        const auto match = only_truncation(matches);
        torn[i] = !matches.empty() && (!match || taken.contains(match->record));
        if (!match || torn[i]) continue;
        wanted[match->record].push_back(i);
        cut[match->record] = match->content;
    }
    for (const auto& [record, wanting] : wanted) {
        for (const std::size_t i : wanting) torn[i] = wanting.size() > 1;
        if (wanting.size() > 1) continue;
        joins[wanting.front()] = {record, EvidenceKind::truncation, cut[record]};
        taken.insert(record);
    }

    std::map<RecordId, std::vector<Match>> suitors;
    std::map<RecordId, std::vector<std::size_t>> who;
    for (std::size_t i = 0; i < articles.size(); ++i) {
        if (joins[i] || torn[i]) continue;
        const std::vector<Match> matches = searches[i].near_duplicates();
        const auto best = clear_best(matches);
        if (!best || taken.contains(matches[*best].record)) continue;
        suitors[matches[*best].record].push_back(matches[*best]);
        who[matches[*best].record].push_back(i);
    }
    for (const auto& [record, matches] : suitors) {
        const auto best = clear_best(matches);
        if (!best) continue;
        joins[who[record][*best]] = {record, EvidenceKind::near_duplicate, matches[*best].content};
        taken.insert(record);
    }
    return joins;
}

std::optional<RecordId> truncation_of(const TextArticle& article, TextIndex& index) {
    const auto match = only_truncation(Search(article, index).truncations());
    return match ? std::optional(match->record) : std::nullopt;
}

std::vector<TextKey> text_keys_to_claim(const Content& content, std::optional<RecordId> record,
                                        std::set<TextKey>& claimed, TextIndex& index) {
    std::vector<TextKey> keys;
    const auto add = [&](TextKey key, bool once) {
        if (claimed.contains(key)) return;
        if (!index.has_room(key)) return;
        const auto& bearers = index.bearers(key);
        const bool leads_there =
            record && once && std::any_of(bearers.begin(), bearers.end(), [&](const auto& bearer) {
                return bearer.record == *record;
            });
        if (leads_there || !claimed.insert(key).second) return;
        keys.push_back(key);
    };
    // Of an opening each text counts, since the longest of a record must be found.
    if (content.text_keys.opening) add(*content.text_keys.opening, false);
    if (content.text_keys.titled) add(*content.text_keys.titled, false);
    for (const TextKey key : content.text_keys.sketch) add(key, true);
    return keys;
}

}  // namespace feedarc
