#include <feedarc/read.hpp>

#include "support/entries_json.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

const fs::path kSnapshots = FEEDARC_FIXTURES "/snapshots";

Page read(const fs::path& path, const std::string& url) {
    Snapshot snapshot;
    snapshot.bytes = test::read_whole_file(path);
    snapshot.url = url;
    return read_page(snapshot, path.extension() == ".html" ? Form::html : Form::text);
}

struct Fixture {
    fs::path page;
    std::string url;
};

std::vector<Fixture> fixtures() {
    std::vector<Fixture> found;
    for (const auto& [folder, url] :
         {std::pair{"html-forms", "https://site.example/blog/"}, std::pair{"html", ""}}) {
        for (const auto& file : fs::directory_iterator(kSnapshots / folder)) {
            if (file.path().extension() == ".html") found.push_back({file.path(), url});
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Fixture& one, const Fixture& other) { return one.page < other.page; });
    return found;
}

class HtmlFixtures : public ::testing::TestWithParam<Fixture> {};

TEST_P(HtmlFixtures, GiveTheEntriesThatAReaderSees) {
    fs::path expected_path = GetParam().page;
    expected_path.replace_extension(".expected.json");
    const auto expected = nlohmann::json::parse(test::read_whole_file(expected_path));
    const Page page = read(GetParam().page, GetParam().url);
    EXPECT_EQ(test::entries_json(page.entries), expected)
        << test::entries_json(page.entries).dump(1);
    EXPECT_TRUE(page.warnings.empty());
}

INSTANTIATE_TEST_SUITE_P(All, HtmlFixtures, ::testing::ValuesIn(fixtures()),
                         [](const auto& tested) {
                             std::string name = tested.param.page.stem();
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

class HtmlSeries : public ::testing::TestWithParam<const char*> {};

TEST_P(HtmlSeries, ShowsWhatTheTextDumpOfThePageShows) {
    const std::string name = GetParam();
    fs::path dump = kSnapshots / "text" / (name + ".txt");
    if (!fs::exists(dump)) dump = kSnapshots / "series" / (name + ".txt");
    const Page text = read(dump, "https://transmission.example/");
    const Page html = read(kSnapshots / "html" / (name + ".html"), "https://transmission.example/");

    ASSERT_EQ(html.entries.size(), text.entries.size());
    ASSERT_FALSE(html.entries.empty());
    for (std::size_t i = 0; i < html.entries.size(); ++i) {
        EXPECT_EQ(html.entries[i].excerpt, text.entries[i].excerpt);
        EXPECT_EQ(html.entries[i].category, text.entries[i].category);
        EXPECT_EQ(html.entries[i].published, text.entries[i].published);
    }
}

INSTANTIATE_TEST_SUITE_P(All, HtmlSeries,
                         ::testing::Values("20260111T083000Z", "20260112T083000Z",
                                           "20260113T083000Z", "20260114T083000Z",
                                           "20260115T083000Z", "20260116T083000Z"),
                         [](const auto& tested) { return std::string("At") + tested.param; });

TEST(HtmlSeries, SaysWhoseItIsAndWhatContinuesIt) {
    const Page page = read(kSnapshots / "html/20260111T083000Z.html", "");
    EXPECT_EQ(page.title, "INCOMING TRANSMISSION");
    EXPECT_EQ(page.canonical_url, "https://transmission.example/");
    EXPECT_EQ(page.pager_links, std::vector<std::string>{"https://transmission.example/page/2/"});
}

}  // namespace
}  // namespace feedarc
