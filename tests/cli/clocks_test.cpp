#include "support/dice.hpp"
#include "support/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

// A machine may think that it is any day, and another one the next minute: no power in its clock, a
// wrong time server, a hand. What was seen earlier stays seen earlier.
namespace feedarc {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using test::Dice;

constexpr std::int64_t kSecondsADay = 24 * 60 * 60;
constexpr std::int64_t kYear2100 = 4'102'444'800;

// A clock that goes on, stands still, and now and then jumps anywhere, forwards or back.
class Clock {
public:
    explicit Clock(Dice& dice) : dice_(dice) {}

    Time read() {
        switch (dice_.below(8)) {
            case 0: now_ = std::int64_t{dice_.seed()} % (kYear2100 + kSecondsADay); break;
            case 1: now_ = dice_.of(kOddTimes); break;
            case 2: now_ -= static_cast<std::int64_t>(dice_.below(3 * kSecondsADay)); break;
            case 3: break;
            default: now_ += static_cast<std::int64_t>(dice_.below(kSecondsADay)); break;
        }
        now_ = std::max<std::int64_t>(now_, 0);
        return Time{seconds{now_}};
    }

private:
    // The epoch; the end of 31 bits and of 32; the years 2000 and 2100.
    inline static const std::vector<std::int64_t> kOddTimes{
        0, 1, 2'147'483'647, 2'147'483'648, 4'294'967'296, 946'684'800, kYear2100};

    Dice& dice_;
    std::int64_t now_ = 1'769'904'000;
};

std::string headline(std::size_t number) {
    return "Headline number " + std::to_string(number) + " with enough words to be an entry";
}

// Four neighbours of a list of twelve.
std::vector<std::string> page_from(std::size_t first) {
    std::vector<std::string> titles;
    for (std::size_t i = 0; i < 4; ++i) titles.push_back(headline((first + i) % 12));
    return titles;
}

std::string text_of(const std::vector<std::string>& titles) {
    std::string text = "LATEST UPDATES\n";
    for (const std::string& title : titles) text += title + "\n";
    return text;
}

struct Seen {
    std::string first;
    std::string last;
};

class Clocks : public testing::TestWithParam<std::uint32_t> {
protected:
    test::Printed run(const std::vector<std::string>& words) {
        auto printed = program_.run(words);
        EXPECT_EQ(printed.status, 0) << words[0] << ": " << printed.err;
        return printed;
    }

    // When each title was seen, as the program tells it.
    std::map<std::string, Seen> listed() {
        std::map<std::string, Seen> seen;
        for (const json& record : json::parse(run({"list", "--format", "json"}).out)) {
            seen[record["title"]] = {record["first_seen"], record["last_seen"]};
        }
        return seen;
    }

    test::Program program_;
};

TEST_P(Clocks, MayJumpAndNoSightingIsLostOrMoved) {
    Dice dice(GetParam());
    Clock clock(dice);
    std::map<std::string, std::set<std::string>> expected;  // times by title
    std::map<std::string, Seen> before;
    for (int step = 0; step < 20; ++step) {
        program_.now = clock.read();
        const auto titles = page_from(dice.below(12));
        const std::string file = program_.home.write("page.txt", text_of(titles));
        run({"ingest", "-q", "--captured-at", "now", file});
        for (const std::string& title : titles) expected[title].insert(format_time(program_.now));
        const auto now = listed();
        ASSERT_EQ(now.size(), expected.size());
        for (const auto& [title, seen] : now) {
            EXPECT_EQ(seen.first, *expected[title].begin()) << title;
            EXPECT_EQ(seen.last, *expected[title].rbegin()) << title;
            if (!before.contains(title)) continue;
            EXPECT_LE(seen.first, before[title].first) << title;
            EXPECT_GE(seen.last, before[title].last) << title;
        }
        before = now;
    }
}

INSTANTIATE_TEST_SUITE_P(Seed, Clocks, testing::Range(1U, 13U));

}  // namespace
}  // namespace feedarc
