// Feeds variants of texts, one a page, through the ladder and says how many found their article.
//
//     text_variants VARIANTS.tsv
//
// Each line is, separated by tabs: number, article, revision, shown characters, series, text.

#include <feedarc/identity.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc {
namespace {

// An archive's answers, from memory.
class MemoryIndex final : public RecordIndex {
public:
    Bearer bearer(const EvidenceKey& key) override {
        const auto at = bearers_.find(key.key);
        return at == bearers_.end() ? Bearer{} : at->second;
    }
    std::vector<Entry> contents_of(RecordId record) override {
        std::vector<Entry> entries;
        for (const ContentId content : records_[static_cast<std::size_t>(record)]) {
            entries.push_back(entry_of(content));
        }
        return entries;
    }
    bool stood_together(RecordId, RecordId) override { return false; }
    std::vector<TextBearer> text_bearers(TextKey key, std::size_t most) override {
        const auto at = text_keys_.find(key);
        std::vector<TextBearer> bearers;
        if (at == text_keys_.end()) return bearers;
        for (const ContentId content : at->second) {
            if (bearers.size() > most) break;
            bearers.push_back({content, record_of_[static_cast<std::size_t>(content)]});
        }
        return bearers;
    }
    Entry entry_of(ContentId content) override {
        Entry entry;
        entry.excerpt = texts_[static_cast<std::size_t>(content)];
        return entry;
    }

    // Carries a decision out; gives the record, and whether it is new.
    std::pair<RecordId, bool> take(const Content& content, const Decision& decision) {
        const bool is_new = !decision.record;
        if (is_new) records_.emplace_back();
        const RecordId record =
            decision.record.value_or(static_cast<RecordId>(records_.size()) - 1);
        const auto id = static_cast<ContentId>(texts_.size());
        texts_.push_back(content.entry.excerpt);
        record_of_.push_back(record);
        records_[static_cast<std::size_t>(record)].push_back(id);
        for (const EvidenceKey& key : decision.claims) {
            bearers_.try_emplace(key.key, Bearer{Bearer::State::record, record});
        }
        for (const EvidenceKey& key : decision.spoiled) {
            bearers_[key.key] = {Bearer::State::several, 0};
        }
        for (const TextKey key : decision.text_keys) text_keys_[key].push_back(id);
        keys_ += decision.text_keys.size();
        return {record, is_new};
    }
    [[nodiscard]] std::size_t keys() const { return keys_; }
    [[nodiscard]] std::size_t records() const { return records_.size(); }

private:
    std::unordered_map<Hash128, Bearer> bearers_;
    std::unordered_map<TextKey, std::vector<ContentId>> text_keys_;
    std::vector<std::string> texts_;
    std::vector<RecordId> record_of_;
    std::vector<std::vector<ContentId>> records_;
    std::size_t keys_ = 0;
};

struct Score {
    std::size_t all = 0, with_sibling = 0, given = 0, right = 0;
    std::map<std::string, std::pair<std::size_t, std::size_t>> by_rung;  // given, right
};

using Seconds = std::chrono::duration<double>;

// Of this process alone, since others may be at work.
Seconds cpu_time() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return Seconds{static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec)};
}

void run(const char* path) {
    std::ifstream in(path);
    MemoryIndex index;
    std::vector<int> article_of;  // by record: of its first text
    std::unordered_set<Hash128> known;
    std::unordered_set<int> articles;
    Score score;
    Seconds making{};
    Seconds deciding{};
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string_view> fields;
        for (std::string_view rest = line; fields.size() < 5;) {
            const auto tab = rest.find('\t');
            fields.push_back(rest.substr(0, tab));
            rest.remove_prefix(tab + 1);
            if (fields.size() == 5) fields.push_back(rest);
            if (fields.size() == 6) break;
        }
        const int article = std::stoi(std::string(fields[1]));
        Entry entry;
        entry.excerpt = fields[5];
        const auto start = cpu_time();
        const Content content = make_content(std::move(entry));
        const auto made = cpu_time();
        making += made - start;
        if (!known.insert(content.hash).second) continue;
        const SeenEntry seen{&content, std::nullopt};
        const auto decisions = decide({&seen, 1}, index);
        const auto [record, is_new] = index.take(content, decisions[0]);
        deciding += cpu_time() - made;
        if (is_new) article_of.push_back(article);
        ++score.all;
        const bool has_sibling = !articles.insert(article).second;
        if (has_sibling) ++score.with_sibling;
        if (is_new) continue;
        const bool right = article_of[static_cast<std::size_t>(record)] == article;
        ++score.given;
        if (right) ++score.right;
        auto& [given, good] = score.by_rung[to_string(*decisions[0].joined_by)];
        ++given;
        if (right) ++good;
    }
    const auto part = [](std::size_t some, std::size_t all) {
        return all == 0 ? 1.0 : static_cast<double>(some) / static_cast<double>(all);
    };
    const auto each = [&](Seconds time) {
        return time.count() * 1e6 / static_cast<double>(score.all);
    };
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("texts {}  articles {}  records {}  text keys {}\n", score.all, articles.size(),
               index.records(), index.keys());
    fmt::print("precision {:.4f}  recall {:.4f}  (joined {}, right {}, with a sibling {})\n",
               part(score.right, score.given), part(score.right, score.with_sibling), score.given,
               score.right, score.with_sibling);
    for (const auto& [rung, counts] : score.by_rung) {
        fmt::print("  {:<16} joined {:>8}  wrong {:>6}\n", rung, counts.first,
                   counts.first - counts.second);
    }
    fmt::print("make_content {:.2f} us  decide {:.2f} us  peak memory {} MB\n", each(making),
               each(deciding), usage.ru_maxrss / 1024);
}

}  // namespace
}  // namespace feedarc

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: text_variants VARIANTS.tsv\n");
        return 2;
    }
    feedarc::run(argv[1]);
    return 0;
}
