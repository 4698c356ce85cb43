#include <feedarc/identity.hpp>

#include "identity/similarity.hpp"
#include "identity/told.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>

namespace feedarc {
namespace {

constexpr std::array kLadder{EvidenceKind::permalink, EvidenceKind::guid, EvidenceKind::fingerprint,
                             EvidenceKind::title_and_day, EvidenceKind::title_and_slug};

// Texts that share less are about something else; those that share more are variants of one text.
constexpr double kUnrelated = 0.3;
constexpr double kVariant = 0.8;

// By so much a date of publication is put right.
constexpr std::chrono::days kMostCorrected{14};

constexpr bool is_title(EvidenceKind kind) noexcept {
    return kind == EvidenceKind::title_and_day || kind == EvidenceKind::title_and_slug;
}

std::optional<EvidenceKey> key_of(const Content& content, EvidenceKind kind) {
    switch (kind) {
        case EvidenceKind::correction: break;  // not of the content
        case EvidenceKind::permalink:
            if (content.permalink) return EvidenceKey{kind, *content.permalink};
            break;
        case EvidenceKind::guid:
            if (content.guid) return EvidenceKey{kind, *content.guid};
            break;
        case EvidenceKind::fingerprint:
            if (!content.text.empty) return EvidenceKey{kind, content.text.fingerprint};
            break;
        case EvidenceKind::title_and_day:
            if (content.title_and_day) return EvidenceKey{kind, *content.title_and_day};
            break;
        case EvidenceKind::title_and_slug:
            if (content.title_and_slug) return EvidenceKey{kind, *content.title_and_slug};
            break;
    }
    return std::nullopt;
}

// What counter-evidence compares: the values that some contents show.
struct Traits {
    std::set<std::string> titles;  // normalised
    std::set<Hash128> permalinks;
    std::set<std::string> days;     // of publication
    std::set<std::string> texts;    // normalised excerpts
    std::set<std::string> folders;  // of the permalinks

    void add_proof(const Content& content) {
        if (content.permalink) folders.insert(text::folder_of(content.entry.url));
        if (!content.entry.excerpt.empty()) texts.insert(normalise(content.entry.excerpt));
    }

