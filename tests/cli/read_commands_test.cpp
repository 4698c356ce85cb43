#include "cli/samples.hpp"
#include "support/golden.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Printed;
using test::Program;
using test::with_samples;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A program with the sample snapshots in its archive.
class ReadCommands : public testing::Test {
protected:
    ReadCommands() { EXPECT_EQ(program_.run(with_samples({"ingest", "-q"})).status, 0); }

    Printed run(const std::vector<std::string>& words) { return program_.run(words); }

    json run_json(std::vector<std::string> words) {
        words.insert(words.end(), {"--format", "json"});
        const auto printed = run(words);
        EXPECT_EQ(printed.status, 0) << printed.err;
        return json::parse(printed.out);
    }

    Program program_;
};

TEST_F(ReadCommands, ListFindsTheRecordsOfACategory) {
    const json records = run_json({"list", "--category", "nlp"});
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0]["category"], "NLP");
    EXPECT_EQ(records[0]["published"], "2026-01-11");
    EXPECT_EQ(records[0]["published_precision"], "day");
    EXPECT_EQ(records[0]["sightings"], 3);
    EXPECT_EQ(records[0]["first_seen"], "2026-01-11T08:30:00Z");
    EXPECT_EQ(records[0]["last_seen"], "2026-01-14T08:30:00Z");
    EXPECT_EQ(records[0]["title"], nullptr);
    EXPECT_EQ(records[0]["present"], true);
    EXPECT_EQ(records[0]["urls"], json::array());
}

TEST_F(ReadCommands, ListCountsSightings) {
    const json records = run_json({"list", "--sort", "sightings", "--limit", "1"});
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0]["sightings"], 4);
    EXPECT_TRUE(records[0]["excerpt"].get<std::string>().starts_with("词向量"));
}

TEST_F(ReadCommands, ListTakesSeveralCategoriesAndNone) {
    EXPECT_EQ(run_json({"list"}).size(), 23U);
    EXPECT_EQ(run_json({"list", "--category", ""}).size(), 22U);
    EXPECT_EQ(run_json({"list", "--category="}).size(), 22U);
    EXPECT_EQ(run_json({"list", "--category", "", "--category", "NLP"}).size(), 23U);
}

TEST_F(ReadCommands, ListFiltersByTime) {
    const json all = run_json({"list"});
    const auto seen = [&](const char* key, const std::string& from, const std::string& to) {
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const json& row) {
            const auto value = row[key].get<std::string>();
            return value >= from && value <= to;
        }));
    };
    EXPECT_EQ(run_json({"list", "--since", "2026-01-13"}).size(),
              seen("last_seen", "2026-01-13", "2026-99"));
    EXPECT_EQ(run_json({"list", "--until", "2026-01-13T08:30:00Z"}).size(),
              seen("last_seen", "", "2026-01-13T08:30:00Z"));
    EXPECT_EQ(
        run_json({"list", "--first-seen-since", "2026-01-12", "--first-seen-until", "2026-01-13"})
            .size(),
        seen("first_seen", "2026-01-12", "2026-01-14"));
    EXPECT_EQ(
        run_json({"list", "--published-since", "2026-01-11", "--published-until", "2026-01-11"})
            .size(),
        1U);
    EXPECT_EQ(run_json({"list", "--since", "1d"}).size(), 0U);
    EXPECT_EQ(run_json({"list", "--since", "30d"}).size(), 23U);
}

TEST_F(ReadCommands, ADateAsUpperBoundMeansAllOfThatDay) {
    EXPECT_EQ(run_json({"list", "--until", "2026-01-14"}).size(), 23U);
    EXPECT_LT(run_json({"list", "--until", "2026-01-13"}).size(), 23U);
    EXPECT_GT(run_json({"list", "--until", "2026-01-13"}).size(), 0U);
}

TEST_F(ReadCommands, ListGoesOnAfterACursorUntilAllIsSeen) {
    for (const std::vector<std::string>& order :
         {std::vector<std::string>{}, {"--reverse"}, {"--sort", "first-seen"}}) {
        std::vector<std::string> all_words{"list"};
        all_words.insert(all_words.end(), order.begin(), order.end());
        const json all = run_json(all_words);
        json paged = json::array();
        std::string cursor;
        for (;;) {
            std::vector<std::string> words = all_words;
            words.insert(words.end(), {"--limit", "5"});
            if (!cursor.empty()) words.insert(words.end(), {"--after", cursor});
            const json page = run_json(words);
            if (page.empty()) break;
            for (const json& row : page) paged.push_back(row);
            cursor = page.back()["cursor"];
            ASSERT_LE(paged.size(), all.size());
        }
        EXPECT_EQ(paged, all);
    }
}

