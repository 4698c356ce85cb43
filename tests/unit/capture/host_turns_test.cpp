#include "capture/host_turns.hpp"

#include <feedarc/error.hpp>

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace feedarc::capture {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

Clock::time_point in(milliseconds time) {
    return Clock::now() + time;
}

class Turns : public ::testing::TestWithParam<bool> {
protected:
    // In a file, or in memory.
    [[nodiscard]] std::string path() const { return GetParam() ? folder_ / "turns" : ""; }

    test::TemporaryFolder folder_;
};

TEST_P(Turns, OfOneHostFollowOneAnother) {
    HostTurns turns(path());
    std::atomic<int> at_once{0};
    std::atomic<int> most{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            const auto turn =
                turns.host("example.org", milliseconds{0}, in(milliseconds{5000}), nullptr);
            ASSERT_TRUE(turn);
            const int now = ++at_once;
            most = std::max(most.load(), now);
            std::this_thread::sleep_for(milliseconds{5});
            --at_once;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(most, 1);
}

TEST_P(Turns, OfTwoHostsAreIndependent) {
    HostTurns turns(path());
    const auto one = turns.host("a.org", milliseconds{0}, in(milliseconds{100}), nullptr);
    const auto other = turns.host("b.org", milliseconds{0}, in(milliseconds{100}), nullptr);
    EXPECT_TRUE(one && other);
}

TEST_P(Turns, WaitUntilTheDelayAfterTheLastEndHasGone) {
    HostTurns turns(path());
    (void)turns.host("a.org", milliseconds{0}, in(milliseconds{100}), nullptr);
    const auto begin = Clock::now();
    const auto turn = turns.host("a.org", milliseconds{120}, in(milliseconds{2000}), nullptr);
    EXPECT_TRUE(turn);
    EXPECT_GE(Clock::now() - begin, milliseconds{110});
}

TEST_P(Turns, AreGivenUpInTime) {
    HostTurns turns(path());
    const auto held = turns.host("a.org", milliseconds{0}, in(milliseconds{100}), nullptr);
    const auto begin = Clock::now();
    EXPECT_FALSE(turns.host("a.org", milliseconds{0}, in(milliseconds{100}), nullptr));
    EXPECT_LT(Clock::now() - begin, milliseconds{500});
    const std::atomic<int> stop{2};
    EXPECT_FALSE(turns.host("a.org", milliseconds{0}, in(milliseconds{60'000}), &stop));
    EXPECT_FALSE(turns.host("b.org", milliseconds{60'000}, in(milliseconds{60'000}), &stop));
}

TEST_P(Turns, OfASourceAreHadByOneAlone) {
    HostTurns turns(path());
    {
        const auto held = turns.source("news");
        EXPECT_TRUE(held);
        EXPECT_FALSE(turns.source("news"));
        EXPECT_TRUE(turns.source("blog"));
    }
    EXPECT_TRUE(turns.source("news"));
}

TEST_P(Turns, StayWithWhatTheyWereMovedTo) {
    HostTurns turns(path());
    std::vector<HostTurns::Turn> held;
    held.push_back(std::move(*turns.source("news")));
    EXPECT_FALSE(turns.source("news"));
    held.clear();
    EXPECT_TRUE(turns.source("news"));
}

INSTANTIATE_TEST_SUITE_P(InFileAndMemory, Turns, ::testing::Bool());

TEST(TurnsInAFile, HoldBetweenProcessesAndEndWithThem) {
    const test::TemporaryFolder folder;
    const std::string path = folder / "turns";
    HostTurns turns(path);
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        HostTurns theirs(path);
        const auto host = theirs.host("a.org", milliseconds{0}, in(milliseconds{1000}), nullptr);
        const auto source = theirs.source("news");
        (void)!::write(ready[1], host && source ? "y" : "n", 1);
        for (;;) ::pause();
    }
    char said = 0;
    ASSERT_EQ(::read(ready[0], &said, 1), 1);
    EXPECT_EQ(said, 'y');
    EXPECT_FALSE(turns.source("news"));
    EXPECT_FALSE(turns.host("a.org", milliseconds{0}, in(milliseconds{50}), nullptr));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(turns.source("news"));
    EXPECT_TRUE(turns.host("a.org", milliseconds{0}, in(milliseconds{500}), nullptr));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(TurnsInAFile, KeepTheDelayForTheNextProcess) {
    const test::TemporaryFolder folder;
    const std::string path = folder / "turns";
    (void)HostTurns(path).host("a.org", milliseconds{0}, in(milliseconds{100}), nullptr);
    const auto begin = Clock::now();
    EXPECT_TRUE(HostTurns(path).host("a.org", milliseconds{120}, in(milliseconds{2000}), nullptr));
    EXPECT_GE(Clock::now() - begin, milliseconds{100});
}

TEST(TurnsInAFile, DoNotWaitForAClockThatWasPutBack) {
    const test::TemporaryFolder folder;
    const std::string path = folder / "turns";
    {
        HostTurns turns(path);
        (void)turns.host("a.org", milliseconds{0}, in(milliseconds{100}), nullptr);
    }
    // Every slot says the year 2100.
    const std::int64_t later = 4'102'444'800'000;
    std::string bytes(65'536 * sizeof later, '\0');
    for (std::size_t at = 0; at < bytes.size(); at += sizeof later) {
        bytes.replace(at, sizeof later, reinterpret_cast<const char*>(&later), sizeof later);
    }
    folder.write("turns", bytes);
    EXPECT_TRUE(HostTurns(path).host("a.org", milliseconds{50}, in(milliseconds{2000}), nullptr));
}

TEST(TurnsInAFile, AreForNobodyElseToRead) {
    const test::TemporaryFolder folder;
    const HostTurns turns(folder / "turns");
    struct stat status {};
    ASSERT_EQ(::stat((folder / "turns").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(TurnsInAFile, FollowNoLink) {
    const test::TemporaryFolder folder;
    const std::string target = folder.write("target", "precious");
    ASSERT_EQ(::symlink(target.c_str(), (folder / "turns").c_str()), 0);
    EXPECT_THROW(HostTurns(folder / "turns"), Error);
    EXPECT_THROW(HostTurns(folder / "no/folder"), Error);
    EXPECT_EQ(test::read_whole_file(target), "precious");
}

}  // namespace
}  // namespace feedarc::capture
