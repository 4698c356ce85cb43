#include "unpack/content_coding.hpp"

#include <feedarc/error.hpp>

#include "support/web_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::unpack {
namespace {

using test::gzipped;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kPage = "<ul><li>One</li><li>Two</li></ul>";

std::string deflated(std::string_view bytes) {
    std::string packed(compressBound(bytes.size()), '\0');
    uLongf size = packed.size();
    EXPECT_EQ(compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                       reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()),
              Z_OK);
    packed.resize(size);
    return packed;
}

std::string zstd(std::string_view bytes) {
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3));
    return packed;
}

// What brotli makes of "hello".
const std::string kBrotliHello("\x0b\x02\x80hello\x03", 9);

struct Result {
    std::string body;
    std::vector<std::string> warnings;
    std::optional<ErrorCode> error;
    std::string message;
};

Result decode(const std::string& body, std::string_view codings, CodedBy by,
              const UnpackLimits& limits = {}) {
    Result result;
    try {
        result.body = decoded(body, codings, by, limits, result.warnings);
    } catch (const Error& error) {
        result.error = error.code();
        result.message = error.what();
    }
    return result;
}

TEST(ContentCoding, OfAServerIsTakenOff) {
    const std::string raw = deflated(kPage).substr(2);  // without the wrapper, but with its sum
    for (const auto& [codings, body] : std::vector<std::pair<std::string, std::string>>{
             {"gzip", gzipped(kPage)},
             {"X-GZIP", gzipped(kPage)},
             {"deflate", deflated(kPage)},
             {"deflate", raw.substr(0, raw.size() - 4)},
             {"zstd", zstd(kPage)},
             {"identity", kPage},
             {"", kPage},
             {"deflate, gzip", gzipped(deflated(kPage))}}) {
        const auto result = decode(body, codings, CodedBy::server);
        EXPECT_EQ(result.body, kPage) << codings << ": " << result.message;
        EXPECT_THAT(result.warnings, IsEmpty()) << codings;
    }
    EXPECT_EQ(decode(kBrotliHello, "br", CodedBy::server).body, "hello");
}

TEST(ContentCoding, OfAServerThatIsCutAnywhereIsNoPage) {
    for (const auto& [codings, body] :
         std::vector<std::pair<std::string, std::string>>{{"gzip", gzipped(kPage)},
                                                          {"deflate", deflated(kPage)},
                                                          {"zstd", zstd(kPage)},
                                                          {"br", kBrotliHello}}) {
        for (std::size_t size = 1; size < body.size(); ++size) {
            const auto result = decode(body.substr(0, size), codings, CodedBy::server);
            EXPECT_EQ(result.error, ErrorCode::input) << codings << " cut to " << size;
        }
    }
}

TEST(ContentCoding, OfAServerWithAWrongChecksumIsNoPage) {
    std::string body = gzipped(kPage);
    body[body.size() - 6] = static_cast<char>(~body[body.size() - 6]);
    EXPECT_EQ(decode(body, "gzip", CodedBy::server).error, ErrorCode::input);
    std::string wrapped = deflated(kPage);
    wrapped.back() = static_cast<char>(~wrapped.back());
    EXPECT_EQ(decode(wrapped, "deflate", CodedBy::server).error, ErrorCode::input);
}

TEST(ContentCoding, OfAServerMustBeWhatItSays) {
    for (const char* coding : {"gzip", "deflate", "zstd", "br"}) {
        EXPECT_EQ(decode(kPage, coding, CodedBy::server).error, ErrorCode::input) << coding;
    }
    const auto unknown = decode(kPage, "compress", CodedBy::server);
    EXPECT_EQ(unknown.error, ErrorCode::input);
    EXPECT_THAT(unknown.message, HasSubstr("'compress'"));
}

TEST(ContentCoding, OfAServerMayHaveBytesBehindIt) {
    for (const auto& [codings, body] :
         std::vector<std::pair<std::string, std::string>>{{"gzip", gzipped("hello")},
                                                          {"deflate", deflated("hello")},
                                                          {"zstd", zstd("hello")},
                                                          {"br", kBrotliHello}}) {
        const auto result = decode(body + "<junk>", codings, CodedBy::server);
        EXPECT_EQ(result.body, "hello") << codings << ": " << result.message;
        EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("6 bytes behind"))) << codings;
    }
}

TEST(ContentCoding, StopsAtTheSizeOfAPageHoweverSmallTheBodyWas) {
    UnpackLimits limits;
    limits.bytes = 1U << 20U;
    limits.ratio = 1'000'000;
    const std::string bomb = gzipped(std::string(8U << 20U, 'a'));
    const auto once = decode(bomb, "gzip", CodedBy::server, limits);
    EXPECT_EQ(once.error, ErrorCode::limit);
    EXPECT_THAT(once.message, HasSubstr("page-size"));
    const auto twice = decode(gzipped(bomb), "gzip, gzip", CodedBy::server, limits);
    EXPECT_EQ(twice.error, ErrorCode::limit);
    const auto often = decode(bomb, "gzip, gzip, gzip, gzip", CodedBy::server, limits);
    EXPECT_TRUE(often.error);
}

TEST(ContentCoding, OfACrawlerMayHaveBeenTakenOffBefore) {
    for (const char* coding : {"gzip", "deflate", "zstd", "br", "compress"}) {
        EXPECT_EQ(decode(kPage, coding, CodedBy::crawler).body, kPage) << coding;
    }
}

TEST(ContentCoding, OfACrawlerMayLackItsChecksum) {
    const std::string body = gzipped(kPage);
    const auto result = decode(body.substr(0, body.size() - 8), "gzip", CodedBy::crawler);
    EXPECT_EQ(result.body, kPage);
    EXPECT_THAT(result.warnings, ElementsAre(HasSubstr("checksum")));
}

}  // namespace
}  // namespace feedarc::unpack
