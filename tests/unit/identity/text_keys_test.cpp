#include "identity/text_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace feedarc {
namespace {

const std::string kText =
    "thefirstcomputersfilledwholeroomsandneededasmanypeopletotendthemasanyfactoryofthetime";

std::size_t common(std::vector<TextKey> one, std::vector<TextKey> other) {
    std::sort(one.begin(), one.end());
    std::sort(other.begin(), other.end());
    std::vector<TextKey> both;
    std::set_intersection(one.begin(), one.end(), other.begin(), other.end(),
                          std::back_inserter(both));
    return both.size();
}

TEST(TextKeys, AreOfALongTextOrATitledOne) {
    EXPECT_TRUE(make_text_keys("", kText.substr(0, 39)).empty());
    EXPECT_TRUE(make_text_keys("", kText.substr(0, 39)).sketch.empty());
    EXPECT_TRUE(make_text_keys("Title", kText.substr(0, 11)).empty());
    EXPECT_TRUE(make_text_keys("Title", kText.substr(0, 12)).titled);
    EXPECT_TRUE(make_text_keys("", kText.substr(0, 40)).opening);
    EXPECT_FALSE(make_text_keys("", kText).titled);
}

TEST(TextKeys, CountCharactersNotBytes) {
    std::string text;
    for (int i = 0; i < 13; ++i) text += "分布式";
    EXPECT_FALSE(make_text_keys("", text).opening);
    EXPECT_TRUE(make_text_keys("", text + "的").opening);
}

TEST(TextKeys, OfAnOpeningDependOnItAlone) {
    const TextKeys cut = make_text_keys("A Title", kText.substr(0, 50));
    const TextKeys whole = make_text_keys("a  title", kText);
    EXPECT_EQ(cut.opening, whole.opening);
    EXPECT_EQ(cut.titled, whole.titled);
    EXPECT_NE(cut.titled, make_text_keys("Another title", kText).titled);
    EXPECT_NE(cut.opening, make_text_keys("", "x" + kText).opening);
}

TEST(TextKeys, OfASketchAreSharedByVariants) {
    const auto sketch = make_text_keys("", kText).sketch;
    EXPECT_EQ(sketch.size(), 8U);
    std::string edited = kText;
    edited.replace(40, 6, "demand");
    EXPECT_GE(common(sketch, make_text_keys("", edited).sketch), 3U);
    EXPECT_GE(common(sketch, make_text_keys("", "preface" + kText).sketch), 5U);
    std::string other = kText;
    std::reverse(other.begin(), other.end());
    EXPECT_EQ(common(sketch, make_text_keys("", other).sketch), 0U);
}

TEST(TextKeys, OfARepeatedRunAreOne) {
    EXPECT_EQ(make_text_keys("", std::string(60, 'a')).sketch.size(), 1U);
}

// They are stored: other values would need a new kIdentityVersion.
TEST(TextKeys, StayTheSame) {
    const TextKeys keys = make_text_keys("A Title", kText);
    EXPECT_EQ(*keys.opening, 24402839492114);
    EXPECT_EQ(*keys.titled, 46599111945074);
    EXPECT_EQ(keys.sketch,
              (std::vector<TextKey>{2077895415674, 6769883523186, 7676507243847, 8503855421663,
                                    9129631827686, 9243932021855, 14841684442858, 15952733287216}));
}

}  // namespace
}  // namespace feedarc
