#include "unpack/web_archive.hpp"

#include <feedarc/error.hpp>

#include "base/c_handle.hpp"
#include "support/web_archive.hpp"
#include "unpack/member_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>

namespace feedarc::unpack {
namespace {

using test::gzipped;
using test::warc_record;
using test::warc_response;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kUrl = "http://a.example/";
constexpr const char* kDate = "2026-01-11T08:30:00Z";

// A few bytes at a time, so that every boundary is met in the midst of things.
base::ByteSource source_of(std::string bytes, std::size_t step = 37) {
    return
        [bytes = std::move(bytes), step, at = std::size_t{0}](char* to, std::size_t size) mutable {
            const std::size_t used = bytes.copy(to, std::min(size, step), at);
            at += used;
            return used;
        };
}

struct Seen {
    std::vector<std::uint64_t> pages, revisits, broken;
    std::vector<std::string> bodies, warnings, problems;
    WebArchiveCounts counts;
};

Seen read(const std::string& bytes, UnpackLimits limits = {}) {
    Seen seen;
    WebArchiveReader reader(source_of(bytes), "file", limits);
    while (auto record = reader.next()) {
        if (record->kind == WebRecord::Kind::revisit) seen.revisits.push_back(record->offset);
        if (record->kind == WebRecord::Kind::broken) {
            seen.broken.push_back(record->offset);
            seen.problems.emplace_back(record->problem->what());
        }
        if (record->kind != WebRecord::Kind::page) continue;
        seen.pages.push_back(record->offset);
        WebPage page = decode(*record, limits);
        seen.bodies.push_back(page.bytes);
        seen.warnings.insert(seen.warnings.end(), page.warnings.begin(), page.warnings.end());
    }
    seen.counts = reader.counts();
    return seen;
}

TEST(WebArchive, IsToldByContent) {
    const std::string warc = warc_response(kUrl, kDate, "<p>One");
    EXPECT_TRUE(begins_web_archive(warc));
    EXPECT_TRUE(begins_web_archive(gzipped(warc)));
    EXPECT_TRUE(begins_web_archive("filedesc://x.arc 0.0.0.0 20260111083000 text/plain 1\n"));
    EXPECT_FALSE(begins_web_archive("WARCRAFT"));
    EXPECT_FALSE(begins_web_archive(""));
    EXPECT_FALSE(begins_web_archive(gzipped("<p>One")));
}

TEST(WebArchive, GivesPagesWithTheOffsetsOfTheirRecordsOrMembers) {
    const std::string one = warc_response(kUrl, kDate, "<p>One");
    const std::string two = warc_response(kUrl, kDate, "<p>Two");
    for (const std::string& joined : {one + two, gzipped(one + two)}) {
        const Seen seen = read(joined);
        EXPECT_THAT(seen.pages, ElementsAre(0, one.size()));
        EXPECT_THAT(seen.bodies, ElementsAre("<p>One", "<p>Two"));
        EXPECT_THAT(seen.broken, IsEmpty());
    }
    EXPECT_THAT(read(gzipped(one) + gzipped(two)).pages, ElementsAre(0, gzipped(one).size()));
}

TEST(WebArchive, TakesAddressTimeAndTypeFromTheRecord) {
    WebArchiveReader reader(
        source_of(warc_response("<http://a.example/x y>", "2026-01-11T08:30:00.25Z", "<p>",
                                "Content-Type: text/html; charset=big5\r\n")),
        "file", {});
    const auto record = reader.next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->url, "http://a.example/x%20y");
    EXPECT_EQ(format_time(record->captured_at), kDate);
    EXPECT_EQ(record->media_type, "text/html; charset=big5");
}

TEST(WebArchive, CountsWhatIsNoPageAndPassesItOver) {
    const std::string http = "Content-Type: application/http; msgtype=response\r\n";
    const Seen seen = read(
        warc_record("request", kUrl, kDate, "GET / HTTP/1.1\r\n\r\n", http) +
        warc_record("response", kUrl, kDate, "HTTP/1.1 302 Found\r\n\r\n", http) +
        warc_response(kUrl, kDate, "\x89PNG", "Content-Type: image/png\r\n") +
        warc_record("resource", "metadata://x/log", kDate, "log", "Content-Type: text/plain\r\n"));
    EXPECT_EQ(seen.counts.records, 4U);
    EXPECT_EQ(seen.counts.other_kinds, 2U);
    EXPECT_EQ(seen.counts.other_status, 1U);
    EXPECT_EQ(seen.counts.other_media, 1U);
    EXPECT_THAT(seen.pages, IsEmpty());
    EXPECT_THAT(seen.broken, IsEmpty());
}

TEST(WebArchive, GoesOnBehindARecordWithAWrongLength) {
    const std::string good = warc_response(kUrl, kDate, "<p>Good");
    std::string bad = warc_response(kUrl, kDate, "<p>Bad");
    for (const std::string length : {"9", "90", "99999999999", "x", "-1", ""}) {
        std::string wrong = bad;
        const auto at = wrong.find("Content-Length: ") + 16;
        wrong.replace(at, wrong.find('\r', at) - at, length);
        const Seen seen = read(wrong + good);
        EXPECT_THAT(seen.bodies, testing::Contains("<p>Good")) << length;
        EXPECT_THAT(seen.broken, testing::Not(IsEmpty())) << length;
    }
}

TEST(WebArchive, KeepsAPageWhoseRecordIsCutBehindIt) {
    std::string cut =
        warc_response(kUrl, kDate, "<p>12345", "Content-Type: text/html\r\nContent-Length: 8\r\n");
    const auto at = cut.find("Content-Length: ") + 16;
    cut.replace(at, cut.find('\r', at) - at, "500");
    const Seen seen = read(cut);
    EXPECT_THAT(seen.bodies, ElementsAre("<p>12345"));
    EXPECT_THAT(seen.warnings, ElementsAre(HasSubstr("cut off")));
}

TEST(WebArchive, DamageCostsOneMemberOfMany) {
    const std::string one = gzipped(warc_response(kUrl, kDate, test::listing_page("one", 50)));
    const std::string two = gzipped(warc_response(kUrl, kDate, "<p>Two"));
    std::string flipped = one;
    flipped[one.size() / 2] = static_cast<char>(flipped[one.size() / 2] ^ 0x55);
    const std::string shortened = one.substr(0, one.size() / 2);
    for (const std::string& bad : {flipped, shortened}) {
        const Seen seen = read(two + bad + two + gzipped("\r\n"));
        EXPECT_THAT(seen.bodies, ElementsAre("<p>Two", "<p>Two"));
        EXPECT_THAT(seen.broken, ElementsAre(two.size()));
        EXPECT_EQ(seen.pages.back(), two.size() + bad.size());
    }
    EXPECT_THAT(read(two + shortened).broken, ElementsAre(two.size()));
}

TEST(WebArchive, RefusesARecordOverThePageLimitAndReadsTheRest) {
    UnpackLimits limits;
    limits.bytes = 1000;
    const std::string large = warc_response(kUrl, kDate, std::string(1U << 20U, 'x'));
    const std::string image =
        warc_response(kUrl, kDate, std::string(1U << 20U, 'x'), "Content-Type: image/png\r\n");
    const std::string good = warc_response(kUrl, kDate, "<p>Good");
    const Seen seen = read(image + large + good, limits);
    EXPECT_THAT(seen.broken, ElementsAre(image.size()));
    EXPECT_THAT(seen.problems, ElementsAre(HasSubstr("page-size")));
    EXPECT_THAT(seen.bodies, ElementsAre("<p>Good"));
}

TEST(WebArchive, UndoesChunksAndSaysWhereTheyAreWrong) {
    const std::string fields = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n";
    const auto body_of = [&](std::string_view body) {
        return read(warc_response(kUrl, kDate, body, fields));
    };
    const Seen right = body_of("4\r\n<p>O\r\n2;x=y\r\nne\r\n0\r\n\r\n");
    EXPECT_THAT(right.bodies, ElementsAre("<p>One"));
    EXPECT_THAT(right.warnings, IsEmpty());
    const Seen plain = body_of("<p>not chunked");
    EXPECT_THAT(plain.bodies, ElementsAre("<p>not chunked"));
    EXPECT_THAT(plain.warnings, IsEmpty());
    for (const auto* wrong : {"4\r\n<p>O\r\n9\r\nne", "4\r\n<p>One", "4\r\n<p>O\r\n2\r\nne"}) {
        const Seen seen = body_of(wrong);
        EXPECT_THAT(seen.bodies, ElementsAre("<p>One"));
        EXPECT_EQ(seen.warnings.size(), 1U);
    }
}

TEST(WebArchive, UndoesGzipAndWhatWasUnpackedAlready) {
    const std::string fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
    const std::string page = test::listing_page("one");
    const std::string packed = gzipped(page);
    const auto seen_of = [&](std::string_view body) {
        return read(warc_response(kUrl, kDate, body, fields));
    };
    EXPECT_THAT(seen_of(packed).bodies, ElementsAre(page));
    EXPECT_THAT(seen_of(page).bodies, ElementsAre(page));
    const Seen cut = seen_of(std::string_view(packed).substr(0, packed.size() - 3));
    EXPECT_THAT(cut.bodies, ElementsAre(page));
    EXPECT_EQ(cut.warnings.size(), 1U);
    EXPECT_THROW(seen_of(std::string_view(packed).substr(0, packed.size() / 2)), Error);
    EXPECT_THROW(seen_of(gzipped(std::string(17U << 20U, 'x'))), Error);
}

// `<p>One</p>` packed by other programs.
TEST(WebArchive, UndoesDeflateAndBrotli) {
    using namespace std::literals;
    const auto body_of = [&](std::string_view coding, std::string_view body) {
        return read(warc_response(kUrl, kDate, body,
                                  std::string("Content-Type: text/html\r\nContent-Encoding: ")
                                      .append(coding)
                                      .append("\r\n")))
            .bodies;
    };
    // zlib and raw: one stored block (RFC 1951, 3.2.4).
    const auto raw = "\x01\x0a\x00\xf5\xff<p>One</p>"sv;
    EXPECT_THAT(body_of("deflate", raw), ElementsAre("<p>One</p>"));
    EXPECT_THAT(body_of("deflate", "<p>One</p>"), ElementsAre("<p>One</p>"));
    // One uncompressed metablock and an empty last one (RFC 7932, 9.2).
    EXPECT_THAT(body_of("br", "\x8b\x04\x80<p>One</p>\x03"sv), ElementsAre("<p>One</p>"));
    EXPECT_THAT(body_of("br", "<p>One</p>"), ElementsAre("<p>One</p>"));
}

std::string zstd(std::string_view bytes, std::string_view dictionary = "") {
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    const CHandle<ZSTD_CCtx, ZSTD_freeCCtx> context(ZSTD_createCCtx());
    packed.resize(ZSTD_compress_usingDict(context.get(), packed.data(), packed.size(), bytes.data(),
                                          bytes.size(), dictionary.data(), dictionary.size(), 3));
    return packed;
}

// As the format of WARC files packed by zstd has it.
std::string dictionary_frame(std::string_view dictionary) {
    std::string frame = "\x5d\x2a\x4d\x18";
    for (unsigned i = 0; i < 4; ++i) {
        frame += static_cast<char>(dictionary.size() >> 8U * i & 0xffU);
    }
    return frame.append(dictionary);
}

TEST(WebArchive, UndoesZstd) {
    const std::string fields = "Content-Type: text/html\r\nContent-Encoding: zstd\r\n";
    const std::string page = test::listing_page("one");
    const auto seen_of = [&](std::string_view body) {
        return read(warc_response(kUrl, kDate, body, fields));
    };
    EXPECT_THAT(seen_of(zstd(page)).bodies, ElementsAre(page));
    EXPECT_THAT(seen_of(page).bodies, ElementsAre(page));
    EXPECT_THROW(seen_of(zstd(page).substr(0, 60)), Error);
    EXPECT_THROW(seen_of(zstd(std::string(17U << 20U, 'x'))), Error);
}

TEST(WebArchive, ReadsFramesOfZstdWithTheDictionaryBeforeThem) {
    const std::string one = warc_response(kUrl, kDate, test::listing_page("one"));
    const std::string two = warc_response(kUrl, kDate, test::listing_page("two"));
    const std::string dictionary = one + std::string(200'000, '.');  // longer than the head is
    const std::string frames = zstd(one, dictionary) + zstd(two, dictionary);
    for (const std::string& packed : {dictionary, zstd(dictionary)}) {
        const std::string bytes = dictionary_frame(packed) + frames;
        EXPECT_TRUE(begins_web_archive(std::string_view(bytes).substr(0, 4096)));
        const Seen seen = read(bytes);
        EXPECT_THAT(seen.bodies, ElementsAre(test::listing_page("one"), test::listing_page("two")));
        ASSERT_EQ(seen.pages.size(), 2U);
        EXPECT_EQ(seen.pages[0], 8 + packed.size());
    }
}

TEST(WebArchive, SaysWhereADictionaryOfZstdIsMissingOrBroken) {
    const std::string one = warc_response(kUrl, kDate, test::listing_page("one"));
    const std::string dictionary = one + std::string(2'000, '.');
    const std::string frames = zstd(one, dictionary);
    for (const std::string& before :
         {dictionary_frame(dictionary).substr(0, 500), dictionary_frame(zstd(dictionary).substr(9)),
          dictionary_frame("\x28\xb5\x2f\xfd and no more")}) {
        const Seen seen = read(before + frames);
        EXPECT_THAT(seen.bodies, IsEmpty());
        EXPECT_FALSE(seen.problems.empty());
    }
}

TEST(WebArchive, WarnsOfADigestThatIsOfOtherBytes) {
    const auto warnings_of = [](const std::string& digest) {
        return read(warc_response(kUrl, kDate, "<p>One", "",
                                  "WARC-Payload-Digest: " + digest + "\r\n"))
            .warnings;
    };
    // Of `<p>One`, as sha1sum and its kin have them.
    for (const std::string right :
         {"sha1:27A47MXAJT7EH55E26E74VBG246LDXPU", "sha1:d7c1cfb2e04cfe43f7a4d789fe5426d73cb1ddf4",
          "sha256:18f3cef48a3d7817a1fa1ad11f67989778809ee83002c729cf1f6ef0b061c0c0",
          "md5:4edf8eefecb195608dc1dba774a23e47", "crc:1234", "sha1:short"}) {
        EXPECT_THAT(warnings_of(right), IsEmpty()) << right;
    }
    for (const std::string wrong :
         {"sha1:37A47MXAJT7EH55E26E74VBG246LDXPU", "md5:4edf8eefecb195608dc1dba774a23e48"}) {
        EXPECT_THAT(warnings_of(wrong), ElementsAre(HasSubstr("WARC-Payload-Digest"))) << wrong;
    }
}

TEST(WebArchive, ReadsArcFilesOfBothVersions) {
    const std::string block = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>One";
    const std::string size = std::to_string(block.size());
    const std::string head = "filedesc://x.arc 0.0.0.0 20260111083000 text/plain 9\n1 0 Crawl\n";
    const std::string one =
        "http://a.example/a b?c 192.0.2.1 20260111083000 text/html " + size + "\n" + block + "\n";
    const std::string two =
        "http://a.example/ 192.0.2.1 20260111083000 text/html 200 - - 0 x.arc " + size + "\n" +
        block + "\n";
    const std::string bad = "http://a.example/ 192.0.2.1 20260111083000 text/html no\n\n";
    const Seen seen = read(head + "\n" + one + bad + two);
    EXPECT_THAT(seen.pages,
                ElementsAre(head.size() + 1, head.size() + 1 + one.size() + bad.size()));
    EXPECT_THAT(seen.bodies, ElementsAre("<p>One", "<p>One"));
    EXPECT_THAT(seen.broken, ElementsAre(head.size() + 1 + one.size()));
    EXPECT_EQ(read(gzipped(head) + gzipped(one) + gzipped(two)).pages.size(), 2U);
}

}  // namespace
}  // namespace feedarc::unpack
