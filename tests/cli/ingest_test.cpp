#include "cli/samples.hpp"
#include "support/hostile_text.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

namespace feedarc {
namespace {

using nlohmann::json;
using test::Program;
using test::with_samples;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<json> json_lines(const std::string& text) {
    std::vector<json> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
    return lines;
}

TEST(Ingest, TellsPeopleWhatCameAndWhatIsNew) {
    Program program;
    const auto first = program.run(with_samples({"ingest"}));
    EXPECT_EQ(first.status, 0);
    EXPECT_THAT(first.out, IsEmpty());
    EXPECT_THAT(
        first.err,
        EndsWith("4 snapshots, 35 entries: 23 new records, 0 changed (23 in the archive)\n"));
    const auto again = program.run(with_samples({"ingest"}));
    EXPECT_EQ(again.status, 0);
    EXPECT_THAT(again.err,
                EndsWith("4 snapshots, all known, 35 entries: nothing new (23 in the archive)\n"));
}

TEST(Ingest, SaysNothingUnderQuietWhenNothingIsNew) {
    Program program;
    EXPECT_THAT(program.run(with_samples({"ingest", "-q"})).err, HasSubstr("23 new records"));
    const auto again = program.run(with_samples({"ingest", "--quiet"}));
    EXPECT_EQ(again.status, 0);
    EXPECT_THAT(again.out + again.err, IsEmpty());
}

TEST(IngestJson, IsALineForEachSnapshotAndASummary) {
    Program program;
    const auto printed = program.run(with_samples({"ingest", "--json"}));
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.err, IsEmpty());
    EXPECT_THAT(printed.out, StartsWith(R"({"type":"snapshot","snapshot":)"));
    const auto lines = json_lines(printed.out);
    ASSERT_EQ(lines.size(), 5U);
    const json& line = lines[0];
    EXPECT_EQ(line["input"], test::sample_snapshots()[0]);
    EXPECT_EQ(line["source"], "default");
    EXPECT_EQ(line["url"], nullptr);
    EXPECT_EQ(line["captured_at"], "2026-01-11T08:30:00Z");
    EXPECT_EQ(line["status"], "stored");
    EXPECT_EQ(line["entries"], 7);
    EXPECT_EQ(line["new"], 7);
    EXPECT_EQ(line["changed"], 0);
    EXPECT_TRUE(line.contains("health"));
    EXPECT_EQ(line["error"], nullptr);
    EXPECT_THAT(printed.out,
                EndsWith(R"({"type":"summary","snapshots":4,"stored":4,"unchanged":0,"known":0,)"
                         R"("refused":0,"failed":0,"entries":35,"new_records":23,)"
                         R"("changed_records":0,"records":23})"
                         "\n"));
    const auto again = json_lines(program.run(with_samples({"ingest", "--json"})).out);
    EXPECT_EQ(again[0]["status"], "known");
    EXPECT_EQ(again[4]["known"], 4);
    EXPECT_EQ(again[4]["new_records"], 0);
}

TEST(Ingest, GivesTheSameRecordsInWhateverOrderTheSnapshotsCome) {
    auto files = test::sample_snapshots();
    ASSERT_EQ(files.size(), 4U);
    json expected;
    do {
        Program program;
        for (const std::string& file : files) {
            ASSERT_EQ(program.run({"ingest", "-q", file}).status, 0);
        }
        json records = json::parse(program.run({"list", "--format", "json"}).out);
        for (json& record : records) {
            record.erase("id");
            record.erase("cursor");
        }
        if (expected.is_null()) expected = records;
        EXPECT_EQ(records, expected);
    } while (std::next_permutation(files.begin(), files.end()));
    EXPECT_EQ(expected.size(), 23U);
}

TEST(Ingest, DryRunStoresNothing) {
    Program program;
    const auto printed = program.run(with_samples({"ingest", "--dry-run"}));
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.err, HasSubstr("23 new records"));
    EXPECT_THAT(printed.err, HasSubstr("dry run, nothing stored: "));
    EXPECT_EQ(program.run({"list"}).status, 4);
}

TEST(Ingest, StoresNothingWhereTheDiskIsTooFull) {
    Program program;
    program.home.write(".config/feedarc/config.toml", "[archive]\nmin_free = \"1048576 GiB\"\n");
    const auto refused = program.run(with_samples({"ingest"}));
    EXPECT_EQ(refused.status, 6);
    EXPECT_THAT(refused.err, AllOf(HasSubstr(" are free on this disk, and 1.0 PiB are to be free"),
                                   HasSubstr("min_free")));
    EXPECT_FALSE(std::filesystem::exists(program.home / ".local"));
    EXPECT_EQ(program.run(with_samples({"ingest", "--dry-run"})).status, 0);
    program.home.write(".config/feedarc/config.toml", "[archive]\nmin_free = 0\n");
    EXPECT_EQ(program.run(with_samples({"ingest"})).status, 0);
}

