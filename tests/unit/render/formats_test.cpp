#include "render/renderer.hpp"
#include "render/rows.hpp"
#include "support/golden.hpp"
#include "support/hostile_text.hpp"
#include "text/width.hpp"

#include <gmock/gmock.h>

#include <array>
#include <sstream>

namespace feedarc::render {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<Column> kColumns{
    {"id", Kind::integer},      {"title"},
    {"url", Kind::url},         {"urls", Kind::list},
    {"present", Kind::boolean}, {"last_seen", Kind::time},
};

constexpr Time kWhen{std::chrono::seconds{1768120200}};  // 2026-01-11T08:30:00Z

std::string written(std::string_view format, const std::vector<std::vector<Value>>& rows,
                    const std::vector<Column>& columns = kColumns, const Style& style = {}) {
    std::ostringstream out;
    const auto renderer = format_named(format).make(out, style);
    renderer->begin(columns);
    for (const auto& row : rows) renderer->row(row);
    renderer->finish();
    return out.str();
}

std::string one_text(std::string_view format, std::string_view text, const Style& style = {}) {
    return written(format, {{Value(text)}}, {{"title"}}, style);
}

class Formats : public testing::TestWithParam<std::string> {};

TEST_P(Formats, WriteEveryKindOfValueAsTheGoldenFileHasIt) {
    const std::vector<std::string> urls{"https://example.com/a", "https://example.com/b?x=1&y=2"};
    const std::vector<std::vector<Value>> rows{
        {std::int64_t{1}, std::string_view("Attention is all you need"),
         std::string_view("https://example.com/a"), std::span<const std::string>(urls), true,
         kWhen},
        {std::int64_t{23}, std::string_view("词向量,英文名叫Word Embedding | \\ \"quoted\""),
         Value(), std::span<const std::string>(), false, kWhen},
        {std::int64_t{-5}, Value(), Value(), Value(), Value(), Value()},
    };
    EXPECT_TRUE(test::is_golden(written(GetParam(), rows), "formats_values." + GetParam()));
}

TEST_P(Formats, LetNothingThroughThatTakesOverATerminal) {
    for (const test::HostileText& hostile : test::hostile_texts()) {
        const std::string output = one_text(GetParam(), hostile.text);
        EXPECT_THAT(test::unsafe_in(output), IsEmpty()) << hostile.name << '\n' << output;
    }
}

TEST_P(Formats, KeepTextThatIsHarmlessAsItIs) {
    const std::string text = "词向量 — “naïve” 🙂 日本語 한국어 1.5°";
    EXPECT_THAT(one_text(GetParam(), text), HasSubstr(text));
}

TEST_P(Formats, WriteARowAtATime) {
    std::ostringstream out;
    const auto renderer = format_named(GetParam()).make(out, {});
    renderer->begin({{"title"}});
    const std::array<Value, 1> row{std::string_view("text")};
    for (int i = 0; i < 500; ++i) renderer->row(row);
    // All but the bounded sample that a table takes its widths from is out.
    const std::string before = out.str();
    EXPECT_GT(before.size(), 400U * 5U);
    renderer->finish();
    EXPECT_LT(out.str().size() - before.size(), 100U);
}

INSTANTIATE_TEST_SUITE_P(All, Formats, testing::ValuesIn(format_names()),
                         [](const auto& parameter) { return parameter.param; });

TEST(Json, IsAnArrayAlsoOfNothing) {
    EXPECT_EQ(written("json", {}), "[]\n");
    EXPECT_EQ(one_text("json", "a"), "[\n{\"title\":\"a\"}\n]\n");
}

TEST(JsonLines, AreNothingForNoRows) {
    EXPECT_EQ(written("jsonl", {}), "");
}

TEST(Json, WritesUnsafeCharactersAsEscapes) {
    EXPECT_EQ(one_text("jsonl", "\x1b[31m\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x81\xa7"),
              "{\"title\":\"\\u001b[31m\\u007f\\u009b\\u202e\\udb40\\udc67\"}\n");
    EXPECT_EQ(one_text("jsonl", "caf\xe9"), "{\"title\":\"caf\xef\xbf\xbd\"}\n");
}

TEST(Tsv, EscapesItsSeparatorsAndTheBackslash) {
    EXPECT_EQ(one_text("tsv", "a\tb\nc\\d\x1b"), "title\na\\tb\\nc\\\\d\\u{1b}\n");
}

TEST(Csv, EndsLinesAsRfc4180Does) {
    EXPECT_EQ(one_text("csv", "a"), "title\r\na\r\n");
    EXPECT_EQ(one_text("csv", "say \"a, b\""), "title\r\n\"say \"\"a, b\"\"\"\r\n");
}

TEST(Csv, LeavesNoCellThatASpreadsheetTakesForAFormula) {
    for (const std::string start : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
        const std::string cell = one_text("csv", start + "1+1").substr(7);
        EXPECT_TRUE(cell.starts_with("'") || cell.starts_with("\"'")) << cell;
        const std::string exact = one_text("csv", start + "1+1", {.csv_exact = true}).substr(7);
        EXPECT_EQ(exact.find('\''), std::string::npos) << exact;
    }
    EXPECT_EQ(one_text("csv", "a=1"), "title\r\na=1\r\n");
    EXPECT_EQ(written("csv", {{std::int64_t{-5}}}, {{"count", Kind::integer}}), "count\r\n-5\r\n");
}

// Where the comma is the decimal sign a semicolon ends a cell, and no quotes hold it.
TEST(Csv, LeavesNoFormulaBehindASemicolonOrSpace) {
    EXPECT_EQ(one_text("csv", "a;=1;\"+2"), "title\r\n\"a;'=1;'\"\"+2\"\r\n");
    EXPECT_EQ(one_text("csv", "\u3000=1"), "title\r\n'\u3000=1\r\n");
    EXPECT_EQ(one_text("csv", "a; b = 1"), "title\r\n\"a; b = 1\"\r\n");
}

TEST(Csv, IsTheTextAsItIsInExactMode) {
    const std::string text = "=1;\x1b[1m\u202e\r\n\xff";
    EXPECT_EQ(one_text("csv", text, {.csv_exact = true}), "title\r\n\"" + text + "\"\r\n");
    EXPECT_EQ(one_text("csv", "=\x1b", {.csv_exact = true, .to_terminal = true}),
              "title\r\n=\\u{1b}\r\n");
}

TEST(Markdown, MakesNoMarkupOfText) {
    const std::string output = one_text("markdown", "<b> [x](javascript:1) a|b *c* &amp;");
    EXPECT_EQ(output,
              "| title |\n| --- |\n"
              "| &lt;b&gt; \\[x\\](javascript:1) a\\|b \\*c\\* &amp;amp; |\n");
}

TEST(Markdown, MakesNoLinkOrFormulaOfText) {
    EXPECT_THAT(one_text("markdown", "https://example.com WWW.example.com a.b: c $x$"),
                HasSubstr("| https\\://example.com WWW\\.example.com a.b: c \\$x\\$ |"));
}

TEST(Markdown, LinksWebAddressesAlone) {
    const auto url = [](std::string_view text) {
        return written("markdown", {{Value(text)}}, {{"url", Kind::url}});
    };
    EXPECT_THAT(url("https://example.com/a_b|c>"), HasSubstr("<https://example.com/a_b%7Cc%3E>"));
    EXPECT_THAT(url("javascript:alert(1)"), Not(HasSubstr("<javascript")));
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

TEST(Table, FitsTheWidthOfTheTerminalWithWideCharacters) {
    std::string chinese;
    for (int i = 0; i < 50; ++i) chinese += "词向量";
    const std::vector<Column> columns{{"id", Kind::integer}, {"category"}, {"title"}};
    for (const std::size_t width : {40U, 41U, 80U, 133U}) {
        const auto lines =
            lines_of(written("table",
                             {{std::int64_t{1}, std::string_view("NLP"), Value(chinese)},
                              {std::int64_t{22}, Value(), std::string_view("short")}},
                             columns, {.width = width}));
        ASSERT_EQ(lines.size(), 3U);
        for (const std::string& line : lines) EXPECT_LE(text::display_width(line), width) << line;
        EXPECT_THAT(lines[1], HasSubstr("…"));
        EXPECT_GE(text::display_width(lines[1]), width - 1);
    }
}

TEST(Table, AlignsNumbersToTheRightAndLeavesNoSpaceAtTheEnds) {
    EXPECT_EQ(
        written("table", {{std::int64_t{1}, std::string_view("a")}, {std::int64_t{22}, Value()}},
                {{"id", Kind::integer}, {"title"}}),
        "ID  TITLE\n 1  a\n22\n");
}

TEST(Table, IsNothingForNoRows) {
    EXPECT_EQ(written("table", {}), "");
}

TEST(Table, HasColourOnlyWhereItIsOn) {
    EXPECT_THAT(one_text("table", "a", {.colour = true}), HasSubstr("\x1b[1mTITLE\x1b[0m"));
    EXPECT_THAT(one_text("table", "a"), Not(HasSubstr("\x1b")));
}

TEST(Table, CutsLaterRowsToTheWidthsOfTheFirst) {
    std::vector<std::vector<Value>> rows(150, {Value(std::string_view("short"))});
    rows.push_back({Value(std::string(500, 'x'))});
    const auto lines = lines_of(written("table", rows, {{"title"}}));
    EXPECT_EQ(lines.back(), "xxxx…");
}

TEST(Fields, AreNamedWhenOneIsNotThere) {
    EXPECT_EQ(pick_columns(kColumns, "title,id"), (std::vector<std::size_t>{1, 0}));
    EXPECT_EQ(pick_columns(kColumns, "").size(), kColumns.size());
    for (const auto& [names, hint] : {std::pair{"titel", "did you mean 'title'?"},
                                      std::pair{"id,,title", "there is no field ''"},
                                      std::pair{"nonsense", "id, title, url"}}) {
        try {
            (void)pick_columns(kColumns, names);
            ADD_FAILURE() << names << " was taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::usage);
            EXPECT_THAT(error.what(), HasSubstr(hint));
        }
    }
}

}  // namespace
}  // namespace feedarc::render
