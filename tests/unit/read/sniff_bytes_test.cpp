#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace feedarc {
namespace {

using namespace std::literals;

struct Sniffed {
    const char* name;
    std::string bytes;
    const char* media_type;
    Form form;
};

class Sniff : public ::testing::TestWithParam<Sniffed> {};

TEST_P(Sniff, TellsTheForm) {
    EXPECT_EQ(sniff(GetParam().bytes, GetParam().media_type), GetParam().form);
}

INSTANTIATE_TEST_SUITE_P(
    Bytes, Sniff,
    ::testing::Values(
        Sniffed{"Doctype", "<!DOCTYPE html><p>x", "", Form::html},
        Sniffed{"DoctypeAfterBomCommentAndSpace",
                "\xEF\xBB\xBF\n <!-- made by hand -->\n<!doctype HTML>", "", Form::html},
        Sniffed{"XmlDeclarationBeforeXhtml",
                "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", "",
                Form::html},
        Sniffed{"CommentLongerThanWhatIsLookedAt", "<!--" + std::string(9000, 'x'), "", Form::html},
        Sniffed{"NoDoctype", "<HTML><BODY>old page", "", Form::html},
        Sniffed{
            "FragmentOfAList",
            "<li><a href=/1>One</a></li>\n<li><a href=/2>Two</a></li>\n<li><a href=/3>Three</a>",
            "", Form::html},
        Sniffed{"PlainText", "INCOMING TRANSMISSION\n\nLATEST UPDATES\n", "", Form::text},
        Sniffed{"StrayTagInText", "Use <b>bold</b> with care.\nAnd <code>code</code> too.\n", "",
                Form::text},
        Sniffed{"TextThatBeginsWithATag", "<b> is not the same as <strong>, says the standard\n",
                "", Form::text},
        Sniffed{
            "CodeInMarkdown",
            "# Tags\n\nA list of the tags that this page explains at length, with an example of "
            "each "
            "and the reason for which it was made:\n\n    <ul>\n      <li>one</li>\n    </ul>\n\n"
            "That was a list. It is written with an outer tag and one for each item, of which the "
            "second may be left open, as may many others.\n",
            "", Form::text},
        Sniffed{"LessThanSigns", "1 < 2 < 3 < 4 << 5 <a <b <c", "", Form::text},
        Sniffed{"Empty", "", "", Form::text},
        Sniffed{"Rss", "<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'>", "", Form::feed},
        Sniffed{"Atom", "<feed xmlns='http://www.w3.org/2005/Atom'>", "", Form::feed},
        Sniffed{"AtomWithPrefix", "<a:feed xmlns:a='x'>", "", Form::feed},
        Sniffed{"Rdf", "<rdf:RDF xmlns:rdf='x'>", "", Form::feed},
        Sniffed{"Cdf", "<CHANNEL HREF='http://a.example/'>", "", Form::feed},
        Sniffed{"FeedBehindADoctype", "<!DOCTYPE rss [<!ENTITY a '>'>]><rss>", "", Form::feed},
        Sniffed{"FeedSentAsHtml", "<rss version='2.0'>", "text/html", Form::feed},
        Sniffed{"FeedBehindAWarning",
                "PHP Warning: x in y\n<?xml version='1.0'?><rss version='2.0'>", "", Form::feed},
        Sniffed{"JsonFeed", R"({"version":"https://jsonfeed.org/version/1"})", "", Form::feed},
        Sniffed{"JsonItems", R"({"title":"x", "items" : [)", "", Form::feed},
        Sniffed{"OtherJson", R"({"title":"x"})", "", Form::text},
        Sniffed{"OtherXml", "<?xml version='1.0'?><note>hello</note>", "", Form::text},
        Sniffed{"DeclaredFeed", "oops", "application/rss+xml; charset=utf-8", Form::feed},
        Sniffed{"DeclaredHtml", "just words", "text/html; charset=utf-8", Form::html},
        Sniffed{"DeclaredXhtml", "just words", "Application/XHTML+XML", Form::html},
        Sniffed{"DeclaredPlain", "<li>a</li><li>b</li><li>c</li><p>d</p>", "text/plain",
                Form::text},
        Sniffed{"DeclaredMarkdown", "<li>a</li><li>b</li><li>c</li>", "text/markdown; a=b",
                Form::text},
        Sniffed{"DeclaredPlainButAWholePage", "<!doctype html><title>x</title>", "text/plain",
                Form::html},
        Sniffed{"UnknownMediaType", "<!doctype html>", "application/octet-stream", Form::html}),
    [](const auto& tested) { return tested.param.name; });

TEST(FormNames, ReadBackWhatTheyWrite) {
    for (const Form form : {Form::text, Form::html}) EXPECT_EQ(form_from(to_string(form)), form);
    EXPECT_EQ(form_from("pdf"), std::nullopt);
}

Error error_of(std::string bytes, const ReadLimits& limits = {}) {
    Snapshot snapshot;
    snapshot.bytes = std::move(bytes);
    try {
        (void)read_page(snapshot, std::nullopt, limits);
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error(ErrorCode::internal, "");
}

struct Refused {
    const char* name;
    std::string bytes;
    const char* message;
};

class BytesThatAreNoText : public ::testing::TestWithParam<Refused> {};

TEST_P(BytesThatAreNoText, AreRefusedByTheirKind) {
    const Error error = error_of(GetParam().bytes);
    EXPECT_EQ(error.code(), ErrorCode::input);
    EXPECT_STREQ(error.what(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, BytesThatAreNoText,
    ::testing::Values(
        Refused{"Png", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, "no text: looks like a PNG image"},
        Refused{"Jpeg", "\xFF\xD8\xFF\xE0", "no text: looks like a JPEG image"},
        Refused{"Pdf", "%PDF-1.7\n%", "no text: looks like a PDF document"},
        Refused{"Zip", "PK\x03\x04 and more",
                "no text: looks like a ZIP archive or office document"},
        Refused{"Elf",
                "\x7F"
                "ELF\x02\x01\x01",
                "no text: looks like an ELF program"},
        Refused{"Sqlite", "SQLite format 3\0\x10"s, "no text: looks like an SQLite database"},
        Refused{"Utf16MarkBeforeNoText", "\xFF\xFE\x01\0\x02\0\x03\0"s,
                "no text: looks like binary data"},
        Refused{"Utf16MarkBeforeLoneSurrogates", "\xFF\xFE\0\xD8\0\xD8\0\xD8 \0"s,
                "no text: looks like binary data"},
        Refused{"ControlCharacters", "ab\x01\x02\x03\x04zzzzzz", "no text: looks like binary data"},
        Refused{"Empty", "", "empty: nothing but white space"},
        Refused{"WhiteSpaceAlone", "\xEF\xBB\xBF \r\n\t\xE3\x80\x80\xC2\xA0\n",
                "empty: nothing but white space"}),
    [](const auto& tested) { return tested.param.name; });

TEST(ReadPage, RefusesAPageOverTheLimitByName) {
    ReadLimits limits;
    limits.page_bytes = 10;
    const Error error = error_of("eleven byte", limits);
    EXPECT_EQ(error.code(), ErrorCode::limit);
    EXPECT_STREQ(error.what(), "page-size: 11 bytes, more than 10");
}

TEST(ReadPage, TakesAPageOfExactlyTheLimit) {
    ReadLimits limits;
    limits.page_bytes = 10;
    Snapshot snapshot;
    snapshot.bytes = "0123456789";
    EXPECT_NO_THROW((void)read_page(snapshot, std::nullopt, limits));
}

TEST(ReadPage, RepairsBrokenTextAndSaysSo) {
    Snapshot snapshot;
    snapshot.bytes =
        "A title with a broken \xC3 character\nA title with a NUL\0 in it\n"s
        "A third title of UTF-8 without any fault in it – at all\n";
    const Page page = read_page(snapshot);
    ASSERT_EQ(page.entries.size(), 3U);
    EXPECT_EQ(page.entries[0].title, "A title with a broken \uFFFD character");
    EXPECT_EQ(page.entries[1].title, "A title with a NUL in it");
    ASSERT_EQ(page.warnings.size(), 2U);
    EXPECT_EQ(page.warnings[0], "invalid UTF-8 replaced by U+FFFD in 1 place");
    EXPECT_EQ(page.warnings[1], "1 NUL character dropped");
}

TEST(ReadPage, ReadsTheFormThatIsAskedFor) {
    Snapshot snapshot;
    snapshot.bytes = "<li>First of the titles\n<li>Second of the titles\n<li>Third of the titles\n";
    const Page page = read_page(snapshot, Form::text);
    ASSERT_EQ(page.entries.size(), 3U);
    EXPECT_EQ(page.entries[0].title, "<li>First of the titles");
}

TEST(ReadPage, SaysAsWhichCharsetItReadAPage) {
    Snapshot snapshot;
    snapshot.bytes =
        "Un caf\xE9 tr\xE8s serr\xE9 pour commencer la journ\xE9"
        "e\n";
    auto page = read_page(snapshot, Form::text);
    ASSERT_EQ(page.entries.size(), 1U);
    EXPECT_EQ(page.entries[0].title, "Un café très serré pour commencer la journée");
    EXPECT_EQ(page.warnings, std::vector<std::string>{"read as windows-1252"});

    snapshot.media_type = "text/plain; charset=utf-8";
    page = read_page(snapshot, Form::text);
    EXPECT_EQ(page.warnings,
              std::vector<std::string>{"read as windows-1252, not as UTF-8 as declared"});

    snapshot.bytes = "Un café très serré pour commencer la journée\n";
    snapshot.media_type = "text/plain; charset=latin1";
    page = read_page(snapshot, Form::text);
    EXPECT_EQ(page.warnings,
              std::vector<std::string>{"read as UTF-8, not as windows-1252 as declared"});
    EXPECT_EQ(page.entries[0].title, "Un café très serré pour commencer la journée");
}

TEST(ReadPage, BoundsTheTextAsItBoundsTheBytes) {
    ReadLimits limits;
    limits.page_bytes = 1000;
    Snapshot snapshot;
    snapshot.bytes = std::string(900, '\xE9');
    snapshot.media_type = "text/plain; charset=latin1";
    try {
        (void)read_page(snapshot, Form::text, limits);
        FAIL() << "nothing was thrown";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::limit);
        EXPECT_EQ(std::string_view(error.what()).substr(0, 10), "page-size:");
    }
}

TEST(Sniff, TellsTheFormOfUtf16) {
    std::string page = "\xFF\xFE";
    for (const char byte : "<!doctype html><title>x</title>"sv) page.append({byte, '\0'});
    EXPECT_EQ(sniff(page, ""), Form::html);
    EXPECT_EQ(sniff(page.substr(2), ""), Form::html);
}

}  // namespace
}  // namespace feedarc
