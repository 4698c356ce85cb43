#include "identity/text_rungs.hpp"

#include <feedarc/identity.hpp>

#include "fake_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

// The rungs of the ladder that compare texts, as decide() climbs them.

namespace feedarc {
namespace {

// As many characters of words that no text with another seed has.
std::string text_of(unsigned seed, std::size_t size) {
    std::mt19937 random(seed);
    std::string text;
    while (text.size() < size) {
        for (auto letters = 2 + random() % 7; letters != 0; --letters) {
            text += static_cast<char>('a' + random() % 26);
        }
        text += ' ';
    }
    text.resize(size);
    return text;
}

const std::string kWhole = text_of(1, 400);
const std::string kCut = kWhole.substr(0, 200) + "...";
const std::string kEdited =
    kWhole.substr(0, 150) + "this was put in" + kWhole.substr(150, 100) + kWhole.substr(270);

Entry text_entry(const std::string& excerpt) {
    return entry("", "", excerpt);
}

// Whether the one entry of a page joins a record that consists of another entry.
std::optional<EvidenceKind> joined(const Entry& seen_before, const Entry& now) {
    FakeIndex index;
    const RecordId record = index.add(seen_before);
    const auto decisions = decide_new({now}, index);
    EXPECT_EQ(decisions[0].record.has_value(), decisions[0].joined_by.has_value());
    if (decisions[0].record) {
        EXPECT_EQ(decisions[0].record, record);
    }
    return decisions[0].joined_by;
}

TEST(TextRungs, ATextThatIsCutElsewhereIsTheSameArticle) {
    EXPECT_EQ(joined(text_entry(kWhole), text_entry(kCut)), EvidenceKind::truncation);
    EXPECT_EQ(joined(text_entry(kCut), text_entry(kWhole)), EvidenceKind::truncation);
    EXPECT_EQ(joined(text_entry(kCut), text_entry(kWhole.substr(0, 300) + "…")),
              EvidenceKind::truncation);
}

TEST(TextRungs, AShortCutTextNeedsTheTitle) {
    const std::string cut = kWhole.substr(0, 30) + "...";
    EXPECT_EQ(joined(entry("T", "", kWhole), entry("T", "", cut)), EvidenceKind::truncation);
    EXPECT_FALSE(joined(entry("T", "", kWhole), entry("U", "", cut)));
    EXPECT_FALSE(joined(entry("", "", kWhole), entry("", "", cut)));
}

TEST(TextRungs, AnEditedTextIsTheSameArticle) {
    EXPECT_EQ(joined(text_entry(kWhole), text_entry(kEdited)), EvidenceKind::near_duplicate);
    EXPECT_EQ(joined(text_entry(kEdited), text_entry("Abstract: " + kCut)),
              EvidenceKind::near_duplicate);
    EXPECT_FALSE(joined(text_entry(kWhole), text_entry(text_of(2, 400))));
}

TEST(TextRungs, TitlesLinksGuidsAndDaysThatDifferKeepApart) {
    const auto dated = [](const char* day, const std::string& text) {
        Entry result = text_entry(text);
        result.published = {day, DatePrecision::day};
        return result;
    };
    const auto identified = [](const char* guid, const std::string& text) {
        Entry result = text_entry(text);
        result.guid = guid;
        return result;
    };
    for (const std::string& text : {kCut, kEdited}) {
        const bool cut = text == kCut;
        const auto kind = cut ? EvidenceKind::truncation : EvidenceKind::near_duplicate;
        EXPECT_FALSE(joined(entry("T", "", kWhole), entry("U", "", text)));
        EXPECT_EQ(joined(entry("T", "", kWhole), entry("T", "", text)), kind);
        EXPECT_EQ(joined(entry("T", "", kWhole), entry("", "", text)), kind);
        EXPECT_FALSE(joined(entry("", "https://a.example/1", kWhole),
                            entry("", "https://a.example/2", text)));
        EXPECT_FALSE(joined(dated("2026-01-11", kWhole), dated("2026-01-12", text)));
        EXPECT_EQ(joined(dated("2026-01-11", kWhole), dated("2026-01-11", text)), kind);
        EXPECT_FALSE(joined(identified("1", kWhole), identified("2", text)));
    }
    EXPECT_EQ(joined(entry("", "https://a.example/1", kWhole), text_entry(kCut)),
              EvidenceKind::truncation);
}

TEST(TextRungs, WhatAnyContentOfTheRecordShowsCounts) {
    FakeIndex index;
    const RecordId record = index.add(text_entry(kWhole));
    index.extend(record, entry("T", "https://a.example/1", text_of(3, 100)));
    EXPECT_FALSE(decide_new({entry("U", "", kCut)}, index)[0].record);
    EXPECT_FALSE(decide_new({entry("T", "https://a.example/2", kEdited)}, index)[0].record);
    EXPECT_EQ(decide_new({entry("T", "", kCut)}, index)[0].record, record);
}

TEST(TextRungs, TwoEntriesOfOnePageStayApart) {
    FakeIndex index;
    const auto both = decide_new({text_entry(kWhole), text_entry(kEdited)}, index);
    EXPECT_NE(both[0].group, both[1].group);
    const RecordId record = index.add(text_entry(kWhole));
    EXPECT_FALSE(
        decide_new({text_entry(kWhole), text_entry(kEdited)}, index, {{0, record}})[1].record);
    EXPECT_FALSE(
        decide_new({text_entry(kWhole), text_entry(kCut)}, index, {{0, record}})[1].record);
}

TEST(TextRungs, AnOpeningOfTwoRecordsJoinsNeither) {
    FakeIndex index;
    index.add(text_entry(kWhole));
    index.add(text_entry(kWhole.substr(0, 200) + text_of(4, 200)));
    EXPECT_FALSE(decide_new({text_entry(kWhole.substr(0, 150) + "...")}, index)[0].record);
    EXPECT_FALSE(decide_new({text_entry(kWhole.substr(0, 150))}, index)[0].record);
}

TEST(TextRungs, ATextThatGoesOnOtherwiseThanTheRecordIsAnotherArticle) {
    FakeIndex index;
    const RecordId record = index.add(text_entry(kWhole.substr(0, 150) + "..."));
    index.extend(record, text_entry(kWhole));
    const std::string other = kWhole.substr(0, 160) + text_of(4, 200);
    EXPECT_FALSE(decide_new({text_entry(other)}, index)[0].record);
    EXPECT_EQ(decide_new({text_entry(kWhole + text_of(5, 100))}, index)[0].record, record);
}

TEST(TextRungs, ACutTextThatTwoEntriesOfAPageGoOnFromIsNeither) {
    FakeIndex index;
    index.add(text_entry(kWhole.substr(0, 150) + "..."));
    const auto decisions = decide_new(
        {text_entry(kWhole), text_entry(kWhole.substr(0, 200) + text_of(4, 200))}, index);
    EXPECT_FALSE(decisions[0].record);
    EXPECT_FALSE(decisions[1].record);
}

TEST(TextRungs, TheEntryThatIsMostLikeARecordTakesIt) {
    std::string other = kWhole;
    for (const std::size_t at : {20U, 120U, 220U, 320U})
        other.replace(at, 20, text_of(static_cast<unsigned>(at), 20));
    for (const bool turned : {false, true}) {
        FakeIndex index;
        const RecordId record = index.add(text_entry(kWhole));
        std::vector<Entry> entries{text_entry(kEdited), text_entry(other)};
        if (turned) std::swap(entries[0], entries[1]);
        const auto decisions = decide_new(entries, index);
        EXPECT_EQ(decisions[turned ? 1 : 0].record, record);
        EXPECT_FALSE(decisions[turned ? 0 : 1].record);
    }
    EXPECT_EQ(joined(text_entry(kWhole), text_entry(other)), EvidenceKind::near_duplicate);
}

TEST(TextRungs, ATextThatIsAlmostAsMuchLikeAnotherRecordIsNeither) {
    FakeIndex index;
    std::string other = kWhole;
    other.replace(330, 10, text_of(7, 10));
    index.add(text_entry(kWhole));
    index.add(text_entry(other));
    EXPECT_FALSE(decide_new({text_entry(kEdited)}, index)[0].record);
}

// A page of a series shows all its parts; each capture brings the next.
TEST(TextRungs, PartsOfASeriesStayApartWhereTheyStandOnOnePage) {
    for (const std::size_t shared : {18U, 60U, 120U, 180U}) {
        const std::string opening = text_of(10, shared);
        FakeIndex index;
        std::vector<Entry> shown;
        std::map<std::size_t, RecordId> known;
        for (unsigned part = 0; part < 8; ++part) {
            shown.push_back(text_entry(opening + text_of(100 + part, 350 - shared) + "..."));
            const auto decisions = decide_new(shown, index, known);
            EXPECT_FALSE(decisions.back().record) << shared << " part " << part;
            known[part] = index.add(shown.back());
        }
        FakeIndex fresh;
        std::set<std::size_t> groups;
        for (const Decision& decision : decide_new(shown, fresh)) groups.insert(decision.group);
        EXPECT_EQ(groups.size(), shown.size());
    }
}

TEST(TextRungs, PartsOfASeriesStayApartWhereEachIsShownAlone) {
    const std::string opening = text_of(10, 180);
    FakeIndex index;
    for (unsigned part = 0; part < 30; ++part) {
        const Entry shown = text_entry(opening + text_of(100 + part, 170) + "...");
        EXPECT_FALSE(decide_new({shown}, index)[0].record) << part;
        index.add(shown);
    }
    // And an edited part still finds its own.
    std::string edited = opening + text_of(117, 170);
    edited.replace(100, 5, "other");
    EXPECT_EQ(decide_new({text_entry(edited)}, index)[0].record, 18);
}

TEST(TextRungs, TheTextOfATemplateFindsNothing) {
    FakeIndex index;
    index.add(entry("One", "https://a.example/1", kWhole));
    const Content content = make_content(text_entry(kEdited));
    index.spoil({EvidenceKind::fingerprint, content.text.fingerprint});
    EXPECT_FALSE(decide_new({text_entry(kEdited)}, index)[0].record);
}

TEST(TextRungs, AKeyOfManyTextsFindsNothing) {
    FakeIndex index;
    for (unsigned i = 0; i < 17; ++i) index.add(entry("", "", kWhole + text_of(20 + i, 200)));
    EXPECT_FALSE(decide_new({text_entry(kCut)}, index)[0].record);
    EXPECT_FALSE(decide_new({text_entry(kEdited)}, index)[0].record);
    const Decision decision = decide_new({text_entry(kWhole + text_of(99, 200))}, index)[0];
    const Content content = make_content(text_entry(kWhole));
    EXPECT_EQ(std::count(decision.text_keys.begin(), decision.text_keys.end(),
                         *content.text_keys.opening),
              0);
}

TEST(TextRungs, ANewTextIsFoundByItsKeysAndATextJoinIsEvidence) {
    FakeIndex index;
    const Content whole = make_content(text_entry(kWhole));
    const Decision first = decide_new({whole.entry}, index)[0];
    EXPECT_EQ(first.text_keys.size(), 1 + whole.text_keys.sketch.size());
    index.add(whole.entry);
    const Content cut = make_content(text_entry(kCut));
    const Decision second = decide_new({cut.entry}, index)[0];
    const EvidenceKey expected{EvidenceKind::truncation, cut.text.fingerprint};
    EXPECT_EQ(std::count(second.claims.begin(), second.claims.end(), expected), 1);
    // What leads to the record already is not said twice.
    for (const TextKey key : second.text_keys) {
        const auto& sketch = whole.text_keys.sketch;
        EXPECT_EQ(std::count(sketch.begin(), sketch.end(), key), 0);
    }
}

TEST(TextRungs, AnEntryThatHasARecordConnectsItToNoOtherByItsText) {
    FakeIndex index;
    const RecordId linked = index.add(entry("", "https://a.example/1", text_of(5, 100)));
    index.add(text_entry(kWhole));
    for (const std::string& text : {kCut, kEdited}) {
        const Decision decision = decide_new({entry("", "https://a.example/1", text)}, index)[0];
        EXPECT_EQ(decision.record, linked);
        EXPECT_TRUE(decision.also.empty());
    }
}

TEST(TextRungs, DoNotDependOnTheOrderOfTheEntries) {
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        const auto variant = [&] {
            const auto below = [&](unsigned bound) {
                return static_cast<unsigned>(random() % bound);
            };
            const std::string base = text_of(below(3), 180) + text_of(30 + below(3), 150);
            std::string text = base;
            if (random() % 2 == 0) text = text.substr(0, 60 + 60 * (random() % 4)) + "...";
            if (random() % 2 == 0) text.insert(random() % 50, "something");
            return entry(random() % 4 == 0 ? "T" : "", "", text);
        };
        std::vector<Entry> before;
        std::vector<Entry> entries;
        for (int i = 0; i < 4; ++i) before.push_back(variant());
        for (int i = 0; i < 4; ++i) entries.push_back(variant());
        std::vector<std::size_t> order(entries.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::vector<std::optional<RecordId>> expected;
        for (int turn = 0; turn < 6; ++turn) {
            FakeIndex index;
            for (const Entry& one : before) index.add(one);
            std::vector<Entry> turned;
            for (const std::size_t i : order) turned.push_back(entries[i]);
            const auto decisions = decide_new(turned, index);
            std::vector<std::optional<RecordId>> records(entries.size());
            for (std::size_t k = 0; k < order.size(); ++k) records[order[k]] = decisions[k].record;
            if (turn == 0) expected = records;
            EXPECT_EQ(records, expected);
            std::shuffle(order.begin(), order.end(), random);
        }
    }
}

// The record of another source that shows a text of one cut or longer.
std::optional<RecordId> found_by(const Entry& entry, FakeIndex& records) {
    const Content content = make_content(entry);
    TextArticle article;
    article.contents = {&content};
    article.traits.add(content.entry, std::nullopt, std::nullopt);
    TextIndex index(records);
    return truncation_of(article, index);
}

TEST(TruncationOf, IsTheOneRecordThatShowsMoreOrLessOfTheText) {
    FakeIndex index;
    index.add(text_entry(text_of(2, 400)));
    const RecordId record = index.add(text_entry(kWhole));
    EXPECT_EQ(found_by(text_entry(kCut), index), record);
    EXPECT_EQ(found_by(text_entry(kWhole + " and on"), index), record);
    EXPECT_EQ(found_by(text_entry(kEdited), index), std::nullopt);
    EXPECT_EQ(found_by(text_entry(kWhole.substr(0, 30) + "..."), index), std::nullopt);
}

TEST(TruncationOf, IsNothingWhereTwoRecordsGoOnFromTheText) {
    FakeIndex index;
    index.add(text_entry(kWhole));
    index.add(text_entry(kWhole.substr(0, 250) + text_of(2, 150)));
    EXPECT_EQ(found_by(text_entry(kCut), index), std::nullopt);
}

TEST(TruncationOf, HeedsTitlesAndNoLinksThatAreLeftOut) {
    FakeIndex index;
    const RecordId record = index.add(entry("A title", "https://a.example/1", kWhole));
    EXPECT_EQ(found_by(entry("A title", "https://b.example/2", kCut), index), record);
    EXPECT_EQ(found_by(entry("Another", "https://b.example/2", kCut), index), std::nullopt);
}

}  // namespace
}  // namespace feedarc
