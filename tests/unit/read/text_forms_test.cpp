#include <feedarc/read.hpp>

#include "support/entries_json.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

Page read(std::string bytes) {
    Snapshot snapshot;
    snapshot.bytes = std::move(bytes);
    snapshot.url = "https://news.example.org/list/";
    return read_page(snapshot, Form::text);
}

std::vector<std::string> names_in(const char* folder) {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(folder)) {
        if (file.path().extension() == ".txt") names.push_back(file.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> names_of_forms() {
    return names_in(FEEDARC_FIXTURES "/snapshots/text-forms");
}

class TextForms : public ::testing::TestWithParam<std::string> {};

TEST_P(TextForms, GiveTheEntriesThatAReaderSees) {
    const fs::path folder = FEEDARC_FIXTURES "/snapshots/text-forms";
    const auto expected =
        nlohmann::json::parse(test::read_whole_file(folder / (GetParam() + ".expected.json")));
    const Page page = read(test::read_whole_file(folder / (GetParam() + ".txt")));
    EXPECT_EQ(test::entries_json(page.entries), expected)
        << test::entries_json(page.entries).dump(1);
    EXPECT_TRUE(page.warnings.empty());
}

INSTANTIATE_TEST_SUITE_P(Fixtures, TextForms, ::testing::ValuesIn(names_of_forms()),
                         [](const auto& tested) {
                             std::string name = tested.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

class OtherTexts : public ::testing::TestWithParam<std::string> {};

TEST_P(OtherTexts, GiveNoEntriesAndSayWhy) {
    const fs::path folder = FEEDARC_FIXTURES "/snapshots/text-other";
    const Page page = read(test::read_whole_file(folder / (GetParam() + ".txt")));
    EXPECT_TRUE(page.entries.empty()) << test::entries_json(page.entries).dump(1);
    ASSERT_EQ(page.warnings.size(), 1U);
    EXPECT_TRUE(page.warnings[0].starts_with("looks like ")) << page.warnings[0];
    EXPECT_TRUE(page.warnings[0].ends_with(", not like a listing: no entries are read"));
}

INSTANTIATE_TEST_SUITE_P(Fixtures, OtherTexts,
                         ::testing::ValuesIn(names_in(FEEDARC_FIXTURES "/snapshots/text-other")),
                         [](const auto& tested) {
                             std::string name = tested.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

// What tells an article from a list of excerpts is doubtful in these: they stay lists.
TEST(OtherTextsInDoubt, AreReadAsListings) {
    const std::string paragraph =
        "We replaced the hand-written parser of our configuration files with a table-driven one "
        "last month, and it took two people nine days.";
    const auto paragraphs = [&paragraph](const std::string& between) {
        return paragraph + between + paragraph + between + paragraph + between + paragraph +
               between + paragraph + "\n";
    };
    EXPECT_EQ(read("LATEST UPDATES\n" + paragraphs("\n\n")).entries.size(), 5U);
    EXPECT_EQ(read(paragraphs("\n")).entries.size(), 5U);
    EXPECT_EQ(read(paragraphs("..\n\n")).entries.size(), 5U);
    EXPECT_EQ(read(paragraphs("\n\nRead more\n\n")).entries.size(), 5U);
    EXPECT_TRUE(read(paragraphs("\n\n")).entries.empty());
}

TEST(EmojiOfADump, StaysInTheTextThatOnlyBeginsWithIt) {
    const Page page = read(
        "💡 Tables beat code in every parser of configuration files that we have seen...\n"
        "Caches nobody asks are a memory leak with good intentions, and we had four...\n"
        "💡 Two clocks are never right at once, whatever the data centre tells them...\n");
    ASSERT_EQ(page.entries.size(), 3U);
    EXPECT_TRUE(page.entries[0].excerpt.starts_with("💡 Tables")) << page.entries[0].excerpt;
}

struct Sample {
    const char* name;
    std::size_t entries;
};

// What the sample snapshots show: each long line is an entry, and one of them has category and
// date.
TEST(SampleSnapshots, GiveEveryLongLineAsAnEntryWithItsTextVerbatim) {
    std::size_t total = 0;
    std::size_t dated = 0;
    for (const Sample& sample : {Sample{"20260111T083000Z", 7}, Sample{"20260112T083000Z", 6},
                                 Sample{"20260113T083000Z", 10}, Sample{"20260114T083000Z", 12}}) {
        const std::string bytes = test::read_whole_file(
            std::string(FEEDARC_FIXTURES "/snapshots/text/") + sample.name + ".txt");
        const Page page = read(bytes);
        EXPECT_EQ(page.entries.size(), sample.entries) << sample.name;
        total += page.entries.size();
        for (const Entry& entry : page.entries) {
            EXPECT_NE(bytes.find("\n" + entry.excerpt), std::string::npos) << entry.excerpt;
            EXPECT_GT(entry.excerpt.size(), 300U);
            EXPECT_EQ(entry.title, "");
            EXPECT_EQ(entry.url, "");
            if (entry.category.empty() && entry.published == Published{}) continue;
            ++dated;
            EXPECT_EQ(entry.excerpt.substr(0, 23), "1. 什么是NGram模型");
            EXPECT_EQ(entry.category, "NLP");
            EXPECT_EQ(entry.published, (Published{"2026-01-11", DatePrecision::day}));
        }
    }
    EXPECT_EQ(total, 35U);
    EXPECT_EQ(dated, 3U);
}

// The same page however the program that saved it ended its lines.
TEST(SampleSnapshots, ReadTheSameWithOtherLineEndsAndBlankLines) {
    const std::string bytes =
        test::read_whole_file(FEEDARC_FIXTURES "/snapshots/text/20260114T083000Z.txt");
    const auto expected = read(bytes).entries;
    ASSERT_EQ(expected.size(), 12U);
    for (const std::string end : {"\r\n", "\r", "\n\n", "\n \t\n\n"}) {
        std::string changed = "\xEF\xBB\xBF";
        for (const char byte : bytes) {
            if (byte == '\n') {
                changed += end;
            } else {
                changed += byte;
            }
        }
        EXPECT_EQ(read(changed).entries, expected) << nlohmann::json(end);
    }
}

TEST(TextPage, NamesThePageByTheLoneHeadingOfTheFirstLevel) {
    EXPECT_EQ(
        read("# Field notes\n\n## First entry here\n\nText.\n\n## Second entry here\n\nText.\n")
            .title,
        "Field notes");
}

TEST(TextPage, GivesTheLinksOfItsPager) {
    const Page page = read(
        "- [A first title of the list](/a)\n- [A second title of the list](/b)\n\n"
        "[Newer posts](/page/1) [Older posts](/page/3)\n");
    EXPECT_EQ(page.entries.size(), 2U);
    EXPECT_EQ(page.pager_links, (std::vector<std::string>{"https://news.example.org/page/1",
                                                          "https://news.example.org/page/3"}));
}

TEST(TextPage, ReadsAtMostAHundredThousandEntriesAndSaysSo) {
    std::string bytes;
    for (int index = 0; index < 120'000; ++index) {
        bytes += "Title number " + std::to_string(index) + "x\n";
    }
    const Page page = read(bytes);
    EXPECT_EQ(page.entries.size(), 100'000U);
    EXPECT_EQ(page.warnings, std::vector<std::string>{"only the first 100000 entries are read"});
}

struct Pathological {
    const char* name;
    std::string unit;
    std::size_t most_entries;
};

class PathologicalText : public ::testing::TestWithParam<Pathological> {};

// Quadratic time would take hours here; the test program has a timeout of minutes.
TEST_P(PathologicalText, TakesLinearTime) {
    std::string bytes;
    constexpr std::size_t kSize = 1U << 20;
    while (bytes.size() < kSize) bytes += GetParam().unit;
    bytes += "\n\nReferences\n\n   1. https://example.org/\n\n[x]: https://example.org/\n";
    EXPECT_LE(read(bytes).entries.size(), GetParam().most_entries);
}

INSTANTIATE_TEST_SUITE_P(
    Units, PathologicalText,
    ::testing::Values(Pathological{"OneLine", "word ", 1}, Pathological{"EmptyLines", "\n", 0},
                      Pathological{"OneLetterLines", "a\n", 0},
                      Pathological{"CarriageReturns", "a\r\r", 1},
                      Pathological{"OpenBrackets", "[", 1}, Pathological{"OpenLinks", "[a](", 1},
                      Pathological{"NestedBrackets", "[[[[[[[[a]]]]]]]](", 1},
                      Pathological{"References", "[1]", 1}, Pathological{"Escapes", "\\[", 1},
                      Pathological{"Angles", "<http", 1}, Pathological{"Dates", "2026-01-11\n", 0},
                      Pathological{"Rules", "---\n", 0}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace feedarc
