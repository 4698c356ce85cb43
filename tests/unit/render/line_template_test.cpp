#include "render/line_template.hpp"

#include <feedarc/error.hpp>

#include <gmock/gmock.h>

namespace feedarc::render {
namespace {

using ::testing::HasSubstr;

std::string line(std::string_view text, const std::vector<Value>& values) {
    return LineTemplate(text).line(values);
}

std::string problem(std::string_view text) {
    try {
        (void)LineTemplate(text);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::usage);
        return error.what();
    }
    return {};
}

const Value kTitle = std::string_view("汉字 and words");

TEST(LineTemplate, PutsFieldsIntoALineOfItsOwn) {
    EXPECT_EQ(line("{title} — {url}", {kTitle, std::string_view("https://a.example/")}),
              "汉字 and words — https://a.example/\n");
    EXPECT_EQ(line("{id}\\t{n}\\n", {std::int64_t{7}, Value()}), "7\t\n");
    EXPECT_EQ(line("{{{id}}}", {std::int64_t{7}}), "{7}\n");
    EXPECT_EQ(line("no field\\\\n", {}), "no field\\n\n");
    EXPECT_EQ(line("", {}), "\n");
    EXPECT_EQ(LineTemplate("{title} {url:>3} {title}").fields(), "title,url,title");
}

TEST(LineTemplate, LaysFieldsOutByTheColumnsTheyTake) {
    EXPECT_EQ(line("[{a:20}]", {kTitle}), "[汉字 and words      ]\n");
    EXPECT_EQ(line("[{a:>20}]", {kTitle}), "[      汉字 and words]\n");
    EXPECT_EQ(line("[{a:^20}]", {kTitle}), "[   汉字 and words   ]\n");
    EXPECT_EQ(line("[{a:.5}]", {kTitle}), "[汉字…]\n");
    EXPECT_EQ(line("[{a:<6.4}]", {kTitle}), "[汉…   ]\n");
    EXPECT_EQ(line("[{a:2}]", {kTitle}), "[汉字 and words]\n");
}

TEST(LineTemplate, MakesVisibleWhatIsUnsafeInTextsAndInItself) {
    EXPECT_EQ(line("\x1b[1m{a}", {std::string_view("x\n\t\x1b\u202e")}),
              "\\u{1b}[1mx\\u{a}\\u{9}\\u{1b}\\u{202e}\n");
}

TEST(LineTemplate, SaysWhatIsWrongWithIt) {
    EXPECT_THAT(problem("{title"), HasSubstr("a brace is not closed"));
    EXPECT_THAT(problem("{title{"), HasSubstr("a brace is not closed"));
    EXPECT_THAT(problem("title}"), HasSubstr("closed that was not opened"));
    EXPECT_THAT(problem("{}"), HasSubstr("no name"));
    EXPECT_THAT(problem("{a,b}"), HasSubstr("'a,b' is no name"));
    EXPECT_THAT(problem("{a:x}"), HasSubstr("'x' is no layout"));
    EXPECT_THAT(problem("{a:.}"), HasSubstr("at most"));
    EXPECT_THAT(problem("{a:99999999999999999999}"), HasSubstr("no field is wider"));
}

}  // namespace
}  // namespace feedarc::render
