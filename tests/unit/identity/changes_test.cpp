#include <feedarc/changes.hpp>

#include <gtest/gtest.h>

namespace feedarc {
namespace {

Entry article() {
    Entry entry;
    entry.title = "Notes on hashing";
    entry.url = "https://blog.example.org/hashing";
    entry.guid = "urn:1";
    entry.category = "Algorithms";
    entry.published = {"2026-01-11", DatePrecision::day};
    entry.excerpt = "Hashes spread keys over buckets…";
    return entry;
}

// What changes when one field of the article is set to another value, as `field kind`.
template <typename Set>
std::string changed_by(Set set) {
    Entry after = article();
    set(after);
    std::string text;
    for (const Change& change : changes_between(article(), after)) {
        if (!text.empty()) text += ", ";
        text += std::string(to_string(change.field)) + ' ' + to_string(change.kind);
    }
    return text;
}

std::string dated(Published before, Published after) {
    Entry one;
    one.published = std::move(before);
    Entry other;
    other.published = std::move(after);
    const auto changes = changes_between(one, other);
    return changes.empty() ? "" : to_string(changes.front().kind);
}

TEST(Changes, AreNoneBetweenEqualContents) {
    EXPECT_EQ(changed_by([](Entry&) {}), "");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.age = Age{AgeUnit::hour, 3, {}}; }), "");
}

TEST(Changes, OfATextTellEditsFromOtherCuts) {
    const auto excerpt = [](const char* text) {
        return changed_by([text](Entry& entry) { entry.excerpt = text; });
    };
    EXPECT_EQ(excerpt("Hashes scatter keys over buckets…"), "excerpt edited");
    EXPECT_EQ(excerpt("Hashes spread keys over buckets and more…"), "excerpt cut");
    EXPECT_EQ(excerpt("Hashes spread keys…"), "excerpt cut");
    EXPECT_EQ(excerpt("Hashes spread  KEYS over buckets [...]"), "excerpt reformatted");
    EXPECT_EQ(excerpt(""), "excerpt lost");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.title = "Notes on hashing, part 1"; }),
              "title extended");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.title = "Notes on trees"; }), "title edited");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.title = "Notes on Hashing"; }),
              "title reformatted");
}

TEST(Changes, OfLinksAndNames) {
    EXPECT_EQ(changed_by([](Entry& entry) { entry.url += "?utm_source=feed"; }), "url reformatted");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.url += "-2"; }), "url moved");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.url.clear(); }), "url lost");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.guid = "urn:2"; }), "guid changed");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.category = "ALGORITHMS"; }),
              "category reformatted");
    EXPECT_EQ(changed_by([](Entry& entry) { entry.category = "Trees"; }), "category moved");
}

TEST(Changes, OfADateTellPrecisionFromCorrection) {
    const Published year{"2026", DatePrecision::year};
    const Published month{"2026-01", DatePrecision::month};
    const Published week{"2026-01-11", DatePrecision::week};
    const Published day{"2026-01-11", DatePrecision::day};
    const Published hour{"2026-01-11T08:00:00Z", DatePrecision::hour};
    const Published minute{"2026-01-11T08:30:00Z", DatePrecision::minute};
    EXPECT_EQ(dated({}, day), "gained");
    EXPECT_EQ(dated(day, {}), "lost");
    EXPECT_EQ(dated(year, day), "more-precise");
    EXPECT_EQ(dated(month, minute), "more-precise");
    EXPECT_EQ(dated(hour, minute), "more-precise");
    EXPECT_EQ(dated(minute, hour), "less-precise");
    EXPECT_EQ(dated(week, {"2026-01-08", DatePrecision::day}), "more-precise");
    EXPECT_EQ(dated(week, {"2026-01-28", DatePrecision::day}), "corrected");
    EXPECT_EQ(dated(day, {"2026-01-12T08:30:00Z", DatePrecision::minute}), "corrected");
    EXPECT_EQ(dated(day, {"2026-01-12", DatePrecision::day}), "corrected");
    EXPECT_EQ(dated(day, {"2025", DatePrecision::year}), "corrected");
}

TEST(Changes, ComeInTheOrderOfTheFields) {
    EXPECT_EQ(changed_by([](Entry& entry) {
                  entry = Entry{};
                  entry.title = "Notes on trees";
              }),
              "title edited, url lost, guid lost, category lost, published lost, excerpt lost");
}

TEST(Changes, OfRevisionsAreThoseFromTheOneBefore) {
    std::vector<Revision> revisions(3);
    for (Revision& revision : revisions) revision.entry = article();
    revisions[1].entry.title = revisions[2].entry.title = "Notes on trees";
    revisions[2].entry.excerpt.clear();
    const auto changes = changes_of(revisions);
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_TRUE(changes[0].empty());
    EXPECT_EQ(changes[1], (std::vector<Change>{{EntryField::title, ChangeKind::edited}}));
    EXPECT_EQ(changes[2], (std::vector<Change>{{EntryField::excerpt, ChangeKind::lost}}));
    EXPECT_TRUE(changes_of({}).empty());
}

TEST(Changes, AreDescribedInWords) {
    EXPECT_EQ(describe({EntryField::url, ChangeKind::moved}), "permalink moved");
    EXPECT_EQ(describe({EntryField::guid, ChangeKind::gained}), "GUID gained");
    EXPECT_EQ(describe({EntryField::published, ChangeKind::more_precise}), "date more precise");
    EXPECT_EQ(describe({EntryField::excerpt, ChangeKind::cut}), "excerpt cut elsewhere");
    EXPECT_EQ(describe({EntryField::category, ChangeKind::moved}), "category moved");
}

}  // namespace
}  // namespace feedarc