TEST_F(ReadCommands, ListCountsWithoutListing) {
    EXPECT_EQ(run({"list", "--count"}).out, "23\n");
    EXPECT_EQ(run({"list", "--count", "--category", "NLP", "--limit", "1"}).out, "1\n");
    EXPECT_EQ(run({"list", "--count", "--limit", "1"}).out, "23\n");
}

TEST_F(ReadCommands, ListGivesTheFieldsAskedFor) {
    EXPECT_EQ(run({"list", "--category", "NLP", "--fields", "sightings,category"}).out,
              "sightings\tcategory\n3\tNLP\n");
}

TEST_F(ReadCommands, AnEmptyListIsNoErrorAndTellsWhatMayHaveBeenMeant) {
    const auto category = run({"list", "--category", "NPL", "--format", "json"});
    EXPECT_EQ(category.status, 0);
    EXPECT_EQ(category.out, "[]\n");
    EXPECT_THAT(category.err, HasSubstr("there is no category 'NPL'; did you mean 'NLP'?"));
    const auto source = run({"list", "--source", "defualt"});
    EXPECT_EQ(source.status, 0);
    EXPECT_THAT(source.err, HasSubstr("did you mean 'default'?"));
    EXPECT_THAT(run({"list", "--category", "NPL", "-q"}).err, IsEmpty());
    EXPECT_THAT(run({"list", "--category", "NLP", "--since", "1d"}).err, IsEmpty());
}

TEST_F(ReadCommands, ATerminalGetsATableOfFiftyRowsAtMost) {
    std::string listing;
    for (int i = 0; i < 60; ++i) {
        listing += "Headline number " + std::to_string(i) +
                   " with enough words to be an entry of its own on this page of news\n";
    }
    program_.home.write("many/2026-01-20.txt", "LATEST UPDATES\n" + listing);
    ASSERT_EQ(run({"ingest", "-q", program_.home / "many"}).status, 0);
    program_.terminal = {true, true, 80};
    const auto printed = run({"list", "--color", "never"});
    EXPECT_EQ(std::count(printed.out.begin(), printed.out.end(), '\n'), 51);
    EXPECT_THAT(printed.out, testing::StartsWith("ID  LAST SEEN"));
    EXPECT_THAT(printed.err, HasSubstr("50 records shown, there are more: go on with --after "));
    EXPECT_THAT(run({"list", "--limit", "500"}).err, IsEmpty());
    program_.terminal = {};
    const auto piped = run({"list"});
    EXPECT_GT(std::count(piped.out.begin(), piped.out.end(), '\n'), 60);
    EXPECT_THAT(piped.err, IsEmpty());
}

TEST_F(ReadCommands, ColourIsForATerminalThatWantsIt) {
    const auto coloured = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "list");
        return run(words).out.find('\x1b') != std::string::npos;
    };
    EXPECT_FALSE(coloured({"--format", "table"}));
    EXPECT_TRUE(coloured({"--format", "table", "--color", "always"}));
    program_.terminal = {true, true, 80};
    EXPECT_TRUE(coloured({}));
    EXPECT_FALSE(coloured({"--color", "never"}));
    program_.environment["NO_COLOR"] = "";
    EXPECT_TRUE(coloured({}));
    program_.environment["NO_COLOR"] = "1";
    EXPECT_FALSE(coloured({}));
    program_.environment.erase("NO_COLOR");
    program_.environment["TERM"] = "dumb";
    EXPECT_FALSE(coloured({}));
}

TEST_F(ReadCommands, ListLooksAsTheGoldenFilesHaveIt) {
    for (const std::string format : {"table", "tsv", "csv", "markdown"}) {
        EXPECT_TRUE(test::is_golden(run({"list", "--limit", "4", "--format", format}).out,
                                    "list." + format));
    }
    // All but the cursor, which is the archive's own.
    const auto lines =
        run({"list", "--limit", "4", "--format", "jsonl", "--fields",
             "id,title,url,urls,category,category_assigned,published,published_precision,excerpt,"
             "source,first_seen,last_seen,sightings,revisions,present,fingerprint"});
    EXPECT_TRUE(test::is_golden(lines.out, "list.jsonl"));
}

TEST_F(ReadCommands, ShowHasTheFieldsRevisionsSightingsAndEvidenceOfARecord) {
    const json listed = run_json({"list", "--category", "NLP"})[0];
    const std::string id = std::to_string(listed["id"].get<int>());
    json shown = run_json({"show", id});
    EXPECT_EQ(shown["revision_list"].size(), listed["revisions"].get<std::size_t>());
    EXPECT_EQ(shown["sighting_list"].size(), 3U);
    EXPECT_EQ(shown["sighting_list"][0]["captured_at"], "2026-01-11T08:30:00Z");
    EXPECT_EQ(shown["sighting_list"][0]["position"], 2);
    EXPECT_FALSE(shown["evidence"].empty());
    EXPECT_EQ(shown["also_on"], json::array());
    for (const char* key :
         {"revision_list", "sighting_list", "presence_list", "evidence", "why", "also_on"}) {
        shown.erase(key);
    }
    shown["cursor"] = listed["cursor"];
    EXPECT_EQ(shown, listed);
}

