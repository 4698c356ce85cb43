#include "read/html/dom.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace feedarc::read {
namespace {

using ::testing::ElementsAre;

NodeId find(const Dom& dom, Tag tag) {
    for (NodeId node = 0; node < dom.size(); ++node) {
        if (dom.tag(node) == tag) return node;
    }
    return 0;
}

TEST(Dom, KeepsTheOrderOfThePageAndKnowsWhereEachSubtreeEnds) {
    const Dom dom("<body><ul><li>a<b>b</b></li><li>c</li></ul><p>d</p>", {});
    const NodeId list = find(dom, Tag::ul);
    std::vector<NodeId> items;
    for (const NodeId child : dom.children(list)) items.push_back(child);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(dom.tag(items[0]), Tag::li);
    EXPECT_EQ(dom[items[0]].end, items[1]);
    EXPECT_EQ(dom[items[1]].end, dom[list].end);
    EXPECT_EQ(dom[items[1]].parent, list);
    EXPECT_TRUE(dom.contains(list, find(dom, Tag::b)));
    EXPECT_FALSE(dom.contains(list, find(dom, Tag::p)));
    EXPECT_EQ(dom[0].end, dom.size());
}

TEST(Dom, GivesDecodedTextAndAttributes) {
    const Dom dom("<body><a HREF='/a?b&amp;c' class=x data-x>1 &lt; 2</a>", {});
    const NodeId link = find(dom, Tag::a);
    EXPECT_EQ(dom.value(link, "href"), "/a?b&c");
    EXPECT_EQ(dom.attribute(link, "data-x"), "");
    EXPECT_EQ(dom.attribute(link, "id"), std::nullopt);
    EXPECT_EQ(dom[link + 1].text(), "1 < 2");
    EXPECT_EQ(dom.attribute(0, "href"), std::nullopt) << "the document has none";
}

TEST(Dom, KnowsTheNamesOfElementsThatHtmlDoesNotKnow) {
    const Dom dom("<body><feed-entry id=e><h4>t</h4></feed-entry>", {});
    const NodeId entry = dom[find(dom, Tag::h4)].parent;
    EXPECT_EQ(dom.tag(entry), Tag::other);
    EXPECT_EQ(dom.name(entry), "feed-entry");
    EXPECT_EQ(dom.name(find(dom, Tag::h4)), "h4");
}

TEST(Dom, KeepsWhatScriptsAndTemplatesHold) {
    const Dom dom(
        "<script type='application/ld+json'>{\"a\": \"<b>\"}</script>"
        "<template><p>in it</p></template>",
        {});
    EXPECT_EQ(dom[find(dom, Tag::script) + 1].text(), "{\"a\": \"<b>\"}");
    EXPECT_TRUE(dom.contains(find(dom, Tag::template_element), find(dom, Tag::p)));
}

TEST(Dom, ReadsReferencesToNoCharacterAsTheReplacementCharacter) {
    for (const char* html : {"<body><p>a&#11111111111;b</p>", "<body><p>a&#xFFFFFFFFFFFF;b</p>",
                             "<body><p>a&#4294967240;b</p>", "<body><p>a&#x110000;b</p>",
                             "<body><p>a&#xD800;b</p>", "<body><p>a&#0;b</p>"}) {
        const Dom dom(html, {});
        EXPECT_EQ(dom[find(dom, Tag::p) + 1].text(),
                  "a\uFFFD"
                  "b")
            << html;
    }
    const Dom dom("<body><p>a&#00000000000000065;b&#x10FFFD;</p>", {});
    EXPECT_EQ(dom[find(dom, Tag::p) + 1].text(), "aAb\U0010FFFD");
}

TEST(Dom, LivesAsLongAsItsOwnerWhateverElseIsParsed) {
    const Dom first("<body><p>first</p>", {});
    {
        const Dom second("<body><p>second, and longer</p>", {});
        EXPECT_EQ(second[find(second, Tag::p) + 1].text(), "second, and longer");
    }
    const Dom third("<body><p>third</p>", {});
    EXPECT_EQ(first[find(first, Tag::p) + 1].text(), "first");
    EXPECT_EQ(third[find(third, Tag::p) + 1].text(), "third");
}

TEST(Dom, IsMadeOnSeveralThreadsAtOnce) {
    std::vector<std::string> seen(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        threads.emplace_back([&seen, i] {
            const std::string text = "thread " + std::to_string(i);
            const std::string html = "<body><p>" + text;
            for (int round = 0; round < 20; ++round) {
                const Dom dom(html, {});
                seen[i] = dom[find(dom, Tag::p) + 1].text();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(seen, ElementsAre("thread 0", "thread 1", "thread 2", "thread 3"));
}

}  // namespace
}  // namespace feedarc::read
