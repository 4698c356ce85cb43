#include <feedarc/read.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

const fs::path kSnapshots = FEEDARC_FIXTURES "/snapshots";

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>(file), {}};
}

Page read(const fs::path& path, const std::string& url) {
    Snapshot snapshot;
    snapshot.bytes = read_file(path);
    snapshot.url = url;
    return read_page(snapshot, path.extension() == ".html" ? Form::html : Form::text);
}

nlohmann::json text_or_null(const std::string& text) {
    return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

nlohmann::json to_json(const std::vector<Entry>& entries) {
    nlohmann::json array = nlohmann::json::array();
    for (const Entry& entry : entries) {
        array.push_back(
            {{"position", array.size()},
             {"title", text_or_null(entry.title)},
             {"url", text_or_null(entry.url)},
             {"guid", text_or_null(entry.guid)},
             {"category", text_or_null(entry.category)},
             {"published", text_or_null(entry.published.value)},
             {"published_precision", text_or_null(to_string(entry.published.precision))},
             {"excerpt", text_or_null(entry.excerpt)}});
    }
    return array;
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
    const auto expected = nlohmann::json::parse(read_file(expected_path));
    const Page page = read(GetParam().page, GetParam().url);
    EXPECT_EQ(to_json(page.entries), expected) << to_json(page.entries).dump(1);
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