    void add(const Content& content) {
        if (!content.entry.title.empty()) titles.insert(normalise(content.entry.title));
        if (content.permalink) permalinks.insert(*content.permalink);
        const Published& published = content.entry.published;
        if (published.precision >= DatePrecision::day) days.insert(published.value.substr(0, 10));
    }
};

// Both sides show something and nothing of it is equal.
template <typename Value>
bool differ(const std::set<Value>& one, const std::set<Value>& other) {
    if (one.empty() || other.empty()) return false;
    return std::none_of(one.begin(), one.end(),
                        [&](const Value& value) { return other.contains(value); });
}

// Counter-evidence against an equal fingerprint. A long text outweighs another link (the article
// moved), but not another title (the text is a template); a short one outweighs neither link nor
// day.
bool contradict(const Traits& one, const Traits& other, bool strong) {
    if (differ(one.titles, other.titles)) return true;
    return !strong && (differ(one.permalinks, other.permalinks) || differ(one.days, other.days));
}

// How much the most alike of two sets of texts share; nothing where a side shows none.
std::optional<double> likeness(const Traits& one, const Traits& other) {
    if (one.texts.empty() || other.texts.empty()) return std::nullopt;
    double best = 0;
    for (const std::string& left : one.texts) {
        for (const std::string& right : other.texts)
            best = std::max(best, shared_part(left, right));
    }
    return best;
}

std::chrono::sys_days day_of(std::string_view text) {
    unsigned year = 0;
    unsigned month = 1;
    unsigned day = 1;
    std::from_chars(text.data(), text.data() + 4, year);
    std::from_chars(text.data() + 5, text.data() + 7, month);
    std::from_chars(text.data() + 8, text.data() + 10, day);
    return std::chrono::year(static_cast<int>(year)) / std::chrono::month(month) /
           std::chrono::day(day);
}

// Whether some day of the one lies near some day of the other.
bool near(const std::set<std::string>& one, const std::set<std::string>& other) {
    return std::any_of(one.begin(), one.end(), [&](const std::string& left) {
        return std::any_of(other.begin(), other.end(), [&](const std::string& right) {
            return std::chrono::abs(day_of(left) - day_of(right)) <= kMostCorrected;
        });
    });
}

// Counter-evidence against an equal title under another permalink: a text about something else;
// another day, unless it is near and a text proves that it was corrected ("Who is hiring?" comes
// again every month, and so does its text).
bool contradict_move(const Traits& one, const Traits& other) {
    const auto alike = likeness(one, other);
    if (differ(one.days, other.days)) {
        return !near(one.days, other.days) || alike.value_or(0) < kVariant;
    }
    if (alike && *alike < kUnrelated) return true;
    const bool same_day = !one.days.empty() && !other.days.empty();
    if (same_day || alike.value_or(0) >= kVariant) return false;
    // Nothing but the title and the name: columns come again in the next month's folder.
    return differ(one.folders, other.folders);
}

// Whether the entries of one page that bear the same key can be one article, shown several times.
// The order of the entries does not matter.
bool are_one_article(std::span<const Content* const> shown, EvidenceKind kind) {
    Traits all;
    std::set<Fingerprint> fingerprints;
    std::set<std::string> titles;  // of those that have a text, the empty one included
    for (const Content* content : shown) {
        all.add(*content);
        if (content->text.empty) continue;
        fingerprints.insert(content->text.fingerprint);
        titles.insert(normalise(content->entry.title));
    }
    if (kind == EvidenceKind::fingerprint || is_title(kind)) {
        return all.titles.size() <= 1 && all.permalinks.size() <= 1 && all.days.size() <= 1;
    }
    return fingerprints.size() <= 1 || (titles.size() == 1 && !titles.begin()->empty());
}

// One decision over one snapshot.
class Assignment {
public:
    Assignment(std::span<const SeenEntry> entries, RecordIndex& index, const ContentLinks& links)
        : entries_(entries),
          index_(index),
          told_(entries, index, links),
          decisions_(entries.size()),
          group_(entries.size()) {
        std::iota(group_.begin(), group_.end(), std::size_t{0});
    }

    std::vector<Decision> run() {
        unite_told();
        for (const EvidenceKind kind : kLadder) compare_within_page(kind);
        gather_articles();
        for (const EvidenceKind kind : kLadder) climb(kind);
        for (Article& article : articles_) settle(article);
        return std::move(decisions_);
    }

private:
    // The entries of the page that are one article, of which one is new at least; most have a
    // single entry.
    struct Article {
        std::vector<std::size_t> entries;
        std::optional<RecordId> record;
        std::optional<EvidenceKind> joined_by;
        ContentId joined_with = 0;
        std::vector<RecordId> also;
        std::optional<EvidenceKind> connected_by;  // to the first of `also`
        std::map<EvidenceKey, RecordId> refused;   // keys whose bearer is another article
    };

    std::size_t find(std::size_t entry) {
        while (group_[entry] != entry) entry = group_[entry] = group_[group_[entry]];
        return entry;
    }
    void unite(std::size_t one, std::size_t other) {
        // Of a list: minmax() of two temporaries would give references to them.
        const auto [low, high] = std::minmax({find(one), find(other)});
        group_[high] = low;
    }

    // What corrections say to be one article is, whatever the entries show.
    void unite_told() {
        if (told_.nothing()) return;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            for (std::size_t k = i + 1; k < entries_.size(); ++k) {
                if (told_.one_article(i, k)) unite(i, k);
            }
        }
    }

    // Whether corrections keep what stands for one entry by now from what stands for another.
    bool told_apart(std::size_t one, std::size_t other) {
        if (find(one) == find(other)) return false;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (find(i) != find(one)) continue;
            for (std::size_t k = 0; k < entries_.size(); ++k) {
                if (find(k) == find(other) && told_.apart(i, k)) return true;
            }
        }
        return false;
    }

    bool any_told_apart(std::span<const std::pair<EvidenceKey, std::size_t>> bearers) {
        if (told_.nothing()) return false;
        for (const auto& one : bearers) {
            for (const auto& other : bearers) {
                if (told_apart(one.second, other.second)) return true;
            }
        }
        return false;
    }

