#include <feedarc/archive.hpp>

#include "cli/samples.hpp"
#include "support/archive_sql.hpp"
#include "support/dice.hpp"
#include "support/listing_page.hpp"
#include "support/outside_number.hpp"
#include "support/program.hpp"
#include "text/search_query.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Finding records by what their texts say.
namespace feedarc {
namespace {

using nlohmann::json;
using test::Dice;
using test::ListedEntry;
using test::Printed;
using test::Program;
using test::with_samples;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SampleSearch : public testing::Test {
protected:
    SampleSearch() { EXPECT_EQ(program_.run(with_samples({"ingest", "-q"})).status, 0); }

    json find(std::vector<std::string> words) {
        words.insert(words.begin(), {"search", "--format", "json"});
        const Printed printed = program_.run(words);
        EXPECT_EQ(printed.status, 0) << printed.err;
        return json::parse(printed.out);
    }

    Program program_;
};

TEST_F(SampleSearch, FindsWordsOfAnyLength) {
    const json found = find({"投机解码"});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0]["passage"], HasSubstr("**投机解码**"));
    const json as_traditional = find({"投機解碼"});
    ASSERT_EQ(as_traditional.size(), 1U);
    EXPECT_EQ(as_traditional[0]["id"], found[0]["id"]);
    EXPECT_GE(find({"解码"}).size(), 2U);
    EXPECT_GE(find({"码"}).size(), find({"解码"}).size());
    EXPECT_THAT(find({"不存在的词语"}), IsEmpty());
}

TEST_F(SampleSearch, TakesFiltersAndOrders) {
    const std::size_t all = find({"模型"}).size();
    EXPECT_GE(all, 3U);
    EXPECT_EQ(find({"模型", "--limit", "2"}).size(), 2U);
    EXPECT_EQ(find({"模型", "--rank"}).size(), all);
    EXPECT_EQ(find({"模型", "--category", "NLP"}).size(), 1U);
    EXPECT_EQ(find({"模型", "--sort", "title"}).size(), all);
    const Printed count = program_.run({"search", "模型", "--count"});
    EXPECT_EQ(count.out, std::to_string(all) + "\n");
    json paged = json::array();
    std::vector<std::string> page{"模型", "--limit", "1"};
    for (;;) {
        const json one = find(page);
        if (one.empty()) break;
        paged.push_back(one[0]);
        page = {"模型", "--limit", "1", "--after", one[0]["cursor"].get<std::string>()};
    }
    EXPECT_EQ(paged, find({"模型"}));
}

TEST_F(SampleSearch, RefusesWhatMakesNoSense) {
    EXPECT_EQ(program_.run({"search", " "}).status, 2);
    EXPECT_EQ(program_.run({"search"}).status, 2);
    EXPECT_EQ(program_.run({"search", "模型", "--rank", "--sort", "title"}).status, 2);
    EXPECT_EQ(program_.run({"search", "模型", "--at", "2026-01-11"}).status, 2);
}

TEST_F(SampleSearch, IsInStepAfterARebuild) {
    const json before = find({"模型"});
    ASSERT_EQ(program_.run({"rebuild", "-q"}).status, 0);
    EXPECT_EQ(find({"模型"}), before);
    EXPECT_EQ(program_.run({"check"}).status, 0);
}

TEST_F(SampleSearch, CheckSeesAnIndexThatLacksAWord) {
    test::run_sql(program_.home / ".local/share/feedarc/archive.db",
                  "INSERT INTO search (search, rowid, title, text) SELECT 'delete', id, "
                  "search_words(title), search_words(excerpt) FROM contents LIMIT 1");
    const Printed checked = program_.run({"check"});
    EXPECT_EQ(checked.status, 4);
    EXPECT_THAT(checked.err + checked.out, HasSubstr("search"));
    ASSERT_EQ(program_.run({"rebuild", "-q"}).status, 0);
    EXPECT_EQ(program_.run({"check"}).status, 0);
}

