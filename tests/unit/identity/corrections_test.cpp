#include <feedarc/corrections.hpp>

#include <gmock/gmock.h>

#include <initializer_list>

namespace feedarc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Hash128 content(char name) {
    return hash_of(std::string_view(&name, 1));
}

std::vector<ContentRef> refs(std::initializer_list<char> names) {
    std::vector<ContentRef> result;
    for (const char name : names) result.push_back({content(name), {}, 0});
    return result;
}

Correction made(int second, CorrectionKind kind, std::initializer_list<char> one,
                std::initializer_list<char> other) {
    Correction correction;
    correction.made_at = Time{std::chrono::seconds{second}};
    correction.sequence = second;
    correction.uuid = hash_of("correction " + std::to_string(second));
    correction.kind = kind;
    correction.one = refs(one);
    correction.other = refs(other);
    return correction;
}

Correction undo(int second, const Correction& undone) {
    Correction correction = made(second, CorrectionKind::undo, {}, {});
    correction.undoes = undone.uuid;
    return correction;
}

ContentLinks links_of(std::vector<Correction> corrections) {
    mark_in_force(corrections);
    return ContentLinks(corrections);
}

TEST(ContentLinks, OfNoCorrectionsAreEmpty) {
    const ContentLinks links;
    EXPECT_TRUE(links.empty());
    EXPECT_THAT(links.one_with(content('a')), IsEmpty());
    EXPECT_THAT(links.apart_from(content('a')), IsEmpty());
}

TEST(ContentLinks, AJoinMakesAllContentsOfBothRecordsOneArticle) {
    const auto links = links_of({made(1, CorrectionKind::join, {'a', 'b'}, {'c'})});
    EXPECT_THAT(links.one_with(content('b')),
                UnorderedElementsAre(content('a'), content('b'), content('c')));
    EXPECT_THAT(links.one_with(content('d')), IsEmpty());
    EXPECT_TRUE(links.mention(content('c')));
}

TEST(ContentLinks, JoinsThatShareAContentAreOne) {
    const auto links = links_of(
        {made(1, CorrectionKind::join, {'a'}, {'b'}), made(2, CorrectionKind::join, {'b'}, {'c'})});
    EXPECT_EQ(links.one_with(content('a')).size(), 3U);
    EXPECT_THAT(links.said_by(content('b')),
                ElementsAre(hash_of("correction 1"), hash_of("correction 2")));
}

TEST(ContentLinks, ASplitKeepsWhatGoesFromTheRest) {
    const auto links = links_of({made(1, CorrectionKind::split, {'a', 'b'}, {'c', 'd'})});
    EXPECT_EQ(links.one_with(content('a')).size(), 2U);
    EXPECT_THAT(links.apart_from(content('a')), UnorderedElementsAre(content('c'), content('d')));
    EXPECT_THAT(links.apart_from(content('c')), UnorderedElementsAre(content('a'), content('b')));
    EXPECT_THAT(links.one_with(content('c')), IsEmpty());
}

TEST(ContentLinks, TheLaterCorrectionWinsInWhateverOrderTheyAreGiven) {
    const auto join = made(1, CorrectionKind::join, {'a', 'b'}, {'c'});
    const auto split = made(2, CorrectionKind::split, {'c'}, {'a', 'b'});
    const auto again = made(3, CorrectionKind::join, {'c'}, {'a'});
    for (const auto& both : {std::vector{join, split}, std::vector{split, join}}) {
        const auto links = links_of(both);
        EXPECT_EQ(links.one_with(content('a')).size(), 2U);
        EXPECT_EQ(links.one_with(content('c')).size(), 1U);
        EXPECT_TRUE(links.apart_from(content('c')).contains(content('a')));
    }
    const auto links = links_of({again, split, join});
    EXPECT_TRUE(links.one_with(content('c')).contains(content('a')));
    EXPECT_FALSE(links.apart_from(content('c')).contains(content('a')));
}

TEST(ContentLinks, WhatWasUndoneIsAsIfItHadNeverBeenMade) {
    const auto join = made(1, CorrectionKind::join, {'a'}, {'b'});
    const auto taken_back = undo(2, join);
    EXPECT_TRUE(links_of({join, taken_back}).empty());
    EXPECT_FALSE(links_of({join, taken_back, undo(3, taken_back)}).empty());
    EXPECT_TRUE(links_of({join, taken_back, undo(3, taken_back), undo(4, join)}).empty());
}

TEST(MarkInForce, OrdersCorrectionsOfOneSecondByTheirMaking) {
    auto first = made(1, CorrectionKind::join, {'a'}, {'b'});
    auto second = made(1, CorrectionKind::split, {'a'}, {'b'});
    second.sequence = 2;
    std::vector<Correction> corrections{second, first};
    mark_in_force(corrections);
    EXPECT_EQ(corrections[0].kind, CorrectionKind::join);
}

TEST(CorrectionKind, HasNamesThatAreRead) {
    for (const auto kind : {CorrectionKind::join, CorrectionKind::split, CorrectionKind::forget,
                            CorrectionKind::amend, CorrectionKind::undo}) {
        EXPECT_EQ(correction_kind_from(to_string(kind)), kind);
    }
    EXPECT_FALSE(correction_kind_from("other"));
}

}  // namespace
}  // namespace feedarc
