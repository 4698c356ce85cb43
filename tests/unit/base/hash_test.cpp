#include <feedarc/hash.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <unordered_set>

namespace feedarc {
namespace {

using namespace std::string_literals;

// Archives hold these hashes: they must not change with the library, the machine or the compiler.
TEST(HashOf, IsXxh3InBigEndianOrderAndMustNotChange) {
    // The value that xxHash publishes for no input and seed 0.
    EXPECT_EQ(hash_of("").hex(), "99aa06d3014798d86001c324468d497f");
    EXPECT_EQ(hash_of("feedarc").hex(), "7864b7982ec658c7b86164cbdc47a2a3");
    EXPECT_EQ(hash_of(std::string(1000, 'x')).hex(), "50a1af5a5f2dcf01c0a4877b962cba82");
}

TEST(FieldHash, IsTheStoredFormatAndMustNotChange) {
    EXPECT_EQ(FieldHash().add("ab").add("").finish(),
              hash_of("\2\0\0\0\0\0\0\0ab\0\0\0\0\0\0\0\0"s));
    EXPECT_EQ(FieldHash().add(std::int64_t{258}).finish(),
              hash_of("\x8\0\0\0\0\0\0\0\2\1\0\0\0\0\0\0"s));
    EXPECT_EQ(FieldHash().add(std::int64_t{-1}).finish(),
              hash_of("\x8\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"s));
    const Hash128 hash = hash_of("feedarc");
    EXPECT_EQ(FieldHash().add(hash).finish(),
              hash_of("\x10\0\0\0\0\0\0\0"s +
                      std::string(reinterpret_cast<const char*>(hash.bytes.data()), 16)));
}

TEST(FieldHash, TellsApartWhereFieldsEnd) {
    std::unordered_set<Hash128> hashes{
        FieldHash().finish(),
        FieldHash().add("").finish(),
        FieldHash().add("").add("").finish(),
        FieldHash().add("ab").add("c").finish(),
        FieldHash().add("a").add("bc").finish(),
        FieldHash().add("abc").finish(),
        FieldHash().add("c").add("ab").finish(),
    };
    EXPECT_EQ(hashes.size(), 7U);
}

TEST(Hash128, ReadsBackTheHexadecimalFormInEitherCase) {
    const Hash128 hash = hash_of("feedarc");
    EXPECT_EQ(Hash128::from_hex(hash.hex()), hash);
    EXPECT_EQ(Hash128::from_hex("99AA06D3014798D86001C324468D497F"), hash_of(""));
}

TEST(Hash128, ReadsNoOtherText) {
    for (const char* text :
         {"", "99aa06d3", "99aa06d3014798d86001c324468d497", "99aa06d3014798d86001c324468d497f0",
          "99aa06d3014798d86001c324468d497g", " 99aa06d3014798d86001c324468d497",
          "0x99aa06d3014798d86001c324468d49"}) {
        EXPECT_EQ(Hash128::from_hex(text), std::nullopt) << text;
    }
}

TEST(Hash128, SortsAsItsHexadecimalForm) {
    Hash128 low;
    Hash128 high;
    low.bytes.fill(0xff);
    low.bytes[0] = 0x01;
    high.bytes[0] = 0x80;
    EXPECT_LT(low, high);
    EXPECT_LT(low.hex(), high.hex());
}

}  // namespace
}  // namespace feedarc
