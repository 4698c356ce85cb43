#include "base/zstd.hpp"

#include <feedarc/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace feedarc::base {
namespace {

using ::testing::HasSubstr;
using ::testing::Lt;

// Text that does not compress much, the same each time.
std::string noise(std::size_t size, std::uint32_t state = 1) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<char>(' ' + (state >> 24U) % 95);
    }
    return bytes;
}

void expect_damaged(const std::string& frame, const std::string& prefix, std::size_t size) {
    try {
        (void)zstd_decompress(frame, prefix, size);
        ADD_FAILURE() << "was unpacked";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::archive);
        EXPECT_THAT(error.what(), HasSubstr("damaged"));
    }
}

TEST(Zstd, GivesBackWhatWasCompressed) {
    ZstdCompressor compressor;
    for (const std::string& data : {std::string(), std::string("page"), noise(1'000'000)}) {
        EXPECT_EQ(zstd_decompress(compressor.compress(data, {}), {}, data.size()), data);
    }
}

TEST(Zstd, KeepsOnlyWhatChangedSinceThePrefix) {
    const std::string before = noise(200'000);
    std::string after = before;
    after.insert(100'000, "one new entry");
    ZstdCompressor compressor;
    const std::string frame = compressor.compress(after, before);
    EXPECT_THAT(frame.size(), Lt(after.size() / 100));
    EXPECT_EQ(zstd_decompress(frame, before, after.size()), after);
}

TEST(Zstd, ReachesBackOverAPageAtTheSizeLimit) {
    const std::string before = noise(16U << 20U);
    const std::string after = before + "and more";
    ZstdCompressor compressor;
    const std::string frame = compressor.compress(after, before);
    EXPECT_THAT(frame.size(), Lt(after.size() / 100));
    EXPECT_EQ(zstd_decompress(frame, before, after.size()), after);
}

TEST(Zstd, TellsAPrefixThatIsNotTheOneUsed) {
    const std::string before = noise(50'000);
    ZstdCompressor compressor;
    const std::string frame = compressor.compress(before + "x", before);
    expect_damaged(frame, noise(50'000, 2), before.size() + 1);
    expect_damaged(frame, {}, before.size() + 1);
}

TEST(Zstd, DoesNotCarryAPrefixOverToTheNextCall) {
    const std::string data = noise(50'000);
    ZstdCompressor compressor;
    (void)compressor.compress(data, data);
    EXPECT_EQ(zstd_decompress(compressor.compress(data, {}), {}, data.size()), data);
}

TEST(Zstd, TellsDamage) {
    const std::string data = noise(10'000);
    ZstdCompressor compressor;
    const std::string frame = compressor.compress(data, {});
    for (std::size_t at = 5; at < frame.size(); at += 97) {
        SCOPED_TRACE(at);
        std::string damaged = frame;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        try {
            // A few bits of a frame say nothing that matters; what comes out must then be right.
            EXPECT_EQ(zstd_decompress(damaged, {}, data.size()), data);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::archive);
        }
    }
    expect_damaged(frame.substr(0, frame.size() / 2), {}, data.size());
}

TEST(Zstd, RefusesASizeThatIsNotTheOneExpected) {
    ZstdCompressor compressor;
    const std::string frame = compressor.compress("a page", {});
    expect_damaged(frame, {}, 5);
    expect_damaged(frame, {}, 7);
}

}  // namespace
}  // namespace feedarc::base
