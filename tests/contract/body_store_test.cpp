#include <feedarc/body_store.hpp>
#include <feedarc/error.hpp>

#include "app/body_block.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <set>

// What every backend must do with the raw bytes of snapshots.
namespace feedarc {
namespace {

using test::kWait;
using test::snapshot_of;
using test::store;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Entry shown_entry(const std::string& title) {
    Entry result;
    result.title = title;
    result.excerpt = "The excerpt of " + title;
    return result;
}

// Pages of which each has most in common with the one before.
std::string page(int number) {
    std::string bytes;
    for (int line = number; line < number + 40; ++line) {
        bytes += "Entry " + std::to_string(line * 7919) + " of a page that is captured often\n";
    }
    return bytes;
}

class BodyStoreContract : public testing::TestWithParam<const char*> {
protected:
    BodyStoreContract()
        : archive_(
              open_archive(GetParam() == std::string("file") ? folder_ / "archive.db" : GetParam(),
                           OpenMode::write, kWait)),
          bodies_(archive_->body_store()) {}

    // Stores page `number`, packed with the one of `base` where that is given.
    SnapshotId add(int number, std::optional<int> base = std::nullopt) {
        return store(*archive_, prepared(number, base));
    }

    static PreparedSnapshot prepared(int number, std::optional<int> base = std::nullopt) {
        PreparedSnapshot snapshot = snapshot_of(100 + number, page(number), {shown_entry("One")});
        if (!base) return snapshot;
        snapshot.body.base = hash_of(page(*base));
        snapshot.body.data = base::ZstdCompressor().compress(page(number), page(*base));
        snapshot.body.bytes = std::make_shared<const std::string>(page(number));
        return snapshot;
    }

    // A chain of so many pages.
    std::vector<SnapshotId> add_chain(int count) {
        std::vector<SnapshotId> ids;
        for (int i = 0; i < count; ++i) {
            ids.push_back(add(i, i == 0 ? std::nullopt : std::optional(i - 1)));
        }
        return ids;
    }

    // As pack() does it.
    NewBlock block_of(const std::vector<KeptBody>& bodies) {
        app::BlockMembers members;
        for (const KeptBody& body : bodies) {
            members.add(body, bodies_.bytes(body.id, std::nullopt).value());
        }
        return members.make_block();
    }

    std::vector<BodyId> drop(const std::vector<BodyId>& bodies,
                             const std::vector<Repacked>& repacked = {}) {
        std::vector<UnneededBody> unneeded;
        for (const BodyId id : bodies) unneeded.push_back({id, 1});
        return bodies_.drop(unneeded, repacked, kWait);
    }

    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
    std::unique_ptr<Archive> archive_;
    BodyStore& bodies_;
};

TEST_P(BodyStoreContract, ListsWhatIsKeptInCaptureOrder) {
    add(2);
    add(3, 2);
    add(1);
    const auto loose = bodies_.loose();
    ASSERT_THAT(loose, SizeIs(3));
    EXPECT_EQ(loose[0].first_captured, Time{std::chrono::seconds{101}});
    EXPECT_EQ(loose[1].size, page(2).size());
    EXPECT_EQ(loose[2].prefix, (BodyPrefix{loose[1].id, std::nullopt}));
    EXPECT_EQ(loose[2].chain, 1);
    EXPECT_LT(loose[2].stored, loose[1].stored);
    EXPECT_THAT(bodies_.packed_with(loose[1].id), SizeIs(1));
    EXPECT_THAT(bodies_.packed_with(loose[2].id), IsEmpty());
    EXPECT_THAT(bodies_.blocks(), IsEmpty());
}

TEST_P(BodyStoreContract, ABlockTakesThePlaceOfWhatItsBodiesArePackedWith) {
    const auto ids = add_chain(6);
    const auto loose = bodies_.loose();
    ASSERT_TRUE(bodies_.store(block_of({loose.begin(), loose.begin() + 4}), kWait));
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(archive_->body(ids[static_cast<std::size_t>(i)]), page(i));
    }
    const auto blocks = bodies_.blocks();
    ASSERT_THAT(blocks, SizeIs(1));
    EXPECT_EQ(blocks[0].bodies, 4);
    EXPECT_EQ(blocks[0].left, 4);
    EXPECT_EQ(blocks[0].bytes, page(0).size() + page(1).size() + page(2).size() + page(3).size());
    EXPECT_THAT(bodies_.members(blocks[0].id), SizeIs(4));
    const auto rest = bodies_.loose();
    ASSERT_THAT(rest, SizeIs(2));
    EXPECT_EQ(rest[0].chain, 1) << "as long as its chain is now";
    EXPECT_EQ(rest[1].chain, 2);
}

TEST_P(BodyStoreContract, ABlockOfABlockTakesItsPlace) {
    const auto ids = add_chain(4);
    auto bodies = bodies_.loose();
    ASSERT_TRUE(bodies_.store(block_of({bodies.begin(), bodies.begin() + 2}), kWait));
    auto all = bodies_.members(bodies_.blocks().at(0).id);
    for (const KeptBody& body : bodies_.loose()) all.push_back(body);
    ASSERT_TRUE(bodies_.store(block_of(all), kWait));
    const auto blocks = bodies_.blocks();
    ASSERT_THAT(blocks, SizeIs(1));
    EXPECT_EQ(blocks[0].bodies, 4);
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(archive_->body(ids[static_cast<std::size_t>(i)]), page(i));
    }
}

