#include "unpack/unpack.hpp"

#include <feedarc/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>
#include <string_view>

namespace feedarc::unpack {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string gzip(std::string_view data) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string packed(deflateBound(&stream, data.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstd(std::string_view data, int window_log = 0) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    if (window_log != 0) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    }
    std::string packed(ZSTD_compressBound(data.size()), '\0');
    ZSTD_outBuffer out{packed.data(), packed.size(), 0};
    ZSTD_inBuffer in{data.data(), data.size(), 0};
    // Without knowing the size beforehand, as a pipe would, so that the window is the one asked
    // for.
    EXPECT_EQ(ZSTD_isError(ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue)), 0U);
    EXPECT_EQ(ZSTD_compressStream2(context, &out, &in, ZSTD_e_end), 0U);
    packed.resize(out.pos);
    ZSTD_freeCCtx(context);
    return packed;
}

// Bytes that do not compress, the same ones each time.
std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 1;
    for (char& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(state >> 24U);
    }
    return bytes;
}

struct Packing {
    const char* name;
    std::string (*pack)(std::string_view data);
};

std::string zstd_default(std::string_view data) {
    return zstd(data);
}

class Unpack : public ::testing::TestWithParam<Packing> {
protected:
    [[nodiscard]] std::string pack(std::string_view data) const { return GetParam().pack(data); }

    // Expects a refusal that names the file and says `what`.
    static void expect_error(ErrorCode code, const std::string& what, std::string bytes,
                             const UnpackLimits& limits = {}) {
        try {
            const std::string got = unpack(std::move(bytes), "page.gz", limits);
            ADD_FAILURE() << "gave " << got.size() << " bytes";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), code) << error.what();
            EXPECT_THAT(error.what(), AllOf(StartsWith("page.gz: "), HasSubstr(what)));
        }
    }
};

TEST_P(Unpack, GivesBackWhatWasPacked) {
    const std::string big = noise(300'000) + std::string(300'000, 'x');
    for (const std::string& data : {std::string("<html>"), std::string(), big}) {
        EXPECT_EQ(unpack(pack(data), "page"), data);
    }
}

TEST_P(Unpack, JoinsTheMembersOfOneFile) {
    EXPECT_EQ(unpack(pack("one ") + pack("") + pack("two"), "page"), "one two");
}

TEST_P(Unpack, TakesZerosBehindTheDataForPadding) {
    EXPECT_EQ(unpack(pack("page") + std::string(1024, '\0'), "page"), "page");
}

TEST_P(Unpack, RefusesWhatFollowsTheData) {
    expect_error(ErrorCode::input, "7 bytes behind", pack("page") + "garbage");
}

