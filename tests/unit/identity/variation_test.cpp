#include <feedarc/identity.hpp>
#include <feedarc/variation.hpp>

#include "identity/number_places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace feedarc {
namespace {

Time at(int seconds) {
    return Time{std::chrono::seconds{seconds}};
}

// Contents of one record with these excerpts, one after the other.
std::vector<Revision> contents(const std::vector<std::string>& excerpts) {
    std::vector<Revision> result;
    int time = 0;
    for (const std::string& excerpt : excerpts) {
        Revision content;
        content.entry.title = "A thread";
        content.entry.excerpt = excerpt;
        content.fingerprint = identity_text(content.entry).fingerprint;
        content.first_seen = at(++time);
        content.last_seen = at(time);
        content.sightings = 1;
        result.push_back(content);
    }
    return result;
}

// How many revisions contents are when all that changes among them is volatile.
std::size_t revisions_at_best(const std::vector<std::string>& excerpts) {
    const auto all = contents(excerpts);
    return revisions_of(all, changing_places(all)).size();
}

std::vector<std::string> numbers(const std::string& text) {
    std::vector<std::string> found;
    for (const PlacedNumber& number : placed_numbers(text, "excerpt")) {
        found.push_back(text.substr(number.begin, number.end - number.begin));
    }
    return found;
}

Place place(const std::string& text) {
    const auto found = placed_numbers(text, "excerpt");
    return found.empty() ? 0 : found.front().place;
}

using Texts = std::vector<std::string>;

TEST(NumberPlaces, AreOfWholeNumbersAndAges) {
    EXPECT_EQ(numbers("1,299.50 euros"), Texts{"1,299.50"});
    EXPECT_EQ(numbers("1.2k views, 3万次"), (Texts{"1.2k", "3万"}));
    EXPECT_EQ(numbers("12 points by ann 3 hours ago | 45 comments"),
              (Texts{"12", "3 hours ago", "45"}));
    EXPECT_EQ(numbers("共128条评论，阅读：９９"), (Texts{"128", "９９"}));
    EXPECT_EQ(numbers("no number, v2 and x86"), Texts{});
    EXPECT_EQ(numbers("5 kilos and 5 k"), (Texts{"5", "5"}));
}

TEST(NumberPlaces, AreToldByTheWordBehindThemOrBeforeOrTheSigns) {
    EXPECT_EQ(place("by ann 45 comments"), place("by bob, 1 comment"));
    EXPECT_EQ(place("2 replies"), place("1 reply"));
    EXPECT_NE(place("45 comments"), place("45 points"));
    EXPECT_EQ(place("阅读：128"), place("作者 阅读 7"));
    EXPECT_NE(place("阅读：128"), place("点赞：128"));
    EXPECT_EQ(place("128条评论"), place("共 7 条评论"));
    EXPECT_EQ(place("a thread (128)"), place("another (7)"));
    EXPECT_NE(place("a thread (128)"), place("a thread [128]"));
    EXPECT_NE(placed_numbers("45 comments", "title").front().place, place("45 comments"));
}

TEST(Variation, IsWhereNumbersChangeAndNothingElse) {
    EXPECT_EQ(changing_places(contents({"128 comments", "129 comments"})),
              (std::vector<Place>{place("1 comment")}));
    EXPECT_TRUE(changing_places(contents({"128 comments", "129 points"})).empty());
    EXPECT_TRUE(changing_places(contents({"128 comments"})).empty());
    EXPECT_TRUE(changing_places(contents({"A text.", "Another."})).empty());
    // What stays the same beside it is none.
    EXPECT_EQ(
        changing_places(contents({"In 2025 we had 12 comments", "In 2025 we had 13 comments"})),
        (std::vector<Place>{place("1 comment")}));
}

TEST(Variation, DoesNotDependOnTheOrderOfContents) {
    auto all = contents({"1 point, 1 comment", "2 points, 1 comment", "Another text in 2025",
                         "Another text in 2026", "3 points, 7 comments"});
    const auto places = changing_places(all);
    const auto revisions = revisions_of(all, places);
    std::sort(all.begin(), all.end(),
              [](const Revision& one, const Revision& other) { return one.entry < other.entry; });
    do {
        ASSERT_EQ(changing_places(all), places);
        const auto again = revisions_of(all, places);
        ASSERT_EQ(again.size(), revisions.size());
        for (std::size_t i = 0; i < again.size(); ++i) {
            ASSERT_EQ(again[i].entry, revisions[i].entry);
            ASSERT_EQ(again[i].first_seen, revisions[i].first_seen);
        }
    } while (std::next_permutation(
        all.begin(), all.end(),
        [](const Revision& one, const Revision& other) { return one.entry < other.entry; }));
}

TEST(Variation, MakesOneRevisionOfCountersAndAges) {
    EXPECT_EQ(revisions_at_best({"1 point by ann 1 hour ago | 1 comment",
                                 "12 points by ann 3 hours ago | 45 comments",
                                 "999 points by ann 1 day ago | 1.2k comments"}),
              1U);
    EXPECT_EQ(revisions_at_best({"评论 12 阅读 999 3小时前", "评论 128 阅读 1.2万 2天前"}), 1U);
    EXPECT_EQ(revisions_at_best({"12 Aufrufe vor 3 Stunden", "13 Aufrufe vor 1 Tag"}), 1U);
    EXPECT_EQ(revisions_at_best({"1 point", "2 points and more"}), 2U);
}

TEST(Variation, HasSightingsAndJoinsNameTheRevisions) {
    RecordDetail detail;
    detail.revisions = contents({"1 comment", "Another text.", "2 comments", "3 comments"});
    detail.volatile_places = changing_places(detail.revisions);
    for (const std::int64_t shown : {1, 2, 3, 4, 2}) {
        detail.sightings.emplace_back().revision = shown;
        detail.joins.emplace_back().revision = shown;
    }
    group_revisions(detail);
    ASSERT_EQ(detail.revisions.size(), 2U);
    EXPECT_EQ(detail.revisions[1].entry.excerpt, "Another text.");
    std::vector<std::int64_t> shown;
    for (const Sighting& sighting : detail.sightings) shown.push_back(sighting.revision);
    EXPECT_EQ(shown, (std::vector<std::int64_t>{1, 2, 1, 1, 2}));
    for (std::size_t i = 0; i < shown.size(); ++i) EXPECT_EQ(detail.joins[i].revision, shown[i]);
}

TEST(Variation, LeavesNumbersAtOtherPlacesAlone) {
    const auto counters = contents({"128 comments", "129 comments"});
    const auto places = changing_places(counters);
    EXPECT_EQ(
        count_variants(contents({"It costs 12 euros. 1 comment", "It costs 12 euros. 7 comments",
                                 "It costs 10 euros. 9 comments"}),
                       places),
        1);
    EXPECT_EQ(count_variants(counters, {}), 0);
    EXPECT_EQ(count_variants(counters, places), 1);
}

TEST(Variation, IsAnyChangeThatTheCanonicalUrlLeavesOut) {
    auto all = contents({"A text.", "A text.", "A text."});
    all[0].entry.url = "https://forum.example.org/t/1#reply74";
    all[1].entry.url = "https://forum.example.org/t/1#reply96";
    all[2].entry.url = "https://forum.example.org/t/2";
    EXPECT_EQ(count_variants(all, {}), 1);
    const auto revisions = revisions_of(all, {});
    ASSERT_EQ(revisions.size(), 2U);
    EXPECT_EQ(revisions[0].entry.url, "https://forum.example.org/t/1#reply96");
    EXPECT_EQ(revisions[0].first_seen, at(1));
    EXPECT_EQ(revisions[0].last_seen, at(2));
    EXPECT_EQ(revisions[0].sightings, 2);
}

TEST(Variation, IsVolatileWhereManyRecordsChange) {
    const std::vector<PlaceCount> changed{{11, 2, false}, {7, 3, false}, {5, 30, true}};
    EXPECT_EQ(volatile_places(changed, 10), (std::vector<Place>{5, 7}));
    EXPECT_EQ(volatile_places(changed, 24), (std::vector<Place>{5, 7}));
    EXPECT_EQ(volatile_places(changed, 25), (std::vector<Place>{5}));
    EXPECT_TRUE(volatile_places(changed, 241).empty());
    EXPECT_TRUE(volatile_places({}, 0).empty());
}

// Numbers stand side by side, in ages and at the ends of texts.
TEST(Variation, TakesAnyText) {
    for (const std::string text :
         {"12 vor 3 Stunden", "5 min ago 5 min ago", "1", "1 2 3", "12昨天3小时前4", "9 a", "9k",
          "9kk 9.", "9.,9", "３小时前", "1 day, 2 hours ago 7 days"}) {
        EXPECT_EQ(revisions_at_best({text, text + "!"}), 2U) << text;
        EXPECT_EQ(count_variants(contents({text, text}), {}), 1) << text;
    }
}

}  // namespace
}  // namespace feedarc