TEST_P(BodyStoreContract, ABlockIsNotStoredWhereABodyIsPackedOtherwiseMeanwhile) {
    add_chain(4);
    const auto bodies = bodies_.loose();
    const NewBlock all = block_of(bodies);
    ASSERT_TRUE(bodies_.store(block_of({bodies.begin(), bodies.begin() + 2}), kWait));
    EXPECT_FALSE(bodies_.store(all, kWait));
    EXPECT_THAT(bodies_.blocks(), SizeIs(1));
    EXPECT_THAT(bodies_.loose(), SizeIs(2));
}

TEST_P(BodyStoreContract, ABlockFromWhichABodyCannotBeReadIsNotStored) {
    const auto ids = add_chain(3);
    NewBlock wrong = block_of(bodies_.loose());
    std::swap(wrong.members[0].data, wrong.members[2].data);
    EXPECT_THROW((void)bodies_.store(wrong, kWait), Error);
    EXPECT_THAT(bodies_.blocks(), IsEmpty());
    EXPECT_EQ(archive_->body(ids[2]), page(2));
    ASSERT_TRUE(bodies_.store(block_of(bodies_.loose()), kWait)) << "under the same number";
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(archive_->body(ids[static_cast<std::size_t>(i)]), page(i));
    }
}

TEST_P(BodyStoreContract, TheNextBodyIsPackedWithOneThatIsInABlock) {
    add_chain(3);
    ASSERT_TRUE(bodies_.store(block_of(bodies_.loose()), kWait));
    const auto base = archive_->latest_body("blog", "");
    ASSERT_TRUE(base);
    EXPECT_EQ(base->bytes, page(2));
    EXPECT_EQ(base->chain, 0);
    const SnapshotId next = add(3, 2);
    EXPECT_EQ(archive_->body(next), page(3));
    EXPECT_EQ(bodies_.loose().at(0).chain, 1);
}

TEST_P(BodyStoreContract, DroppedBytesAreGoneAndTheSnapshotStays) {
    const SnapshotId id = add(0);
    const BodyId body = bodies_.loose().at(0).id;
    EXPECT_THAT(drop({body}), ElementsAre(body));
    EXPECT_THAT(bodies_.loose(), IsEmpty());
    EXPECT_FALSE(archive_->has_body(hash_of(page(0))));
    EXPECT_TRUE(archive_->was_pruned(hash_of(page(0))));
    EXPECT_FALSE(archive_->body_bytes(hash_of(page(0))));
    EXPECT_FALSE(archive_->latest_body("blog", ""));
    EXPECT_FALSE(bodies_.bytes(body, std::nullopt));
    try {
        (void)archive_->body(id);
        ADD_FAILURE() << "has its bytes";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::not_found);
    }
    const auto info = archive_->snapshot(id);
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->kept);
    EXPECT_EQ(info->stored_bytes, 0);
    EXPECT_EQ(info->entries, 1);
    EXPECT_EQ(archive_->statistics().pruned, 1);
    EXPECT_FALSE(archive_->walk_bodies()->next());
}

TEST_P(BodyStoreContract, ABodyThatOthersArePackedWithStays) {
    const auto ids = add_chain(2);
    const auto bodies = bodies_.loose();
    EXPECT_THAT(drop({bodies[0].id}), IsEmpty());
    EXPECT_EQ(archive_->body(ids[1]), page(1));
    EXPECT_THAT(drop({bodies[1].id, bodies[0].id}), SizeIs(2)) << "those first that are packed so";
}

TEST_P(BodyStoreContract, WhatIsPackedWithABodyThatGoesIsPackedAnewBefore) {
    const auto ids = add_chain(4);
    const auto bodies = bodies_.loose();
    const Repacked repacked{bodies[2].id, bodies[1].id, bodies[0].id,
                            base::ZstdCompressor().compress(page(2), page(0))};
    EXPECT_THAT(drop({bodies[1].id}, {repacked}), ElementsAre(bodies[1].id));
    EXPECT_EQ(archive_->body(ids[2]), page(2));
    EXPECT_EQ(archive_->body(ids[3]), page(3));
    const auto rest = bodies_.loose();
    ASSERT_THAT(rest, SizeIs(3));
    EXPECT_EQ(rest[1].chain, 1);
    EXPECT_EQ(rest[2].chain, 2) << "behind it as well";
}

TEST_P(BodyStoreContract, WhatCannotBeReadAnewIsNotPackedSo) {
    const auto ids = add_chain(3);
    const auto bodies = bodies_.loose();
    const Repacked wrong{bodies[2].id, bodies[1].id, bodies[0].id,
                         base::ZstdCompressor().compress(page(7), page(0))};
    EXPECT_THROW((void)drop({bodies[1].id}, {wrong}), Error);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(archive_->body(ids[i]), page(static_cast<int>(i)));
    }
}

