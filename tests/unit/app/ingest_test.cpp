#include <feedarc/archive.hpp>
#include <feedarc/error.hpp>
#include <feedarc/ingest.hpp>

#include "support/dice.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#include <vector>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

const Time kReadAt = *parse_time("2026-06-01T00:00:00Z", Time{});
const std::string kSamples = std::string(FEEDARC_FIXTURES) + "/snapshots/text/";

class Ingest : public testing::Test {
protected:
    Ingest() {
        std::string pattern = (fs::temp_directory_path() / "feedarc-ingest-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~Ingest() override { fs::remove_all(folder_); }

    std::string file(const std::string& name, const std::string& bytes) {
        const fs::path path = folder_ / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
        return path.string();
    }

    IngestSummary run(const std::vector<std::string>& inputs, const IngestOptions& options = {}) {
        reports_.clear();
        IngestListener listener;
        listener.snapshot = [this](const IngestedSnapshot& snapshot) {
            reports_.push_back(snapshot);
        };
        return ingest(archive(), inputs, options, kReadAt, listener);
    }

    std::string archive() const { return (folder_ / "archive" / "a.db").string(); }

    std::vector<Record> records(const Filter& filter = {}) {
        std::vector<Record> result;
        open_archive(archive(), OpenMode::read, {})->find(filter, [&](const Record& record) {
            result.push_back(record);
            return true;
        });
        return result;
    }

    fs::path folder_;
    std::vector<IngestedSnapshot> reports_;
};

std::array<std::string, 4> samples() {
    return {kSamples + "20260111T083000Z.txt", kSamples + "20260112T083000Z.txt",
            kSamples + "20260113T083000Z.txt", kSamples + "20260114T083000Z.txt"};
}

TEST_F(Ingest, CollapsesTheSampleSnapshotsTo23Records) {
    const auto summary = run({kSamples});
    EXPECT_EQ(summary.snapshots, 4);
    EXPECT_EQ(summary.stored, 4);
    EXPECT_EQ(summary.entries, 35);
    EXPECT_EQ(summary.new_records, 23);
    EXPECT_EQ(summary.records, 23);

    Filter nlp;
    nlp.categories = {"NLP"};
    const auto found = records(nlp);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].best.published.value, "2026-01-11");
    EXPECT_EQ(found[0].sightings, 3);
    EXPECT_EQ(format_time(found[0].first_seen), "2026-01-11T08:30:00Z");
    EXPECT_EQ(format_time(found[0].last_seen), "2026-01-14T08:30:00Z");

    const auto all = records();
    const auto word_vectors = std::find_if(all.begin(), all.end(), [](const Record& record) {
        return record.best.excerpt.starts_with("词向量");
    });
    ASSERT_NE(word_vectors, all.end());
    EXPECT_EQ(word_vectors->sightings, 4);
}

TEST_F(Ingest, TheSameFilesAgainAreKnownAndChangeNothing) {
    run({kSamples});
    const auto before = records();
    const auto summary = run({kSamples});
    EXPECT_EQ(summary.known, 4);
    EXPECT_EQ(summary.entries, 35);
    EXPECT_EQ(summary.new_records, 0);
    const auto after = records();
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        EXPECT_EQ(after[i].id, before[i].id);
        EXPECT_EQ(after[i].sightings, before[i].sightings);
    }
}

// So many that their keys are loaded instead of looked up one by one.
TEST_F(Ingest, TextsThatAreCutJoinAmongThousandsOfOthers) {
    test::Dice dice(11);
    std::vector<std::string> texts;
    for (int i = 0; i < 400; ++i) {
        std::string text;
        for (int word = 0; word < 24; ++word) {
            for (int letter = 0; letter < 7; ++letter) {
                text += static_cast<char>('a' + dice.below(26));
            }
            text += ' ';
        }
        texts.push_back(text);
    }
    const auto write = [&](const std::string& folder, int month, std::size_t length) {
        for (std::size_t page = 0; page < texts.size() / 10; ++page) {
            std::string dump = "LATEST UPDATES\n";
            for (std::size_t i = 10 * page; i < 10 * page + 10; ++i) {
                dump += texts[i].substr(0, length) + "...\n\n";
            }
            file(fmt::format("{}/2026{:02}{:02}T{:02}0000Z.txt", folder, month, 1 + page / 20,
                             page % 20),
                 dump);
        }
        return (folder_ / folder).string();
    };
    EXPECT_EQ(run({write("long", 1, 190)}).records, 400);
    const auto cut = run({write("short", 2, 100)});
    EXPECT_EQ(cut.records, 400);
    EXPECT_EQ(cut.new_records, 0);
    EXPECT_EQ(cut.changed_records, 400);
}