TEST_F(ReadCommands, ShowTellsTheEvidenceWhenAskedWhy) {
    const auto plain = run({"show", "3", "--format", "table"});
    EXPECT_THAT(plain.out, AllOf(HasSubstr("Revisions\n"), HasSubstr("Sightings\n"),
                                 Not(HasSubstr("Evidence"))));
    const auto why = run({"show", "3", "--format", "table", "--why"});
    EXPECT_THAT(why.out, AllOf(HasSubstr("Evidence\n"), HasSubstr("fingerprint")));
    EXPECT_THAT(run({"show", "3", "--why"}).out, HasSubstr("\nevidence.1.kind\tfingerprint\n"));
}

TEST_F(ReadCommands, AnIdThatDoesNotExistIsStatus1) {
    const auto record = run({"show", "999"});
    EXPECT_EQ(record.status, 1);
    EXPECT_EQ(record.err, "feedarc: there is no record 999\n");
    const auto snapshot = run({"cat", "999"});
    EXPECT_EQ(snapshot.status, 1);
    EXPECT_EQ(snapshot.err, "feedarc: there is no snapshot 999\n");
}

TEST_F(ReadCommands, CatGivesTheBytesBack) {
    const auto files = test::sample_snapshots();
    const json snapshots = run_json({"snapshots"});
    ASSERT_EQ(snapshots.size(), files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        // Newest first.
        const int id = snapshots[files.size() - 1 - i]["id"];
        EXPECT_EQ(run({"cat", std::to_string(id)}).out, test::read_whole_file(files[i]));
    }
}

TEST_F(ReadCommands, CatSpeaksToATerminalOnlyWithRaw) {
    program_.terminal.out = true;
    const auto refused = run({"cat", "1"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.out, IsEmpty());
    EXPECT_THAT(refused.err, HasSubstr("--raw"));
    EXPECT_EQ(run({"cat", "1", "--raw"}).status, 0);
}

TEST_F(ReadCommands, SnapshotsSourcesAndCategoriesTellWhatIsThere) {
    const json snapshots = run_json({"snapshots"});
    ASSERT_EQ(snapshots.size(), 4U);
    EXPECT_EQ(snapshots[0]["captured_at"], "2026-01-14T08:30:00Z");
    EXPECT_EQ(snapshots[0]["form"], "text");
    EXPECT_EQ(run_json({"snapshots", "--limit", "1"}).size(), 1U);
    EXPECT_THAT(run({"snapshots", "--source", "defalt"}).err, HasSubstr("did you mean 'default'?"));

    const json sources = run_json({"sources"});
    ASSERT_EQ(sources.size(), 1U);
    EXPECT_EQ(sources[0]["name"], "default");
    EXPECT_EQ(sources[0]["snapshots"], 4);
    EXPECT_EQ(sources[0]["records"], 23);

    const json categories = run_json({"categories"});
    ASSERT_EQ(categories.size(), 2U);
    EXPECT_EQ(run({"categories", "--fields", "category,records"}).out,
              "category\trecords\n\t22\nNLP\t1\n");
}

TEST_F(ReadCommands, StatsCount) {
    const json stats = run_json({"stats"});
    EXPECT_EQ(stats["snapshots"], 4);
    EXPECT_EQ(stats["records"], 23);
    EXPECT_EQ(stats["sightings"], 35);
    EXPECT_EQ(stats["first_captured"], "2026-01-11T08:30:00Z");
    EXPECT_THAT(run({"stats", "--format", "table"}).out, HasSubstr("sightings per record: 1.52"));
}

TEST(ReadersOfAMissingArchive, EndWithStatus4AndMakeNothing) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"list"},
                                               {"list", "--format", "json"},
                                               {"list", "--count"},
                                               {"show", "1"},
                                               {"snapshots"},
                                               {"sources"},
                                               {"categories"},
                                               {"cat", "1"},
                                               {"stats"}}) {
        Program program;
        const auto printed = program.run(words);
        EXPECT_EQ(printed.status, 4) << words[0];
        EXPECT_THAT(printed.out, IsEmpty()) << words[0];
        EXPECT_THAT(printed.err, testing::StartsWith("feedarc: "));
        EXPECT_TRUE(std::filesystem::is_empty(program.home.path())) << words[0];
    }
}

TEST(ReadersOfAForeignFile, EndWithStatus4) {
    Program program;
    program.environment["FEEDARC_ARCHIVE"] =
        program.home.write("note.txt", "this is not an archive at all, but a text of some length");
    EXPECT_EQ(program.run({"list"}).status, 4);
    EXPECT_EQ(program.run(with_samples({"ingest"})).status, 4);
}

}  // namespace
}  // namespace feedarc