// Texts of words that are like one another, some of them edited between two captures.
class AnySearch : public testing::Test {
protected:
    AnySearch() {
        Dice dice(7);
        for (int day = 10; day < 30; ++day) {
            std::vector<ListedEntry> entries;
            for (int i = 0; i < 12; ++i) {
                ListedEntry entry;
                // Three titles of four are those of another day with another text.
                const std::size_t number = dice.below(60);
                entry.url = "https://example.org/" + std::to_string(number);
                entry.title = "T" + std::to_string(number) + " " + text(dice, 6);
                entry.excerpt = text(dice, 60);
                entries.push_back(entry);
            }
            const std::string page = program_.home.write("page.json", test::feed_listing(entries));
            const Printed printed =
                program_.run({"ingest", page, "-q", "--source", "s", "--captured-at",
                              "2026-01-" + std::to_string(day)});
            EXPECT_EQ(printed.status, 0) << printed.err;
        }
    }

    static std::string text(Dice& dice, std::size_t pieces) {
        static const std::vector<std::string> kPieces{
            "算",   "法",   "数",  "据",   "库",  "模",     "型",   "訓", "练",
            "かな", "カナ", "gpt", "GPT4", "net", "neural", " ",    " ",  " ",
            ",",    "。",   "-",   "🚀",    "é",   "café",   "2026", "1"};
        std::string text;
        for (std::size_t i = 0; i < pieces; ++i) text += dice.of(kPieces);
        return text;
    }

    [[nodiscard]] std::unique_ptr<Archive> archive() const {
        return open_archive(program_.home / ".local/share/feedarc/archive.db", OpenMode::read, {});
    }

    static std::vector<RecordId> found_by_index(Archive& archive, const std::string& query,
                                                std::optional<std::int64_t> limit = {}) {
        Filter filter;
        filter.query = query;
        filter.limit = limit;
        std::vector<RecordId> ids;
        archive.find(filter, [&](const Record& record) {
            ids.push_back(record.id);
            return true;
        });
        return ids;
    }

    // Of every record the texts of its revisions.
    using Texts = std::vector<std::pair<RecordId, std::vector<text::SearchedText>>>;
    static Texts read_texts(Archive& archive) {
        Texts texts;
        archive.find({}, [&](const Record& record) {
            auto& revisions =
                texts.emplace_back(record.id, std::vector<text::SearchedText>()).second;
            for (const Revision& revision : archive.revisions(record.id)) {
                revisions.emplace_back(revision.entry.title, revision.entry.excerpt);
            }
            return true;
        });
        return texts;
    }

    Program program_;
};

TEST_F(AnySearch, FindsWhatAScanOfAllTextsFinds) {
    const auto archive = this->archive();
    const auto texts = read_texts(*archive);
    ASSERT_GT(texts.size(), 40U);
    Dice dice(11);
    for (int i = 0; i < 400; ++i) {
        std::string query = text(dice, 1 + dice.below(4));
        if (dice.one_in(4)) query += (dice.one_in(2) ? " OR " : " -") + text(dice, 2);
        if (dice.one_in(8)) query = '"' + query + '"';
        const text::SearchQuery searched(query);
        if (searched.empty()) continue;
        // In the order of the list, as read_texts() went.
        std::vector<RecordId> expected;
        for (const auto& [id, revisions] : texts) {
            if (std::any_of(revisions.begin(), revisions.end(),
                            [&](const auto& text) { return searched.matches(text); })) {
                expected.push_back(id);
            }
        }
        ASSERT_EQ(found_by_index(*archive, query), expected) << query;
        Filter filter;
        filter.query = query;
        ASSERT_EQ(archive->count(filter), static_cast<std::int64_t>(expected.size())) << query;
        expected.resize(std::min<std::size_t>(expected.size(), 3));
        ASSERT_EQ(found_by_index(*archive, query, 3), expected) << query;
    }
}

