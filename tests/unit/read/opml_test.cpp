#include "read/feed/opml.hpp"

#include <feedarc/error.hpp>

#include <gmock/gmock.h>

namespace feedarc::read {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Opml, NamesFeedsAtAnyDepthWithoutTheirFolders) {
    EXPECT_THAT(read_opml(R"(<?xml version="1.0" encoding="UTF-8"?>
        <opml version="2.0"><head><title>Mine</title></head><body>
          <outline text="Blogs">
            <outline text="A &amp; B" title="" xmlUrl="https://a.example/feed?x=1&amp;y=2"
                     htmlUrl="https://a.example/"/>
            <outline text="Deeper"><outline text="t" title=" The
               title " type="rss" XMLURL=" https://b.example/feed "/></outline>
          </outline>
          <outline htmlUrl="https://c.example/"/>
          <outline type="link" text="Link" url="https://d.example/"/>
          <outline text="note only"/>
        </body></opml>)"),
                ElementsAre(OutlinedFeed{"A & B", "https://a.example/feed?x=1&y=2"},
                            OutlinedFeed{"The title", "https://b.example/feed"},
                            OutlinedFeed{"", "https://c.example/"},
                            OutlinedFeed{"Link", "https://d.example/"}));
}

TEST(Opml, MayBeOfAnotherCharset) {
    EXPECT_THAT(read_opml("<?xml version='1.0' encoding='iso-8859-1'?><opml version='1.0'><body>"
                          "<outline text='Caf\xe9' xmlUrl='https://a.example/'/></body></opml>"),
                ElementsAre(OutlinedFeed{"Café", "https://a.example/"}));
}

TEST(Opml, IsReadAsFarAsItGoes) {
    EXPECT_THAT(read_opml("<opml><body><outline text='A & B' xmlUrl='https://a.example/'/>"
                          "<outline text='x'>"),
                ElementsAre(OutlinedFeed{"A & B", "https://a.example/"}));
    EXPECT_THAT(read_opml("<opml version='1.0'><body/></opml>"), IsEmpty());
}

TEST(Opml, IsNothingElse) {
    for (const char* text : {"", "hello", "<rss><outline xmlUrl='https://a.example/'/></rss>",
                             "{\"outline\": []}", "<html><opml></opml></html>"}) {
        try {
            (void)read_opml(text);
            FAIL() << text << " was read";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::input);
        }
    }
}

TEST(Opml, SurvivesDeepNesting) {
    std::string text = "<opml><body>";
    for (int i = 0; i < 50'000; ++i) text += "<outline text='a'>";
    text += "<outline xmlUrl='https://a.example/'/>";
    for (int i = 0; i < 50'000; ++i) text += "</outline>";
    EXPECT_THAT(read_opml(text + "</body></opml>"),
                ElementsAre(OutlinedFeed{"", "https://a.example/"}));
}

}  // namespace
}  // namespace feedarc::read