TEST_P(BodyStoreContract, ABodyStaysThatANewSnapshotShows) {
    add(0);
    PreparedSnapshot again = prepared(0);
    again.captured_at += std::chrono::seconds{5};
    store(*archive_, again);
    const BodyId body = bodies_.loose().at(0).id;
    EXPECT_THAT(drop({body}), IsEmpty()) << "one of its two snapshots was judged";
    EXPECT_TRUE(archive_->has_body(hash_of(page(0))));
}

TEST_P(BodyStoreContract, ABlockGoesWithItsLastBody) {
    const auto ids = add_chain(3);
    const auto bodies = bodies_.loose();
    ASSERT_TRUE(bodies_.store(block_of({bodies.begin(), bodies.begin() + 2}), kWait));
    EXPECT_THAT(drop({bodies[0].id}), SizeIs(1));
    EXPECT_EQ(bodies_.blocks().at(0).left, 1);
    EXPECT_EQ(archive_->body(ids[1]), page(1));
    const Repacked alone{bodies[2].id, bodies[1].id, std::nullopt,
                         base::ZstdCompressor().compress(page(2), "")};
    EXPECT_THAT(drop({bodies[1].id}, {alone}), SizeIs(1));
    EXPECT_THAT(bodies_.blocks(), IsEmpty());
    EXPECT_EQ(archive_->body(ids[2]), page(2));
}

TEST_P(BodyStoreContract, AKnownSnapshotDoesNotBringItsBytesBackAndANewOneDoes) {
    add(0);
    const BodyId body = bodies_.loose().at(0).id;
    ASSERT_THAT(drop({body}), SizeIs(1));
    add(0);
    EXPECT_FALSE(archive_->has_body(hash_of(page(0))));
    PreparedSnapshot later = prepared(0);
    later.captured_at += std::chrono::seconds{5};
    const SnapshotId id = store(*archive_, later);
    EXPECT_EQ(archive_->body(id), page(0));
    EXPECT_EQ(bodies_.loose().at(0).id, body);
}

TEST_P(BodyStoreContract, ABodyIsPackedAloneWhenItsBaseWentMeanwhile) {
    add(0);
    PreparedSnapshot next = prepared(1, 0);
    ASSERT_THAT(drop({bodies_.loose().at(0).id}), SizeIs(1));
    EXPECT_EQ(archive_->body(store(*archive_, next)), page(1));
    EXPECT_EQ(bodies_.loose().at(0).chain, 0);
    PreparedSnapshot without_bytes = prepared(2, 0);
    without_bytes.body.bytes = nullptr;
    EXPECT_THROW(store(*archive_, without_bytes), Error);
}

TEST_P(BodyStoreContract, VisitsThePagesWithTheirKeptSnapshots) {
    add(3);
    add(1);
    PreparedSnapshot other = prepared(2);
    other.page_url = "https://a.example/";
    store(*archive_, other);
    PreparedSnapshot refused = prepared(4);
    refused.page = nullptr;
    refused.refusal = "entries";
    store(*archive_, refused);
    ASSERT_THAT(drop({bodies_.loose().at(0).id}), SizeIs(1));
    std::vector<KeptPage> pages;
    bodies_.visit_pages([&](const KeptPage& page) { pages.push_back(page); });
    ASSERT_THAT(pages, SizeIs(2));
    EXPECT_EQ(pages[0].source_name, "blog");
    EXPECT_EQ(pages[0].page_url, "");
    ASSERT_THAT(pages[0].snapshots, SizeIs(2));
    EXPECT_EQ(pages[0].snapshots[0].captured_at, Time{std::chrono::seconds{103}});
    EXPECT_FALSE(pages[0].snapshots[0].refused);
    EXPECT_TRUE(pages[0].snapshots[1].refused);
    EXPECT_EQ(pages[1].page_url, "https://a.example/");
}

TEST_P(BodyStoreContract, WalksEachBodyOnceWhereverItIs) {
    add_chain(6);
    const auto bodies = bodies_.loose();
    ASSERT_TRUE(bodies_.store(block_of({bodies.begin(), bodies.begin() + 2}), kWait));
    ASSERT_TRUE(bodies_.store(block_of({bodies.begin() + 2, bodies.begin() + 4}), kWait));
    std::set<std::string> seen;
    const auto walk = archive_->walk_bodies();
    int count = 0;
    while (auto body = walk->next()) {
        ++count;
        ASSERT_TRUE(body->bytes) << body->damage;
        seen.insert(*body->bytes);
    }
    EXPECT_EQ(count, 6);
    EXPECT_THAT(seen, SizeIs(6));
}

INSTANTIATE_TEST_SUITE_P(Sqlite, BodyStoreContract, testing::Values(":memory:", "file"));

}  // namespace
}  // namespace feedarc
