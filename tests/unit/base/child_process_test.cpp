#include "base/child_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <utility>

namespace feedarc::base {
namespace {

using std::chrono::milliseconds;
using End = CommandResult::End;
using Clock = std::chrono::steady_clock;

Command command(std::string text, std::string input = {}) {
    Command command;
    command.text = std::move(text);
    command.input = std::move(input);
    return command;
}

// What is asked of every command that is ended: soon, and not when it would have gone by itself.
constexpr milliseconds kSoon{8'000};

// A command that starts others, tells of one's number, and would take a minute.
constexpr const char* kFamily = "sleep 60 & echo $!; sleep 60; echo late";

bool is_gone(const std::string& process) {
    for (int tries = 0; tries < 500; ++tries) {
        // Whoever adopted it may leave it a zombie.
        std::ifstream file("/proc/" + process + "/stat");
        std::string number;
        std::string name;
        std::string state;
        if (!(file >> number >> name >> state) || state == "Z") return true;
        std::this_thread::sleep_for(milliseconds(10));
    }
    return false;
}

TEST(ChildProcess, GivesItsOutputAndItsStatus) {
    const auto result = run_command(command("cat; echo to nobody >&2; exit 3", "hello\n"));
    EXPECT_EQ(result.end, End::exited);
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(result.output, "hello\n");
    EXPECT_EQ(result.last_words, "to nobody");
}

TEST(ChildProcess, TellsItsLastWordsHoweverManyItHad) {
    const auto last_words = [](const std::string& text) {
        return run_command(command(text)).last_words;
    };
    EXPECT_EQ(last_words("true"), "");
    EXPECT_EQ(last_words("printf 'one\\n  two  \\n \\n' >&2"), "two");
    EXPECT_EQ(last_words("yes 'a line that is told again and again' | head -c 3000000 >&2; "
                         "echo; printf '\\nlast' >&2"),
              "last");
    EXPECT_EQ(last_words("printf '%5000s' x >&2").size(), 1U);
    EXPECT_EQ(last_words("printf '%05000d' 1 >&2").size(), 1000U);
    Command slow = command("echo too slow >&2; sleep 60");
    slow.time_limit = milliseconds(300);
    EXPECT_EQ(run_command(slow).last_words, "too slow");
}

TEST(ChildProcess, IsNotWaitedForWhereItKeepsStandardErrorAlone) {
    const auto start = Clock::now();
    const auto result = run_command(command("sleep 20 >&- & echo done"));
    EXPECT_EQ(result.output, "done\n");
    EXPECT_LT(Clock::now() - start, kSoon);
}

TEST(ChildProcess, OfAnUnknownProgramEndsAsTheShellSays) {
    const auto result = run_command(command("exec 2>/dev/null; no-such-program-anywhere"));
    EXPECT_EQ(result.end, End::exited);
    EXPECT_EQ(result.status, 127);
}

TEST(ChildProcess, TellsTheSignalThatEndedIt) {
    const auto result = run_command(command("echo before; kill -SEGV $$"));
    EXPECT_EQ(result.end, End::signalled);
    EXPECT_EQ(result.status, SIGSEGV);
    EXPECT_EQ(result.output, "before\n");
}

TEST(ChildProcess, PassesMoreThanAPipeHoldsInBothDirections) {
    const std::string much(3U << 20U, 'x');
    const auto result = run_command(command("cat", much));
    EXPECT_EQ(result.end, End::exited);
    EXPECT_TRUE(result.output == much);
}

TEST(ChildProcess, NeedNotReadItsInput) {
    const std::string much(1U << 20U, 'x');
    for (const char* text :
         {"echo done", "exec <&-; sleep 0.1; echo done", "head -c 1; echo done"}) {
        const auto result = run_command(command(text, much));
        EXPECT_EQ(result.end, End::exited) << text;
        EXPECT_EQ(result.status, 0) << text;
        EXPECT_THAT(result.output, ::testing::EndsWith("done\n")) << text;
    }
}

TEST(ChildProcess, MayCloseItsOutputAndWorkOn) {
    const auto result = run_command(command("exec >&-; sleep 0.2; exit 7"));
    EXPECT_EQ(result.end, End::exited);
    EXPECT_EQ(result.status, 7);
}

TEST(ChildProcess, IsReadUntilTheLastOfItsProcessesIsDone) {
    const auto result = run_command(command("(sleep 0.2; echo last) & echo first"));
    EXPECT_EQ(result.end, End::exited);
    EXPECT_EQ(result.output, "first\nlast\n");
}

TEST(ChildProcess, IsEndedAtItsOutputLimit) {
    Command endless = command("yes");
    endless.output_limit = 100'001;
    const auto result = run_command(endless);
    EXPECT_EQ(result.end, End::over_output_limit);
    EXPECT_EQ(result.output.size(), 100'001U);
    Command exact = command("printf 12345");
    exact.output_limit = 5;
    EXPECT_EQ(run_command(exact).end, End::exited);
    exact.output_limit = 4;
    EXPECT_EQ(run_command(exact).end, End::over_output_limit);
}

TEST(ChildProcess, IsEndedAtItsTimeLimitWithAllThatItStarted) {
    Command family = command(kFamily);
    family.time_limit = milliseconds(300);
    const auto start = Clock::now();
    const auto result = run_command(family);
    EXPECT_LT(Clock::now() - start, kSoon);
    EXPECT_EQ(result.end, End::over_time_limit);
    ASSERT_FALSE(result.output.empty());
    EXPECT_TRUE(is_gone(result.output.substr(0, result.output.find('\n'))));
}

TEST(ChildProcess, IsKilledWhereItDoesNotListen) {
    Command deaf = command("trap '' TERM; sleep 60 & echo $!; while :; do sleep 1; done");
    deaf.time_limit = milliseconds(300);
    const auto start = Clock::now();
    const auto result = run_command(deaf);
    EXPECT_LT(Clock::now() - start, kSoon);
    EXPECT_EQ(result.end, End::over_time_limit);
    ASSERT_FALSE(result.output.empty());
    EXPECT_TRUE(is_gone(result.output.substr(0, result.output.find('\n'))));
}

TEST(ChildProcess, IsEndedThoughItsShellHasGone) {
    Command orphan = command("trap '' TERM; sleep 60 & echo $!");
    orphan.time_limit = milliseconds(300);
    const auto result = run_command(orphan);
    EXPECT_EQ(result.end, End::over_time_limit);
    ASSERT_FALSE(result.output.empty());
    EXPECT_TRUE(is_gone(result.output.substr(0, result.output.find('\n'))));
}

TEST(ChildProcess, IsEndedWhenStopped) {
    std::atomic<int> stop{0};
    Command family = command(kFamily);
    family.stop = &stop;
    std::thread stopper([&stop] {
        std::this_thread::sleep_for(milliseconds(300));
        stop = SIGINT;
    });
    const auto start = Clock::now();
    const auto result = run_command(family);
    stopper.join();
    EXPECT_LT(Clock::now() - start, kSoon);
    EXPECT_EQ(result.end, End::stopped);
    ASSERT_FALSE(result.output.empty());
    EXPECT_TRUE(is_gone(result.output.substr(0, result.output.find('\n'))));
    EXPECT_EQ(run_command(family).end, End::stopped) << "is not even started";
}

TEST(ChildProcess, HasOurEnvironmentAndItsOwn) {
    ::setenv("FEEDARC_TEST_OURS", "kept", 1);
    ::setenv("FEEDARC_TEST_BOTH", "ours", 1);
    Command command =
        base::command("echo \"$FEEDARC_TEST_OURS $FEEDARC_TEST_BOTH $FEEDARC_TEST_NEW\"");
    command.environment = {{"FEEDARC_TEST_BOTH", "theirs"}, {"FEEDARC_TEST_NEW", "a = b"}};
    EXPECT_EQ(run_command(command).output, "kept theirs a = b\n");
}

TEST(ChildProcess, StartsWithTheSignalsOfAnyOther) {
    auto* const before = std::signal(SIGPIPE, SIG_IGN);
    sigset_t held{};
    sigset_t mask_before{};
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, &mask_before);
    const auto result = run_command(command("grep -E '^Sig(Blk|Ign)' /proc/self/status"));
    EXPECT_EQ(run_command(command("kill -PIPE $$")).end, End::signalled);
    EXPECT_EQ(run_command(command("kill -TERM $$")).end, End::signalled);
    pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
    (void)std::signal(SIGPIPE, before);
    EXPECT_THAT(result.output, ::testing::HasSubstr("SigBlk:\t0000000000000000"));
}

TEST(ChildProcess, HasAGroupOfItsOwn) {
    const auto result = run_command(command("echo $$ $(cut -d' ' -f5 /proc/$$/stat)"));
    const std::size_t space = result.output.find(' ');
    ASSERT_NE(space, std::string::npos);
    EXPECT_EQ(result.output.substr(0, space) + "\n", result.output.substr(space + 1));
}

TEST(ChildProcess, ThatCannotStartTellsWhy) {
    const auto null = run_command(command(std::string("echo\0x", 6)));
    EXPECT_EQ(null.end, End::not_started);
    EXPECT_EQ(null.status, EINVAL);
    const auto huge = run_command(command(std::string(1U << 20U, ' ')));
    EXPECT_EQ(huge.end, End::not_started);
    EXPECT_EQ(huge.status, E2BIG);
}

TEST(ChildProcess, WithArgumentsIsSeenByNoShell) {
    Command echo;
    echo.arguments = {"printf", "%s|", "$HOME", "a b", "", "; exit 1"};
    EXPECT_EQ(run_command(echo).output, "$HOME|a b||; exit 1|");
    echo.arguments = {"no-such-program-anywhere"};
    const auto result = run_command(echo);
    EXPECT_EQ(result.end, End::not_started);
    EXPECT_EQ(result.status, ENOENT);
}

TEST(ChildProcess, GivesTheEndOfItsErrors) {
    const auto result =
        run_command(command("echo out; head -c 300000 /dev/zero >&2; echo end >&2; echo more", ""));
    EXPECT_EQ(result.end, End::exited);
    EXPECT_EQ(result.output, "out\nmore\n");
    EXPECT_EQ(result.errors, std::string(4092, '\0') + "end\n");
}

TEST(ChildProcess, DoesNotGetWhatIsHidden) {
    ::setenv("HIDDEN_TEST_ONE", "1", 1);
    ::setenv("SHOWN_TEST", "1", 1);
    Command show = command("env | grep -E '^(HIDDEN|SHOWN)_TEST' | sort");
    show.hidden_prefix = "HIDDEN_TEST_";
    show.environment = {{"HIDDEN_TEST_TWO", "2"}};
    EXPECT_EQ(run_command(show).output, "HIDDEN_TEST_TWO=2\nSHOWN_TEST=1\n");
    ::unsetenv("HIDDEN_TEST_ONE");
    ::unsetenv("SHOWN_TEST");
}

std::string read_some(ChildStream& stream) {
    std::string text(100, '\0');
    text.resize(stream.read(text.data(), text.size()));
    return text;
}

TEST(ChildStream, AnswersWhatItIsTold) {
    ChildStream stream(command("while read line; do echo \"<$line>\"; done"));
    for (const char* word : {"one", "two"}) {
        stream.write(std::string(word) + "\n");
        EXPECT_EQ(read_some(stream), "<" + std::string(word) + ">\n");
    }
}

TEST(ChildStream, ThatHasEndedIsSeenAndNoSignal) {
    ChildStream stream(command("echo last; exec >&- <&-; exit 1"));
    EXPECT_EQ(read_some(stream), "last\n");
    EXPECT_EQ(read_some(stream), "");
    EXPECT_THROW(stream.write("more\n"), std::system_error);
    Command missing;
    missing.arguments = {"no-such-program-anywhere"};
    EXPECT_THROW(ChildStream{missing}, std::system_error);
}

TEST(ChildStream, EndsItWithTheObject) {
    std::string process;
    {
        ChildStream stream(command("echo $$; sleep 60"));
        process = read_some(stream);
    }
    process.pop_back();
    EXPECT_TRUE(is_gone(process));
}

}  // namespace
}  // namespace feedarc::base
