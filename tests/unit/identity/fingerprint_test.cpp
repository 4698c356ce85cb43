#include <feedarc/fingerprint.hpp>

#include <gtest/gtest.h>

#include <string>

namespace feedarc {
namespace {

// 40 characters, and 39 of them.
const std::string kLongText =
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
const std::string kShort = kLongText.substr(0, kLongText.size() - std::string_view("十").size());

Entry long_entry(const std::string& title, const std::string& excerpt) {
    Entry made;
    made.title = title;
    made.excerpt = excerpt;
    return made;
}

std::string hex(const std::string& title, const std::string& excerpt) {
    return identity_text(long_entry(title, excerpt)).fingerprint.hex();
}

// Archives hold fingerprints: these may change only together with kFingerprintVersion.
TEST(IdentityText, IsTheStoredFormatAndMustNotChange) {
    EXPECT_EQ(kFingerprintVersion, 1);
    EXPECT_EQ(hex("", ""), "99aa06d3014798d86001c324468d497f");
    EXPECT_EQ(hex("", kLongText), "3b80b7f7795fdb7818aed510510ea514");
    EXPECT_EQ(hex("Attention is all you need", ""), "d75f2b7126808118a39136afea3be5c1");
    EXPECT_EQ(hex("Attention is all you need", "概述 ..."), "68fc2a1115556cc69b24e46efbfc10f3");
}

TEST(IdentityText, OfALongExcerptIsThatOfTheExcerptAlone) {
    const IdentityText identity = identity_text(long_entry("A title", kLongText + " ..."));
    EXPECT_TRUE(identity.strong);
    EXPECT_FALSE(identity.empty);
    EXPECT_EQ(identity.fingerprint, hash_of(kLongText));
    EXPECT_EQ(identity.fingerprint, identity_text(long_entry("", kLongText)).fingerprint);
}

TEST(IdentityText, OfAShortExcerptIsThatOfTitleAndExcerpt) {
    const IdentityText identity = identity_text(long_entry("A Title", kShort));
    EXPECT_FALSE(identity.strong);
    EXPECT_FALSE(identity.empty);
    EXPECT_EQ(identity.fingerprint, FieldHash().add("atitle").add(kShort).finish());
    EXPECT_NE(identity.fingerprint, identity_text(long_entry("Another", kShort)).fingerprint);
    // Where one text ends and the other begins is told apart.
    EXPECT_NE(hex("ab", "c"), hex("a", "bc"));
}

TEST(IdentityText, CountsCharactersAfterNormalising) {
    EXPECT_FALSE(identity_text(long_entry("", kShort + " ...")).strong);
    EXPECT_FALSE(identity_text(long_entry("", kShort + " \u3000 ")).strong);
    EXPECT_TRUE(identity_text(long_entry("", kShort + "，")).strong);
}

TEST(IdentityText, OfALoneTextIsTheSameAsTitleAndAsExcerpt) {
    const IdentityText title = identity_text(long_entry("A Title", ""));
    EXPECT_EQ(title.fingerprint, identity_text(long_entry("", "a title")).fingerprint);
    EXPECT_EQ(title.fingerprint, hash_of("atitle"));
    EXPECT_FALSE(title.strong);
    EXPECT_FALSE(title.empty);
    // A dump shows a long title as a line, and a line may be an excerpt.
    EXPECT_EQ(hex(kLongText, ""), hex("", kLongText));
    EXPECT_FALSE(identity_text(long_entry(kLongText, "")).strong);
}

TEST(IdentityText, IsEmptyWithoutTitleAndExcerpt) {
    Entry without_text;
    without_text.url = "https://example.org/1";
    EXPECT_TRUE(identity_text(without_text).empty);
    EXPECT_FALSE(identity_text(without_text).strong);
    EXPECT_TRUE(identity_text(long_entry(" ", "\u200b")).empty);
}

TEST(IdentityText, LooksAtNothingButTitleAndExcerpt) {
    Entry full = long_entry("A title", kLongText);
    full.url = "https://example.org/1";
    full.guid = "1";
    full.category = "NLP";
    full.published = {"2026-01-11", DatePrecision::day};
    EXPECT_EQ(identity_text(full).fingerprint,
              identity_text(long_entry("", kLongText)).fingerprint);
}

}  // namespace
}  // namespace feedarc