// Boxes that a title rule reads otherwise than the finder.
std::string boxes(const std::string& head) {
    std::string page = "<!DOCTYPE html><head>" + head + "</head><main>";
    for (const char* name : {"One", "Two", "Three"}) {
        const std::string of(name);
        page += "<article><h2><a href='/" + of + "'>The heading of " + of + "</a></h2><b>Name " +
                of + "</b><p>Some text of it, as one expects.</p></article>";
    }
    return page + "</main>";
}

std::vector<std::string> titles_of(const std::vector<Record>& records) {
    std::vector<std::string> titles;
    for (const Record& record : records) titles.push_back(record.best.title);
    std::sort(titles.begin(), titles.end());
    return titles;
}

const std::vector<std::string> kNames{"Name One", "Name Three", "Name Two"};

IngestOptions with_rule(const std::string& selector, const std::string& at) {
    IngestOptions options;
    options.configured.push_back({"boxes", "https://boxes.example/list", {}});
    if (!selector.empty()) set_rule(options.configured.front().rules, "title", selector);
    options.captured_at = parse_time(at, Time{});
    return options;
}

TEST_F(Ingest, ReadsByTheRulesOfTheConfiguredSource) {
    auto options = with_rule("b", "2026-01-01");
    options.source = "boxes";
    run({file("a.html", boxes(""))}, options);
    EXPECT_EQ(titles_of(records()), kNames);
    const auto archive_file = open_archive(archive(), OpenMode::read, {});
    EXPECT_EQ(archive_file->sources().at(0).rules, "title=b\n");
    EXPECT_EQ(archive_file->snapshot(*reports_.at(0).snapshot)->rules, "title=b\n");
}

TEST_F(Ingest, FindsTheRulesByTheAddressGivenOrByThatOfThePage) {
    auto options = with_rule("b", "2026-01-01");
    options.url = "https://boxes.example/list#top";
    run({file("a.html", boxes(""))}, options);
    EXPECT_EQ(reports_.at(0).source, "boxes");
    EXPECT_EQ(titles_of(records()), kNames);

    fs::remove_all(fs::path(archive()).parent_path());
    run({file("b.html", boxes("<link rel=canonical href='https://boxes.example/list'>"))},
        with_rule("b", "2026-01-01"));
    EXPECT_EQ(reports_.at(0).source, "boxes");
    EXPECT_EQ(titles_of(records()), kNames);
}

TEST_F(Ingest, ReadsTheSameBytesAgainWhereTheRulesChanged) {
    const std::string page = file("a.html", boxes(""));
    for (const char* at : {"2026-01-01", "2026-01-02"}) {
        auto options = with_rule("", at);
        options.url = "https://boxes.example/list";
        run({page}, options);
    }
    EXPECT_EQ(records().size(), 3U);
    EXPECT_EQ(titles_of(records()).front(), "The heading of One");

    auto ruled = with_rule("b", "2026-01-03");
    ruled.url = "https://boxes.example/list";
    const auto summary = run({page}, ruled);
    EXPECT_EQ(summary.unchanged, 1);
    EXPECT_EQ(titles_of(records()), kNames);

    // What is stored stays as it was read.
    ruled.captured_at = parse_time("2026-01-01", Time{});
    EXPECT_EQ(run({page}, ruled).known, 1);
    const auto archive_file = open_archive(archive(), OpenMode::read, {});
    EXPECT_EQ(archive_file->snapshot(*reports_.at(0).snapshot)->rules, "");
}

TEST_F(Ingest, TheSameBytesOfTwoSourcesAreReadByTheRulesOfEach) {
    const std::string page = file("a.html", boxes(""));
    auto options = with_rule("b", "2026-01-01");
    for (const char* source : {"boxes", "other"}) {
        options.source = source;
        run({page}, options);
    }
    Filter filter;
    filter.source = "boxes";
    EXPECT_EQ(titles_of(records(filter)), kNames);
    filter.source = "other";
    EXPECT_EQ(titles_of(records(filter)).front(), "The heading of One");
}

