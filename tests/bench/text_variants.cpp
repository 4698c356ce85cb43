// Feeds variants of texts, one a page, through the ladder and says how many found their article.
//
//     text_variants VARIANTS.tsv
//
// Each line is, separated by tabs: number, article, revision, shown characters, series, text.

#include <feedarc/identity.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <ctime>
#include <fstream>
#include <istream>
#include <map>
#include <optional>
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

struct Variant {
    int article = 0;
    Entry entry;
};

// So many lines at a time: a look at the clock costs as much as a text.
constexpr std::size_t kBlock = 1000;

std::vector<Variant> next_block(std::istream& in) {
    constexpr int kArticle = 1;
    constexpr int kText = 5;
    std::vector<Variant> block;
    for (std::string line; block.size() < kBlock && std::getline(in, line);) {
        Variant variant;
        std::string_view rest = line;
        for (int field = 0; field < kText; ++field) {
            const std::size_t tab = rest.find('\t');
            if (field == kArticle) variant.article = std::stoi(std::string(rest.substr(0, tab)));
            rest.remove_prefix(tab + 1);
        }
        variant.entry.excerpt = rest;
        block.push_back(std::move(variant));
    }
    return block;
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
    for (auto block = next_block(in); !block.empty(); block = next_block(in)) {
        std::vector<Content> contents;
        const Seconds start = cpu_time();
        for (Variant& one : block) contents.push_back(make_content(std::move(one.entry)));
        const Seconds made = cpu_time();
        making += made - start;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            if (!known.insert(contents[i].hash).second) continue;
            const SeenEntry seen{&contents[i], std::nullopt};
            const Decision decision = decide({&seen, 1}, index)[0];
            const auto [record, is_new] = index.take(contents[i], decision);
            if (is_new) article_of.push_back(block[i].article);
            ++score.all;
            if (!articles.insert(block[i].article).second) ++score.with_sibling;
            if (is_new) continue;
            const bool right = article_of[static_cast<std::size_t>(record)] == block[i].article;
            ++score.given;
            auto& [given, good] = score.by_rung[to_string(*decision.joined_by)];
            ++given;
            if (!right) continue;
            ++score.right;
            ++good;
        }
        deciding += cpu_time() - made;
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
