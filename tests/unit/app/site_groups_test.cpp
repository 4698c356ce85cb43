#include "app/site_groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace feedarc::app {
namespace {

using render::site::GroupKind;
using testing::HasSubstr;
using testing::Not;

// The pages of a site with so many records, all of one group, an hour apart.
std::map<std::string, std::string> pages_of(int records) {
    std::map<std::string, std::string> pages;
    const render::site::Site site{"Site"};
    const render::site::FileSink sink = [&](const std::string& path, std::string_view bytes) {
        EXPECT_TRUE(pages.emplace(path, bytes).second) << path << " is written twice";
    };
    SiteGroups groups(site, sink);
    for (int i = 0; i < records; ++i) {
        render::site::Row row;
        row.uuid = std::to_string(i);
        row.title = "Record number " + std::to_string(i) + ".";
        row.source = "blog";
        row.first_seen = Time(std::chrono::hours(i));
        groups.add({GroupKind::all, "", "", "", 0}, row);
        const std::string day = format_time(row.first_seen).substr(0, 10);
        groups.add({GroupKind::day, day, day, "", 0}, row);
    }
    groups.finish();
    return pages;
}

bool shows(const std::string& page, int record) {
    return page.find("Record number " + std::to_string(record) + ".") != std::string::npos;
}

TEST(SiteGroups, AreOnOnePageWhileTheyFit) {
    const auto pages = pages_of(99);
    EXPECT_FALSE(pages.contains("page/1.html"));
    EXPECT_TRUE(shows(pages.at("index.html"), 0));
    EXPECT_TRUE(shows(pages.at("index.html"), 98));
    EXPECT_THAT(pages.at("index.html"), Not(HasSubstr("rel=\"next\"")));
    EXPECT_LT(pages.at("index.html").find("number 98"), pages.at("index.html").find("number 97"));
}

TEST(SiteGroups, HaveEachRecordOnOnePage) {
    for (const int records : {0, 1, 100, 149, 150, 151, 200, 260}) {
        const auto pages = pages_of(records);
        for (int i = 0; i < records; ++i) {
            int shown = 0;
            for (const auto& [path, page] : pages) {
                if (!path.starts_with("day") && shows(page, i)) ++shown;
            }
            EXPECT_EQ(shown, 1) << i << " of " << records;
        }
        const int numbered = records < 100 ? 0 : records / 50 - 1;
        EXPECT_EQ(pages.contains("page/" + std::to_string(numbered) + ".html"), numbered > 0);
        EXPECT_FALSE(pages.contains("page/" + std::to_string(numbered + 1) + ".html")) << records;
    }
}

TEST(SiteGroups, LinkTheirPages) {
    const auto pages = pages_of(260);
    EXPECT_THAT(pages.at("index.html"), HasSubstr("href=\"page/4.html\" rel=\"next\""));
    EXPECT_THAT(pages.at("page/4.html"), HasSubstr("href=\"../index.html\" rel=\"prev\""));
    EXPECT_THAT(pages.at("page/4.html"), HasSubstr("href=\"../page/3.html\" rel=\"next\""));
    EXPECT_THAT(pages.at("page/3.html"), HasSubstr("href=\"../page/4.html\" rel=\"prev\""));
    EXPECT_THAT(pages.at("page/1.html"), Not(HasSubstr("rel=\"next\"")));
}

TEST(SiteGroups, LeaveOldPagesAsTheyAre) {
    const auto before = pages_of(260);
    const auto after = pages_of(261);
    for (const auto& [path, page] : before) {
        const bool last =
            path == "index.html" || path == "days.html" || path.ends_with("11/index.html");
        EXPECT_EQ(after.at(path) == page, !last) << path;
    }
}

TEST(SiteGroups, CountTheirRecords) {
    const std::string days = pages_of(30).at("days.html");
    EXPECT_THAT(days, HasSubstr("1970-01-01</bdi></a></th>\n<td class=\"number\">24</td>"));
    EXPECT_THAT(days, HasSubstr("1970-01-02</bdi></a></th>\n<td class=\"number\">6</td>"));
}

}  // namespace
}  // namespace feedarc::app