TEST_F(Ingest, AllOrdersOfTheSampleSnapshotsGiveTheSameList) {
    using Row = std::tuple<Entry, Time, Time, std::int64_t, std::int64_t>;
    std::array<std::size_t, 4> order{0, 1, 2, 3};
    std::vector<Row> expected;
    do {
        fs::remove_all(fs::path(archive()).parent_path());
        for (const std::size_t i : order) run({samples()[i]});
        run({samples()[order[0]]});
        std::vector<Row> rows;
        for (const Record& record : records()) {
            rows.emplace_back(record.best, record.first_seen, record.last_seen, record.sightings,
                              record.revisions);
        }
        if (expected.empty()) expected = rows;
        EXPECT_EQ(rows, expected);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(Ingest, OneBadInputCostsOnlyItself) {
    const std::string good = file("good-2026-01-01.txt",
                                  "A text that is long enough to be an "
                                  "entry of its own, surely so.\n");
    const std::string empty = file("empty-2026-01-01.txt", "");
    const std::string missing = (folder_ / "missing.txt").string();
    const std::string binary = file("picture-2026-01-01.html", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    const std::string fifo = (folder_ / "fifo").string();
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    fs::create_directories(folder_ / "hollow");
    const auto summary =
        run({missing, empty, binary, fifo, (folder_ / "hollow").string(), "/dev/zero", good});
    EXPECT_EQ(summary.stored, 1);
    EXPECT_EQ(summary.failed, 6);
    for (const IngestedSnapshot& report : reports_) {
        if (report.status == IngestStatus::stored) continue;
        EXPECT_EQ(report.code, ErrorCode::input);
        EXPECT_TRUE(report.error.starts_with(report.input)) << report.error;
    }
}

TEST_F(Ingest, APageOverTheSizeLimitIsRefused) {
    IngestOptions options;
    options.limits.page_bytes = 100;
    const auto summary = run({file("a-2026-01-01.txt", std::string(101, 'x'))}, options);
    EXPECT_EQ(summary.refused, 1);
    EXPECT_EQ(summary.snapshots, 0);
    EXPECT_NE(reports_[0].error.find("page-size"), std::string::npos) << reports_[0].error;
}

TEST_F(Ingest, APageThatCannotBeParsedInBoundsKeepsItsBytes) {
    IngestOptions tight;
    tight.limits.parse_bytes = 1000;
    const std::string page =
        "<!DOCTYPE html><title>T</title><article><h2><a href=/1>Title</a></h2>"
        "<p>An excerpt</p></article>";
    const std::string path = file("a-2026-01-01.html", page);
    EXPECT_EQ(run({path}, tight).refused, 1);
    ASSERT_TRUE(reports_[0].snapshot);
    EXPECT_EQ(reports_[0].code, ErrorCode::limit);
    const auto archived = open_archive(this->archive(), OpenMode::read, {});
    EXPECT_EQ(archived->body(*reports_[0].snapshot), page);
    EXPECT_EQ(archived->snapshot(*reports_[0].snapshot)->refusal, "parse-memory");
}

TEST_F(Ingest, ADryRunStoresNothing) {
    IngestOptions dry;
    dry.dry_run = true;
    EXPECT_EQ(run({kSamples}, dry).new_records, 23);
    EXPECT_FALSE(fs::exists(archive()));
    run({samples()[0]});
    const auto summary = run({kSamples}, dry);
    EXPECT_EQ(summary.known, 1);
    EXPECT_EQ(summary.records, 23);
    EXPECT_EQ(records().size(), 7U);
}

TEST_F(Ingest, NamesTheSourceByOptionThenConfigurationThenHost) {
    const std::string path =
        file("a-2026-01-01.txt", "Some text that is long enough for an entry.");
    IngestOptions options;
    options.url = "https://www.Blog.example/list/?utm_source=x";
    run({path}, options);
    EXPECT_EQ(reports_[0].source, "blog.example");
    options.configured = {{"my-blog", "https://www.blog.example/list"}};
    run({path}, options);
    EXPECT_EQ(reports_[0].source, "my-blog");
    options.source = "named";
    run({path}, options);
    EXPECT_EQ(reports_[0].source, "named");
    run({path});
    EXPECT_EQ(reports_[0].source, "default");
}

TEST_F(Ingest, AnUnchangedPageIsASnapshotOfItsOwn) {
    const std::string text = "Some text that is long enough for an entry.";
    const auto summary = run({file("2026-01-01.txt", text), file("2026-01-02.txt", text)});
    EXPECT_EQ(summary.stored, 1);
    EXPECT_EQ(summary.unchanged, 1);
    ASSERT_EQ(records().size(), 1U);
    EXPECT_EQ(records()[0].sightings, 2);
}

TEST_F(Ingest, PageAndTextDumpOfTheSameArticlesGiveEachRecordOnce) {
    IngestOptions options;
    options.source = "transmission";
    const auto summary =
        run({kSamples, std::string(FEEDARC_FIXTURES) + "/snapshots/html"}, options);
    EXPECT_EQ(summary.failed + summary.refused, 0);
    const auto all = records();
    EXPECT_EQ(all.size(), 23U);
    for (const Record& record : all) {
        EXPECT_FALSE(record.best.title.empty());
        EXPECT_FALSE(record.best.url.empty());
    }
}

TEST_F(Ingest, StopsBetweenSnapshotsWhenAsked) {
    std::atomic<int> stop{15};
    IngestOptions options;
    options.stop = &stop;
    try {
        run({kSamples}, options);
        FAIL() << "was not interrupted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::interrupted);
    }
    EXPECT_FALSE(fs::exists(archive()));  // nothing was stored
}

}  // namespace
}  // namespace feedarc
