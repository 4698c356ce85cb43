#include <feedarc/archive.hpp>
#include <feedarc/merge_store.hpp>

#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

// What every storage backend must do for categories that pages do not show.

namespace feedarc {
namespace {

using test::kWait;
using test::snapshot_of;
using test::store;
using testing::ElementsAre;
using testing::IsEmpty;

Entry assigned_entry(const std::string& title, const std::string& category = "") {
    Entry result;
    result.title = title;
    result.url = "https://blog.example/" + title;
    result.category = category;
    return result;
}

class AssignmentsContract : public testing::TestWithParam<const char*> {
protected:
    AssignmentsContract() {
        const std::string location = GetParam();
        archive_ = open_archive(location == "file" ? folder_ / "archive.db" : location,
                                OpenMode::write, kWait);
        store(*archive_,
              snapshot_of(100, "one",
                          {assigned_entry("a"), assigned_entry("b"), assigned_entry("c", "Own")}));
    }

    bool assign(RecordId record, const std::string& category,
                CategoryFrom origin = CategoryFrom::rule, int at = 1000) {
        const auto batch = archive_->begin(kWait);
        const bool changed =
            batch->assignments().assign(record, category, origin, Time{std::chrono::seconds{at}});
        batch->commit();
        return changed;
    }

    // `title category from`, by id.
    std::vector<std::string> texts() {
        std::vector<std::string> lines;
        archive_->category_texts(std::nullopt, [&](const CategoryText& text) {
            lines.push_back(text.title + " " + text.category + " " + to_string(text.from));
            const Record record = archive_->record(text.id)->record;
            EXPECT_EQ(record.best.category, text.category);
            EXPECT_EQ(record.category_from, text.from);
            return true;
        });
        return lines;
    }

    void rederive() {
        const auto batch = archive_->begin(kWait);
        app::Deriver deriver(*batch);
        deriver.rederive(batch->source("blog", ""));
        deriver.finish();
        batch->commit();
    }

    test::TemporaryFolder folder_;
    std::unique_ptr<Archive> archive_;
};

TEST_P(AssignmentsContract, ARecordShowsWhatWasAssignedLastUntilThatIsTakenBack) {
    EXPECT_TRUE(assign(1, "First"));
    EXPECT_FALSE(assign(1, "First"));
    EXPECT_THAT(texts(), ElementsAre("a First rule", "b  ", "c Own page"));
    // A clock that was put back does not change the order.
    EXPECT_TRUE(assign(1, "Second", CategoryFrom::rule, 10));
    EXPECT_THAT(texts(), ElementsAre("a Second rule", "b  ", "c Own page"));
    Filter filter;
    filter.categories = {"second"};
    EXPECT_EQ(archive_->count(filter), 1);
    EXPECT_TRUE(assign(1, ""));
    EXPECT_FALSE(assign(1, ""));
    EXPECT_THAT(texts(), ElementsAre("a  ", "b  ", "c Own page"));
    EXPECT_EQ(archive_->count(filter), 0);
}

TEST_P(AssignmentsContract, WhatThePageShowsIsStrongestAndRulesAreStrongerThanSuggestions) {
    EXPECT_FALSE(assign(3, "Other"));
    EXPECT_FALSE(assign(3, ""));
    EXPECT_FALSE(assign(99, "None"));
    EXPECT_TRUE(assign(2, "Maybe", CategoryFrom::suggested));
    EXPECT_FALSE(assign(2, "", CategoryFrom::rule));  // a rule takes back its own alone
    EXPECT_TRUE(assign(2, "Sure", CategoryFrom::rule));
    EXPECT_FALSE(assign(2, "Maybe", CategoryFrom::suggested));
    EXPECT_FALSE(assign(2, "", CategoryFrom::suggested));
    EXPECT_THAT(texts(), ElementsAre("a  ", "b Sure rule", "c Own page"));
}

TEST_P(AssignmentsContract, WhatWasAssignedComesBackWhenAllIsDerivedAgain) {
    assign(1, "First");
    assign(2, "Maybe", CategoryFrom::suggested);
    const auto before = texts();
    rederive();
    EXPECT_EQ(texts(), before);
    // A later snapshot shows one, and an even later one does not take it away.
    store(*archive_, snapshot_of(200, "two", {assigned_entry("a", "Shown"), assigned_entry("b")}));
    EXPECT_THAT(texts(), ElementsAre("a Shown page", "b Maybe suggested", "c Own page"));
    store(*archive_, snapshot_of(300, "three",
                                 {assigned_entry("a"), assigned_entry("b"), assigned_entry("d")}));
    EXPECT_THAT(texts(), ElementsAre("a Shown page", "b Maybe suggested", "c Own page", "d  "));
    rederive();
    EXPECT_THAT(texts(), ElementsAre("a Shown page", "b Maybe suggested", "c Own page", "d  "));
}

TEST_P(AssignmentsContract, ANewerReadingOfAnEntryTakesItAlong) {
    assign(1, "First");
    const auto batch = archive_->begin(kWait);
    batch->assignments().follow(batch->source("blog", ""), content_hash(assigned_entry("a")),
                                content_hash(assigned_entry("new")));
    batch->commit();
    store(*archive_, snapshot_of(200, "two", {assigned_entry("new")}));
    EXPECT_THAT(texts(), ElementsAre("a First rule", "b  ", "c Own page", "new First rule"));
}

TEST_P(AssignmentsContract, WhatIsTakenOverFromAnotherArchiveCountsByItsTime) {
    assign(1, "Here", CategoryFrom::rule, 1000);
    CategoryAssignment there{"blog",
                             content_hash(assigned_entry("a")),
                             "Earlier",
                             CategoryFrom::rule,
                             Time{std::chrono::seconds{500}},
                             7};
    const auto take = [&](const CategoryAssignment& assignment) {
        const auto batch = archive_->begin(kWait);
        const bool is_new = batch->merging().take(assignment);
        batch->commit();
        return is_new;
    };
    EXPECT_TRUE(take(there));
    EXPECT_FALSE(take(there));
    EXPECT_THAT(texts().front(), "a Here rule");
    there.category = "Later";
    there.assigned_at = Time{std::chrono::seconds{2000}};
    EXPECT_TRUE(take(there));
    EXPECT_THAT(texts().front(), "a Later rule");
    // Of an entry that is not here yet.
    EXPECT_TRUE(take({"blog", content_hash(assigned_entry("z")), "Coming", CategoryFrom::suggested,
                      Time{std::chrono::seconds{100}}, 1}));
    store(*archive_, snapshot_of(200, "two", {assigned_entry("z")}));
    EXPECT_THAT(texts().back(), "z Coming suggested");
}

TEST_P(AssignmentsContract, NothingIsAssignedByATransactionThatIsNotCommitted) {
    {
        const auto batch = archive_->begin(kWait);
        EXPECT_TRUE(batch->assignments().assign(1, "Lost", CategoryFrom::rule, Time{}));
    }
    EXPECT_THAT(texts(), ElementsAre("a  ", "b  ", "c Own page"));
    Filter filter;
    filter.category_from = {CategoryFrom::rule};
    EXPECT_EQ(archive_->count(filter), 0);
    filter.category_from = {CategoryFrom::none};
    EXPECT_EQ(archive_->count(filter), 2);
    filter.category_from = {CategoryFrom::page, CategoryFrom::none};
    EXPECT_EQ(archive_->count(filter), 3);
}

INSTANTIATE_TEST_SUITE_P(Backends, AssignmentsContract, testing::Values("file", ":memory:"));

}  // namespace
}  // namespace feedarc