TEST(Archive, ThatIsAFolderIsNamedByEveryCommand) {
    Program program;
    const std::string folder = program.home / "folder";
    std::filesystem::create_directory(folder);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"list"}, with_samples({"ingest"}),
          with_samples({"ingest", "--dry-run"}), std::vector<std::string>{"rebuild"}}) {
        std::vector<std::string> arguments{"--archive", folder};
        arguments.insert(arguments.end(), words.begin(), words.end());
        const auto printed = program.run(arguments);
        EXPECT_EQ(printed.status, 4) << words[0];
        EXPECT_THAT(printed.err, HasSubstr("feedarc: " + folder + ": a folder"));
        EXPECT_THAT(printed.err, HasSubstr("--archive " + folder + "/archive.db"));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST(Ingest, DryRunIntoAnEmptyFileEndsAsTheRealRunDoes) {
    Program program;
    const std::string archive = program.home.write("archive.db", "");
    const auto rehearsed = program.run(with_samples({"ingest", "--dry-run", "--archive", archive}));
    EXPECT_EQ(rehearsed.status, 0) << rehearsed.err;
    EXPECT_THAT(rehearsed.err, HasSubstr("23 new records"));
    EXPECT_EQ(std::filesystem::file_size(archive), 0U);
    EXPECT_EQ(program.run(with_samples({"ingest", "--archive", archive})).status, 0);
}

// What `sources` says of the one source, when pages were ingested in this order, in one run or in
// a run each.
json source_url(const std::vector<std::string>& pages, const std::string& config, bool one_run) {
    Program program;
    if (!config.empty()) program.home.write(".config/feedarc/config.toml", config);
    std::vector<std::string> words{"ingest"};
    for (const std::string& page : pages) {
        words.push_back(page);
        if (one_run && &page != &pages.back()) continue;
        EXPECT_EQ(program.run(words).status, 0);
        words.resize(1);
    }
    const json sources = json::parse(program.run({"sources", "--format", "json"}).out);
    EXPECT_EQ(sources.size(), 1U);
    return sources[0]["url"];
}

TEST(Ingest, TheUrlOfASourceDoesNotDependOnWhichOfItsPagesCameFirst) {
    const test::TemporaryFolder folder;
    const auto page = [&](const std::string& name, const std::string& url) {
        const std::string link = "<link rel=canonical href=\"" + url + "\">";
        return folder.write(name, "<!DOCTYPE html><title>News</title>" + (url.empty() ? "" : link) +
                                      "<main><article><h2><a href=\"https://a.example/1\">One "
                                      "article</a></h2></article><article><h2><a "
                                      "href=\"https://a.example/2\">Another article</a></h2>"
                                      "</article></main>");
    };
    const std::string list = page("2026-01-11.html", "https://a.example/list");
    const std::string other = page("2026-01-12.html", "https://a.example/other");
    const std::string config =
        "[[source]]\nname = \"a.example\"\nurl = \"https://a.example/list\"\n";
    for (const bool one_run : {true, false}) {
        // The configured one, by the page that it is the URL of.
        EXPECT_EQ(source_url({list, other}, config, one_run), "https://a.example/list");
        EXPECT_EQ(source_url({other, list}, config, one_run), "https://a.example/list");
        // None where there are two.
        EXPECT_EQ(source_url({list, other}, "", one_run), nullptr);
        EXPECT_EQ(source_url({other, list}, "", one_run), nullptr);
        EXPECT_EQ(source_url({other}, "", one_run), "https://a.example/other");
    }
    // A dump without URL says nothing against the one that another has.
    const std::string named = "[[source]]\nname = \"default\"\nurl = \"https://b.example/\"\n";
    const std::string mine = page("2026-01-13.html", "https://b.example/");
    const std::string dump = page("2026-01-14.html", "");
    EXPECT_EQ(source_url({dump, mine}, named, true), "https://b.example/");
    EXPECT_EQ(source_url({mine, dump}, named, false), "https://b.example/");
}

TEST(Ingest, TakesSourceUrlAndTimeFromOptions) {
    Program program;
    const auto file =
        program.home.write("page.txt", test::read_whole_file(test::sample_snapshots()[0]));
    const auto lines = json_lines(
        program
            .run({"ingest", "--json", "--source", "my blog", "--url", "https://example.com/list",
                  "--captured-at", "2026-01-05T10:00:00+08:00", file})
            .out);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["source"], "my blog");
    EXPECT_EQ(lines[0]["url"], "https://example.com/list");
    EXPECT_EQ(lines[0]["captured_at"], "2026-01-05T02:00:00Z");
}

