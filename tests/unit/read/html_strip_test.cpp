#include "read/html/dom.hpp"
#include "read/html/strip.hpp"
#include "read/html/tag_scanner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace feedarc::read {
namespace {

using ::testing::ElementsAre;

namespace fs = std::filesystem;

// The page in a form that shows every node but the text in scripts and styles.
std::string shown(std::string_view html) {
    const Dom dom(html, {});
    std::string result;
    for (NodeId node = 1; node < dom.size(); ++node) {
        const Tag parent = dom.tag(dom[node].parent);
        const bool is_text = dom.tag(node) == Tag::text;
        if (is_text && (parent == Tag::script || parent == Tag::style)) continue;
        result += is_text ? std::string(dom[node].text()) : "<" + std::string(dom.name(node)) + ">";
        result += '\n';
    }
    return result;
}

struct Trick {
    const char* name;
    const char* html;
};

class Strip : public ::testing::TestWithParam<Trick> {};

TEST_P(Strip, ChangesNothingButTheTextOfScripts) {
    const std::string html = GetParam().html;
    EXPECT_EQ(shown(without_scripts(html, 1).value_or(html)), shown(html));
}

INSTANTIATE_TEST_SUITE_P(
    Tricks, Strip,
    ::testing::Values(
        Trick{"Plain", "<script>var a = '<p>';</script><p>x<style>p>a{}</style>y"},
        Trick{"InAComment", "<!-- <script> --><p>x</p><!-- </script> -->"},
        Trick{"InAnAttribute", "<p title='<script>'>x</p><p title='</script>'>y"},
        Trick{"InATextArea", "<textarea><script></textarea><p>x</p></script>"},
        Trick{"InATitle", "<title><script></title><p>x</p></script>"},
        Trick{"InSvg", "<svg><script><g></script></svg><script>1</script>x"},
        Trick{"StyleInSvg", "<svg><style><g><g></style></svg>x"},
        Trick{"BehindSvg", "<svg><path d='M1'/></svg><script>1<2</script>x"},
        Trick{"CdataInSvg", "<svg><![CDATA[</svg><script>]]><p>x</p></script>"},
        Trick{"DescriptionInSvg", "<svg><desc></svg></desc><script><g></script>x"},
        Trick{"NestedSvg", "<svg><svg></svg><script><p>x</p></script>"},
        Trick{"EndOfSvgByAParagraph", "<svg><p>x<script><b></script>y"},
        Trick{"InMathMl", "<math><script><mi></script></math>x"},
        Trick{"StyleInASelect", "<select><style><option>a</style></select>x"},
        Trick{"TextAreaInASelect",
              "<select><textarea></select><script></textarea><p>x</p></script>"},
        Trick{"BehindASelect", "<select><option>a</select><script>1<2</script>x"},
        Trick{"InAFrameset", "<frameset><script><frame></script></frameset>"},
        Trick{"BehindPlaintext", "<plaintext><script><p>x</script>"},
        Trick{"DoubleEscaped", "<script><!--<script></script><p>x</p>--></script>y"},
        Trick{"WithoutAnEnd", "<p>x<script>y<p>z"}, Trick{"UnfinishedEnd", "<script>y</script"},
        Trick{"EndWithAttributes", "<script>y</SCRIPT a='>'>x"},
        Trick{"SelfClosing", "<script/>y</script>x"},
        Trick{"InATemplate", "<template><script>1</script></template><script>2</script>x"},
        Trick{"InATable", "<table><script>1<2</script><tr><style>a</style><td>x</table>"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Strip, ChangesNoFixture) {
    std::size_t pages = 0;
    for (const auto& file : fs::recursive_directory_iterator(FEEDARC_FIXTURES)) {
        if (file.path().extension() != ".html") continue;
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string html(std::istreambuf_iterator<char>(stream), {});
        EXPECT_EQ(shown(without_scripts(html, 1).value_or(html)), shown(html)) << file.path();
        ++pages;
    }
    EXPECT_GT(pages, 20U);
}

TEST(Strip, TakesOutScriptsAndStylesButNoData) {
    EXPECT_EQ(without_scripts("<style>p{}</style><p>x<script async>1<2</script>", 1),
              "<style></style><p>x<script async></script>");
    EXPECT_EQ(without_scripts("<script type='application/LD+JSON'>{}</script>", 1), std::nullopt);
    EXPECT_EQ(without_scripts("<p>x", 1), std::nullopt);
    EXPECT_EQ(without_scripts("<script>short</script>"), std::nullopt);
}

TEST(TagScanner, FindsTagsAndWhatBelongsToThem) {
    TagScanner scanner("a<P>b</p ><!-- <i> --><a b='>' c d=\"x\"/><br/><? <i> ?></ i><1><e x=/>");
    std::vector<std::string> tags;
    while (scanner.next()) {
        const TagScanner::Tag& tag = scanner.tag();
        tags.push_back((tag.is_end ? "/" : "") + std::string(tag.name()) + " " +
                       std::to_string(tag.attributes) + (tag.self_closing ? "/" : ""));
    }
    EXPECT_THAT(tags, ElementsAre("p 0", "/p 0", "a 3/", "br 0/", "e 1"));
}

}  // namespace
}  // namespace feedarc::read
