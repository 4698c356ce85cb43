#include <feedarc/error.hpp>

#include "render/site/html.hpp"
#include "render/site/model.hpp"
#include "support/hostile_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace feedarc::render::site {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(SiteHtml, EscapesTextsAndAttributes) {
    Html html;
    html.element("p", "a < b & \"c\"", {{"title", "\"><script>"}});
    EXPECT_EQ(html.finish(),
              "<!DOCTYPE html>\n"
              "<p title=\"&quot;&gt;&lt;script&gt;\">a &lt; b &amp; &quot;c&quot;</p>\n");
}

TEST(SiteHtml, ShowsWhatIsUnsafeAndIsolatesTheRest) {
    Html html;
    html.foreign("bdi", "a\u202eb\x1b[1m\xff").foreign("p", "\u05d0\u05d1");
    const std::string text = html.finish();
    EXPECT_THAT(text, HasSubstr("<bdi lang=\"\">a\\u{202e}b\\u{1b}[1m\ufffd</bdi>"));
    EXPECT_THAT(text, HasSubstr("dir=\"auto\">"));
}

TEST(SiteHtml, HasNoHostileTextInIt) {
    for (const test::HostileText& hostile : test::hostile_texts()) {
        Html html;
        html.open("p", {{"title", hostile.text}}).text(hostile.text).close();
        html.foreign("bdi", hostile.text);
        const std::string text = html.finish();
        EXPECT_TRUE(test::unsafe_in(text).empty()) << hostile.name;
        EXPECT_THAT(text, Not(HasSubstr("<script"))) << hostile.name;
    }
}

TEST(SiteHtml, HasNoNoncharacters) {
    Html html;
    html.element("p", "\ufdd0 \ufffe \U0001ffff \ufffd \U0001f600");
    EXPECT_THAT(html.finish(), HasSubstr("<p>\ufffd \ufffd \ufffd \ufffd \U0001f600</p>"));
}

TEST(SiteHtml, IsRefusedWhileAnElementIsOpen) {
    Html html;
    html.open("p");
    EXPECT_THROW((void)html.finish(), Error);
    Html other;
    EXPECT_THROW(other.close(), Error);
}

TEST(SiteHtml, KnowsTheLanguageWhereTheScriptTellsIt) {
    EXPECT_EQ(language_of("投机解码 explained"), "zh");
    EXPECT_EQ(language_of("日本語の本"), "ja");
    EXPECT_EQ(language_of("한국어 漢字"), "ko");
    EXPECT_EQ(language_of("漢字 한국어"), "ko");
    EXPECT_EQ(language_of("Καλημέρα"), "el");
    EXPECT_EQ(language_of("plain words"), "");
    EXPECT_EQ(language_of("ไทย 中文"), "") << "two languages";
    EXPECT_EQ(language_of("\xff\xe4"), "");
}

TEST(SitePaths, AreSafeAndApart) {
    std::set<std::string> paths;
    for (const char* const key : {"a", "A", "a/b", "..", "语言", "", "con.", "a b", "%2e", "_"}) {
        for (const GroupKind kind : {GroupKind::category, GroupKind::source, GroupKind::day}) {
            const std::string path = group_path(kind, key);
            EXPECT_TRUE(paths.insert(path).second) << path;
            EXPECT_EQ(path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.-/"),
                      std::string::npos)
                << path;
            EXPECT_THAT(path, Not(HasSubstr("/."))) << path;
        }
    }
    EXPECT_EQ(group_path(GroupKind::category, "nlp", 3), "category/nlp/3.html");
    EXPECT_EQ(group_path(GroupKind::all, ""), "index.html");
    EXPECT_EQ(group_path(GroupKind::all, "", 1), "page/1.html");
    EXPECT_EQ(link("category/nlp/index.html", "record/1.html"), "../../record/1.html");
    EXPECT_EQ(link("index.html", "record/1.html"), "record/1.html");
}

}  // namespace
}  // namespace feedarc::render::site