TEST_F(AnySearch, TakesEveryTextForAQuery) {
    for (const std::string query : {"\"",
                                    "\"\"",
                                    "\"a",
                                    "a\"",
                                    "'",
                                    "''",
                                    "*",
                                    "a*",
                                    "^a",
                                    "a NEAR b",
                                    "NEAR(a b, 2)",
                                    "AND",
                                    "OR",
                                    "NOT",
                                    "a AND",
                                    "AND a",
                                    "NOT a",
                                    "a NOT b",
                                    "(",
                                    ")",
                                    "(a",
                                    "a)",
                                    "()",
                                    "{a b}: c",
                                    "title:",
                                    "title: a",
                                    ":",
                                    "a:b",
                                    "-",
                                    "--",
                                    "-\"",
                                    "+",
                                    "a + b",
                                    "\\",
                                    "%",
                                    "_",
                                    ";",
                                    "a; DROP TABLE records",
                                    "\xff\xfe",
                                    "\x01\x02",
                                    "🚀",
                                    "\u202e",
                                    "a OR OR b",
                                    "OR OR",
                                    "rowid:1",
                                    "search MATCH 1",
                                    "nosuchcolumn : x"}) {
        const Printed printed = program_.run({"search", "--", query});
        EXPECT_EQ(printed.status, 0) << query << ": " << printed.err;
    }
    const Printed one_word = program_.run({"search", "--", std::string(10'000, 'a')});
    EXPECT_EQ(one_word.status, 0) << one_word.err;
    const auto archive = this->archive();
    Dice dice(13);
    const std::string alphabet = "ab\"'()*-+:^{} .\\~%&|\tORANDNT算法";
    for (auto left = test::number_from_outside("FEEDARC_PROPERTY_TEXTS", 2'000); left > 0; --left) {
        std::string query = "x";
        for (std::size_t length = dice.below(24); length > 0; --length) {
            query += alphabet[dice.below(alphabet.size())];
        }
        EXPECT_NO_THROW((void)found_by_index(*archive, query, 20)) << query;
    }
}

// Words that more than 10,000 contents have, but few or none of the newest records.
TEST(CommonWords, AreFoundBehindManyThatLackThem) {
    Program program;
    int number = 0;
    const auto ingest = [&](int day, int count, const std::function<std::string(int)>& words) {
        std::vector<ListedEntry> entries;
        for (int i = 0; i < count; ++i, ++number) {
            ListedEntry entry;
            entry.url = "https://example.org/" + std::to_string(number);
            entry.title = "Number " + std::to_string(number);
            entry.excerpt = words(i) + " in text " + std::to_string(number);
            entries.push_back(entry);
        }
        const std::string page = program.home.write("page.json", test::feed_listing(entries));
        const Printed printed = program.run({"ingest", page, "-q", "--source", "s", "--captured-at",
                                             "2026-01-" + std::to_string(day)});
        EXPECT_EQ(printed.status, 0) << printed.err;
    };
    for (int day = 10; day < 16; ++day)
        ingest(day, 1'800, [](int) { return "alpha 阿法 beta 贝塔"; });
    ingest(20, 600, [](int i) { return i % 100 == 50 ? "beta 贝塔" : "gamma"; });

    const auto archive =
        open_archive(program.home / ".local/share/feedarc/archive.db", OpenMode::read, {});
    const auto titles = [&](const Filter& filter, const std::string& word, std::size_t most) {
        std::vector<std::string> found;
        archive->find(filter, [&](const Record& record) {
            if (word.empty() || record.best.excerpt.find(word) != std::string::npos) {
                found.push_back(record.best.title);
            }
            return found.size() < most;
        });
        return found;
    };
    for (const std::string word : {"alpha", "beta", "gamma", "阿法", "贝塔"}) {
        for (const std::int64_t limit : {1, 5, 20, 600}) {
            Filter filter;
            filter.query = word;
            filter.limit = limit;
            const auto most = static_cast<std::size_t>(limit);
            EXPECT_EQ(titles(filter, "", most), titles({}, word, most)) << word << ' ' << limit;
        }
    }
}

}  // namespace
}  // namespace feedarc