struct BadInput {
    const char* name;
    std::string (*make)(const test::TemporaryFolder& folder);
    int status;
};

void PrintTo(const BadInput& input, std::ostream* out) {
    *out << input.name;
}

class IngestOfABadInput : public testing::TestWithParam<BadInput> {};

TEST_P(IngestOfABadInput, CostsOnlyThatInput) {
    Program program;
    const std::string bad = GetParam().make(program.home);
    const auto printed = program.run(with_samples({"ingest", bad}));
    EXPECT_EQ(printed.status, GetParam().status) << printed.err;
    EXPECT_THAT(printed.err, AllOf(StartsWith("feedarc: "), HasSubstr("23 new records")));
    EXPECT_EQ(program.run({"list", "--count"}).out, "23\n");
    const auto extracted = program.run({"extract", bad, test::sample_snapshots()[0]});
    EXPECT_EQ(extracted.status, GetParam().status) << extracted.err;
    EXPECT_EQ(std::count(extracted.out.begin(), extracted.out.end(), '\n'), 8);
}

TEST_P(IngestOfABadInput, EndsADryRunAsItEndsTheRealOne) {
    Program program;
    const std::string bad = GetParam().make(program.home);
    const auto rehearsed = program.run({"ingest", "--dry-run", "--json", bad});
    const auto real = program.run({"ingest", "--json", bad});
    EXPECT_EQ(rehearsed.status, GetParam().status);
    EXPECT_EQ(real.status, GetParam().status);
    EXPECT_EQ(rehearsed.out, real.out);
}

const BadInput kBadInputs[]{
    {"missing", [](const test::TemporaryFolder& folder) { return folder / "nothere.txt"; }, 1},
    {"empty", [](const test::TemporaryFolder& folder) { return folder.write("empty.txt", ""); }, 1},
    {"folder_without_snapshots",
     [](const test::TemporaryFolder& folder) {
         std::filesystem::create_directories(folder / "none/below");
         return folder / "none";
     },
     1},
    {"fifo",
     [](const test::TemporaryFolder& folder) {
         const std::string path = folder / "pipe.txt";
         EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
         return path;
     },
     1},
    {"device", [](const test::TemporaryFolder&) { return std::string("/dev/zero"); }, 1},
    {"binary",
     [](const test::TemporaryFolder& folder) {
         std::string bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
         for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 7 % 256);
         return folder.write("picture.txt", bytes);
     },
     1},
    {"too_large",
     [](const test::TemporaryFolder& folder) {
         return folder.write("large.txt", std::string((16U << 20U) + 1, 'a'));
     },
     5},
    {"cut_gzip",
     [](const test::TemporaryFolder& folder) {
         return folder.write("cut.txt.gz", std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
     },
     1},
};

INSTANTIATE_TEST_SUITE_P(Each, IngestOfABadInput, testing::ValuesIn(kBadInputs),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(Ingest, CombinesWhatWentWrongByTheWorst) {
    Program program;
    const auto large = program.home.write("large.txt", std::string((16U << 20U) + 1, 'a'));
    EXPECT_EQ(program.run({"ingest", program.home / "nothere", large}).status, 5);
    EXPECT_EQ(program.run({"extract", large, program.home / "nothere"}).status, 5);
}

TEST(IngestJson, TellsWhatFailed) {
    Program program;
    const auto printed = program.run({"ingest", "--json", program.home / "nothere.txt"});
    EXPECT_EQ(printed.status, 1);
    const auto lines = json_lines(printed.out);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["status"], "failed");
    EXPECT_EQ(lines[0]["snapshot"], nullptr);
    EXPECT_THAT(lines[0]["error"].get<std::string>(), HasSubstr("nothere.txt"));
    EXPECT_EQ(lines[1]["failed"], 1);
}

TEST(Ingest, RefusesABrokenConfiguration) {
    Program program;
    program.home.write(".config/feedarc/config.toml", "[[source]]\nurl = 5\n");
    const auto printed = program.run(with_samples({"ingest"}));
    EXPECT_EQ(printed.status, 2);
    EXPECT_THAT(printed.err, HasSubstr("config.toml"));
}