TEST_P(Unpack, RefusesAFileThatIsCutAnywhere) {
    const std::string whole = pack(noise(2'000));
    for (std::size_t size = 4; size < whole.size(); ++size) {
        SCOPED_TRACE(size);
        expect_error(ErrorCode::input, "get the file again", whole.substr(0, size));
    }
}

TEST_P(Unpack, RefusesAFlippedBitInTheData) {
    std::string damaged = pack(noise(2'000));
    damaged[1'000] = static_cast<char>(damaged[1'000] ^ 0x10);
    expect_error(ErrorCode::input, "damaged", damaged);
}

TEST_P(Unpack, RefusesADamagedChecksum) {
    std::string damaged = pack("a page");
    // gzip ends in CRC and size, four bytes each; zstd in the checksum alone.
    const std::size_t behind = GetParam().name == std::string("gzip") ? 8 : 4;
    char& byte = damaged[damaged.size() - behind];
    byte = static_cast<char>(byte ^ 1);
    expect_error(ErrorCode::input, "damaged", damaged);
}

TEST_P(Unpack, StopsAtTheSizeLimitAndNamesIt) {
    UnpackLimits limits;
    limits.bytes = 1'000;
    EXPECT_EQ(unpack(pack(noise(1'000)), "page.gz", limits).size(), 1'000U);
    expect_error(ErrorCode::limit, "page-size", pack(noise(1'001)), limits);
}

TEST_P(Unpack, RefusesABombByItsRatioBeforeItIsLarge) {
    expect_error(ErrorCode::limit, "unpack-ratio", pack(std::string(8U << 20U, 'x')));
}

TEST_P(Unpack, LetsASmallPageOfBlanksThrough) {
    const std::string blanks(1U << 20U, ' ');
    EXPECT_EQ(unpack(pack(blanks), "page"), blanks);
}

TEST_P(Unpack, CountsMembers) {
    UnpackLimits limits;
    limits.members = 3;
    std::string three;
    for (int i = 0; i < 3; ++i) three += pack("x");
    EXPECT_EQ(unpack(three, "page.gz", limits), "xxx");
    expect_error(ErrorCode::limit, "unpack-members", three + pack("x"), limits);
}

TEST_P(Unpack, UnpacksALayerInALayerAndNoMore) {
    const std::string twice = gzip(pack("page"));
    EXPECT_EQ(unpack(twice, "page"), "page");
    expect_error(ErrorCode::limit, "unpack-layers", pack(twice));
}

INSTANTIATE_TEST_SUITE_P(Packings, Unpack,
                         ::testing::Values(Packing{"gzip", gzip}, Packing{"zstd", zstd_default}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(UnpackPlain, LeavesOtherBytesAsTheyAre) {
    for (const std::string& bytes :
         {std::string(), std::string("\x1f", 1), std::string("plain text"),
          std::string("\0\0\0\0", 4), std::string("\x28\xb5\x2f", 3)}) {
        EXPECT_EQ(unpack(bytes, "page"), bytes);
    }
}

TEST(UnpackMixed, SumsTheRatioOverTheLayers) {
    // Equal members: each layer by itself packs to a fiftieth or so, both together to far less.
    UnpackLimits limits;
    limits.ratio = 100;
    std::string block;
    while (block.size() < (64U << 10U)) block += noise(1'300);
    std::string once;
    for (int i = 0; i < 64; ++i) once += gzip(block);
    EXPECT_EQ(unpack(once, "page", limits).size(), 64 * block.size());
    try {
        (void)unpack(zstd(once), "page", limits);
        FAIL() << "was unpacked";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("unpack-ratio"));
    }
}

TEST(UnpackZstd, SkipsASkippableFrame) {
    const std::string skippable(
        "\x50\x2a\x4d\x18\x03\x00\x00\x00"
        "abc",
        11);
    EXPECT_EQ(unpack(skippable + zstd("page") + skippable, "page"), "page");
}

TEST(UnpackZstd, RefusesAWindowThatTakesMoreMemoryThanAllowed) {
    const std::string data = noise(1'000);
    EXPECT_EQ(unpack(zstd(data, 25), "page"), data);
    try {
        (void)unpack(zstd(data, 27), "page");
        FAIL() << "was unpacked";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::limit);
        EXPECT_THAT(error.what(), HasSubstr("unpack-window"));
    }
}

TEST(UnpackZstd, DoesNotBelieveTheSizeThatAFrameStates) {
    // A frame with an 8-byte content size of 2^62, a 1 KiB window, and one raw block of one byte.
    const std::string liar("\x28\xb5\x2f\xfd\xc0\x00\x00\x00\x00\x00\x00\x00\x00\x40\x09\x00\x00x",
                           18);
    EXPECT_THROW((void)unpack(liar, "page"), Error);
}

TEST(UnpackGzip, ReadsTheOptionalFieldsOfTheHeader) {
    // The header of `gzip -n` with FNAME set and a name put in.
    std::string named = gzip("page");
    named[3] = 8;
    named.insert(10, std::string("listing.html\0", 13));
    EXPECT_EQ(unpack(named, "page"), "page");
}

}  // namespace
}  // namespace feedarc::unpack
