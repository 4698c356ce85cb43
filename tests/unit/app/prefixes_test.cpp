#include "app/prefixes.hpp"

#include <gtest/gtest.h>

namespace feedarc::app {
namespace {

const Prefixes::PageKey kDumps{"blog", ""};
const Prefixes::PageKey kPage{"blog", "https://blog.example/"};

std::shared_ptr<const ParsedPage> page(const std::vector<std::string>& titles) {
    auto result = std::make_shared<ParsedPage>();
    for (const std::string& title : titles) {
        Entry entry;
        entry.title = title;
        result->contents.push_back(std::make_shared<const Content>(make_content(std::move(entry))));
    }
    result->entries = result->contents.size();
    return result;
}

class PrefixesTest : public testing::Test {
protected:
    void add(const Prefixes::PageKey& key, const std::string& bytes,
             std::shared_ptr<const ParsedPage> shown) {
        prefixes_.add(
            key, {hash_of(bytes), 0, std::make_shared<const std::string>(bytes), std::move(shown)});
    }

    std::string chosen(const Prefixes::PageKey& key, const std::vector<std::string>& titles) {
        const auto body = prefixes_.choose(key, page(titles).get());
        return body ? *body->bytes : "none";
    }

    LookUps look_ups_ = empty();
    Prefixes prefixes_{look_ups_};

private:
    static LookUps empty() {
        auto archive = open_archive(":memory:", OpenMode::write, {});
        KnownBodies known(*archive, 0);
        return {std::move(archive), std::move(known)};
    }
};

TEST_F(PrefixesTest, GivesNoneForTheFirstBody) {
    EXPECT_EQ(chosen(kDumps, {"One"}), "none");
    EXPECT_EQ(chosen(kPage, {"One"}), "none");
}

TEST_F(PrefixesTest, GivesABodyOfThePageWithMostOfTheSameEntries) {
    for (const auto& key : {kDumps, kPage}) {
        add(key, "news", page({"One", "Two", "Three"}));
        add(key, "jobs", page({"Four", "Five"}));
        EXPECT_EQ(chosen(key, {"Zero", "One", "Two"}), "news");
        EXPECT_EQ(chosen(key, {"Five", "Six"}), "jobs");
        EXPECT_EQ(chosen(key, {"Seven"}), "jobs") << "the latest, where none is alike";
        add(key, "more news", page({"Zero", "One", "Two"}));
        EXPECT_EQ(chosen(key, {"One", "Two", "Three"}), "more news") << "the latest of the like";
    }
}

TEST_F(PrefixesTest, GivesTheLatestWhereItIsNotKnownWhatTheNextOneShows) {
    add(kPage, "first", page({"One"}));
    add(kPage, "second", page({"Two"}));
    EXPECT_EQ(*prefixes_.choose(kPage, nullptr)->bytes, "second");
}

TEST_F(PrefixesTest, ForgetsTheOldestBodiesWhenTheyAreLarge) {
    const std::string large(20U << 20U, 'x');
    add(kDumps, "old", page({"One"}));
    add(kPage, "page", page({"One"}));
    add(kDumps, large, page({"Two"}));
    EXPECT_EQ(chosen(kDumps, {"One"}), "old");
    add(kDumps, large + "y", page({"Three"}));
    EXPECT_EQ(chosen(kDumps, {"One"}), large + "y");
    EXPECT_EQ(chosen(kPage, {"One"}), "none");
}

}  // namespace
}  // namespace feedarc::app