    bool told_apart(const Article& article, RecordId record) const {
        return !told_.nothing() &&
               std::any_of(article.entries.begin(), article.entries.end(), [&](std::size_t entry) {
                   return told_.apart_from_record(entry, record);
               });
    }

    // The record that corrections name for an article goes before all others.
    void take_told(Article& article) {
        if (told_.nothing()) return;
        for (const std::size_t i : article.entries) {
            if (entries_[i].known) continue;
            const auto place = told_.place_of(i);
            if (!place) continue;
            article.record = place->record;
            article.joined_by = EvidenceKind::correction;
            article.joined_with = place->content;
            taken_.insert(place->record);
            return;
        }
    }

    // A key that two articles of this page bear identifies nothing; else its entries are one
    // article.
    void compare_within_page(EvidenceKind kind) {
        std::vector<std::pair<EvidenceKey, std::size_t>> bearers;
        bearers.reserve(entries_.size());
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (const auto key = key_of(*entries_[i].content, kind)) bearers.emplace_back(*key, i);
        }
        std::sort(bearers.begin(), bearers.end());
        for (auto from = bearers.begin(), to = from; from != bearers.end(); from = to) {
            const EvidenceKey key = from->first;
            while (to != bearers.end() && to->first == key) ++to;
            if (to - from < 2) continue;
            std::vector<const Content*> shown;
            for (auto at = from; at != to; ++at) shown.push_back(entries_[at->second].content);
            const bool one_article = are_one_article(shown, kind) && !any_told_apart({from, to});
            for (auto at = from; at != to; ++at) {
                if (one_article) {
                    unite(from->second, at->second);
                } else {
                    spoil(at->second, key);
                }
            }
        }
    }

    void spoil(std::size_t entry, const EvidenceKey& key) {
        spoiled_.insert(key);
        auto& list = decisions_[entry].spoiled;
        if (std::find(list.begin(), list.end(), key) == list.end()) list.push_back(key);
    }

    // Articles all of whose entries are known ask nothing, and are only remembered as taken.
    void gather_articles() {
        constexpr auto kNone = static_cast<std::size_t>(-1);
        std::vector<std::size_t> article_of_group(entries_.size(), kNone);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].known) {
                taken_.insert(*entries_[i].known);
            } else if (auto& article = article_of_group[find(i)]; article == kNone) {
                article = articles_.size();
                articles_.emplace_back();
            }
        }
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const std::size_t article = article_of_group[find(i)];
            if (article != kNone) articles_[article].entries.push_back(i);
        }
        for (Article& article : articles_) {
            // By content, not by place, so that the order of the entries does not matter.
            std::sort(article.entries.begin(), article.entries.end(),
                      [this](std::size_t a, std::size_t b) {
                          return entries_[a].content->hash < entries_[b].content->hash;
                      });
            take_told(article);
            for (const std::size_t i : article.entries) {
                if (!article.record) article.record = entries_[i].known;
            }
        }
        std::sort(articles_.begin(), articles_.end(), [this](const Article& a, const Article& b) {
            return first_hash(a) < first_hash(b);
        });
    }

    const Hash128& first_hash(const Article& article) const {
        return entries_[article.entries.front()].content->hash;
    }

    // The usable keys of an article's new entries.
    std::vector<std::pair<EvidenceKey, const Content*>> keys(const Article& article,
                                                             EvidenceKind kind) const {
        std::vector<std::pair<EvidenceKey, const Content*>> result;
        for (const std::size_t i : article.entries) {
            if (entries_[i].known) continue;
            const auto key = key_of(*entries_[i].content, kind);
            if (key && !spoiled_.contains(*key)) result.emplace_back(*key, entries_[i].content);
        }
        std::sort(result.begin(), result.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        return result;
    }

    Traits traits_of(const Article& article, bool with_proof = false) const {
        Traits traits;
        for (const std::size_t i : article.entries) {
            traits.add(*entries_[i].content);
            if (with_proof) traits.add_proof(*entries_[i].content);
        }
        return traits;
    }

    Traits traits_of(RecordId record, bool with_proof = false) {
        Traits traits;
        for (Entry& entry : index_.contents_of(record)) {
            const Content content = make_content(std::move(entry));
            traits.add(content);
            if (with_proof) traits.add_proof(content);
        }
        return traits;
    }

    bool fits(const Article& article, RecordId record, EvidenceKind kind, const Content& content) {
        if (taken_.contains(record) || told_apart(article, record)) return false;
        if (is_title(kind))
            return !contradict_move(traits_of(article, true), traits_of(record, true));
        if (kind != EvidenceKind::fingerprint) return true;
        return !contradict(traits_of(article), traits_of(record), content.text.strong);
    }

    // One rung: each article that has no record yet may join the one that bears its key.
    void climb(EvidenceKind kind) {
        for (Article& article : articles_) {
            for (const auto& [key, content] : keys(article, kind)) {
                const Bearer bearer = index_.bearer(key);
                if (bearer.state != Bearer::State::record || article.record == bearer.record) {
                    continue;
                }
                if (article.record) {
                    connect(article, bearer.record, key, *content);
                } else if (fits(article, bearer.record, kind, *content)) {
                    article.record = bearer.record;
                    article.joined_by = kind;
                    article.joined_with = bearer.content;
                    taken_.insert(bearer.record);
                } else {
                    article.refused.emplace(key, bearer.record);
                }
            }
        }
    }

    // The article has a record, and this key leads to another one: they turn out to be the same,
    // unless something speaks against it. A record that has links of its own is left alone.
    void connect(Article& article, RecordId other, const EvidenceKey& key, const Content& content) {
        const auto& also = article.also;
        if (std::find(also.begin(), also.end(), other) != also.end()) return;
        Traits mine = traits_of(article);
        const Traits record_traits = traits_of(*article.record);
        const Traits theirs = traits_of(other);
        mine.permalinks.insert(record_traits.permalinks.begin(), record_traits.permalinks.end());
        const bool theirs_are_mine =
            std::includes(mine.permalinks.begin(), mine.permalinks.end(), theirs.permalinks.begin(),
                          theirs.permalinks.end());
        if (taken_.contains(other) || !theirs_are_mine || told_apart(article, other) ||
            told_.records_apart(*article.record, other) ||
            contradict(mine, theirs, content.text.strong) ||
            contradict(record_traits, theirs, content.text.strong) ||
            index_.stood_together(*article.record, other)) {
            article.refused.emplace(key, other);
            return;
        }
        if (article.also.empty()) article.connected_by = key.kind;
        article.also.push_back(other);
        taken_.insert(other);
    }

    void settle(const Article& article) {
        const std::size_t group = *std::min_element(article.entries.begin(), article.entries.end());
        bool first = true;
        for (const std::size_t i : article.entries) {
            if (entries_[i].known) continue;
            Decision& decision = decisions_[i];
            decision.record = article.record;
            decision.group = group;
            decision.joined_by = article.joined_by;
            decision.joined_with = article.joined_with;
            if (first) {
                decision.also = article.also;
                decision.connected_by = article.connected_by;
            }
            first = false;
            if (!told_.nothing()) decision.claims = told_.keys_of(i);
            for (const EvidenceKind kind : kLadder) {
                const auto key = key_of(*entries_[i].content, kind);
                if (!key || spoiled_.contains(*key)) continue;
                // What was refused first may have turned out to be right by another key.
                const auto refused = article.refused.find(*key);
                if (refused != article.refused.end() && refused->second != article.record) {
                    decision.spoiled.push_back(*key);
                } else {
                    decision.claims.push_back(*key);
                }
            }
        }
    }

    std::span<const SeenEntry> entries_;
    RecordIndex& index_;
    Told told_;
    std::vector<Decision> decisions_;
    std::vector<std::size_t> group_;
    std::vector<Article> articles_;
    std::set<EvidenceKey> spoiled_;
    std::unordered_set<RecordId> taken_;
};

}  // namespace

std::vector<Decision> decide(std::span<const SeenEntry> entries, RecordIndex& index,
                             const ContentLinks& links) {
    return Assignment(entries, index, links).run();
}

}  // namespace feedarc