TEST(ConfigCheck, FindsEveryMistake) {
    Program program;
    const auto none = program.run({"config", "check"});
    EXPECT_EQ(none.status, 0);
    EXPECT_THAT(none.err, HasSubstr("there is none"));
    const auto path =
        program.home.write("c.toml", "[[source]]\nname = \"a\"\nurl = \"https://example.com/\"\n");
    const auto good = program.run({"config", "check", "--config", path});
    EXPECT_EQ(good.status, 0);
    EXPECT_THAT(good.err, HasSubstr("good (1 source)"));
    program.environment["FEEDARC_CONFIG"] =
        program.home.write("bad.toml", "[[source]]\nname = 1\nulr = \"x\"\n");
    const auto bad = program.run({"config", "check"});
    EXPECT_EQ(bad.status, 2);
    EXPECT_GE(std::count(bad.err.begin(), bad.err.end(), '\n'), 2);
    EXPECT_THAT(bad.err, HasSubstr("bad.toml:"));
}

TEST(Extract, PrintsTheEntriesWithoutAnArchive) {
    Program program;
    const auto printed = program.run({"extract", test::sample_snapshots()[0], "--format", "json"});
    EXPECT_EQ(printed.status, 0) << printed.err;
    const json entries = json::parse(printed.out);
    ASSERT_EQ(entries.size(), 7U);
    EXPECT_EQ(entries[2]["position"], 2);
    EXPECT_EQ(entries[2]["category"], "NLP");
    EXPECT_EQ(entries[2]["published"], "2026-01-11");
    EXPECT_EQ(entries[2]["published_precision"], "day");
    EXPECT_EQ(entries[2]["fingerprint"].get<std::string>().size(), 32U);
    EXPECT_TRUE(std::filesystem::is_empty(program.home.path()));
}

TEST(Extract, ReadsStandardInput) {
    Program program;
    program.input = test::read_whole_file(test::sample_snapshots()[1]);
    const auto printed = program.run({"extract", "-"});
    EXPECT_EQ(printed.status, 0) << printed.err;
    EXPECT_EQ(std::count(printed.out.begin(), printed.out.end(), '\n'), 7);
}

TEST(HostilePage, ReachesNoTerminalByAnyCommandOrFormat) {
    Program program;
    std::string page = "LATEST UPDATES\n";
    for (const test::HostileText& hostile : test::hostile_texts()) {
        if (hostile.text.find('\n') != std::string::npos) continue;
        page +=
            hostile.text + " and enough further words that this is surely an entry of its own\n";
    }
    const auto file = program.home.write("evil\x1b[31m/2026-01-20.txt", page);
    std::vector<std::string> printed;
    const auto run = [&](const std::vector<std::string>& words) {
        const auto result = program.run(words);
        printed.push_back(result.out + result.err);
    };
    run({"ingest", "-v", "--source", "s\x1b[31m\xe2\x80\xae", file});
    run({"ingest", "--json", file, file + "\x9b missing"});
    for (const std::string format : {"table", "tsv", "json", "jsonl", "csv", "markdown"}) {
        run({"list", "--format", format});
        run({"extract", "--format", format, file});
        run({"show", "1", "--why", "--format", format});
        run({"snapshots", "--format", format});
        run({"sources", "--format", format});
        run({"categories", "--format", format});
    }
    run({"list", "--source", "\x1b[31m"});
    run({"show", "\x1b[31m"});
    for (const std::string& text : printed) {
        EXPECT_THAT(test::unsafe_in(text), IsEmpty()) << text;
    }
}

TEST(Extract, ExplainsWhatTheFinderWeighed) {
    Program program;
    const std::string page =
        std::string(FEEDARC_FIXTURES) + "/snapshots/html-forms/article-cards.html";
    const auto explained = program.run({"extract", "--explain", page, test::sample_snapshots()[0]});
    EXPECT_EQ(explained.status, 0) << explained.err;
    EXPECT_THAT(explained.out, HasSubstr("is the listing"));
    EXPECT_THAT(explained.out, HasSubstr("> article"));
    EXPECT_THAT(explained.out, HasSubstr("+4.0  articles"));
    EXPECT_THAT(explained.out, HasSubstr("text; every entry of this form is read"));
    EXPECT_EQ(program.run({"extract", "--explain", program.home / "nothere.html"}).status, 1);
}

}  // namespace
}  // namespace feedarc
