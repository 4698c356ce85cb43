#include "cli/progress.hpp"

#include "cli/exit_status.hpp"
#include "cli/output.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace feedarc::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

class ProgressLine : public testing::Test {
protected:
    Progress make(bool on, std::size_t width = 80) {
        return Progress(err_, on, width, [this] { return now_; });
    }

    std::chrono::steady_clock::time_point now_{};
    std::ostringstream err_;
};

TEST_F(ProgressLine, StaysAwayFromShortRuns) {
    {
        Progress progress = make(true);
        now_ += 900ms;
        progress.update(5, 10);
    }
    EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(ProgressLine, IsNeverWrittenToAFile) {
    {
        Progress progress = make(false);
        now_ += 10s;
        progress.update(5, 10);
    }
    EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(ProgressLine, ChangesAtMostTenTimesASecondAndIsGoneAtTheEnd) {
    {
        Progress progress = make(true);
        for (int i = 0; i < 300; ++i) {
            now_ += 10ms;
            progress.update(static_cast<std::size_t>(i), 300);
        }
    }
    const std::string text = err_.str();
    const auto changes = std::count(text.begin(), text.end(), '\r');
    EXPECT_GE(changes, 15);
    EXPECT_LE(changes, 22);
    EXPECT_TRUE(text.ends_with("\r\x1b[K"));
    EXPECT_EQ(text.find('\n'), std::string::npos);
}

TEST_F(ProgressLine, FitsTheTerminal) {
    {
        Progress progress = make(true, 20);
        now_ += 2s;
        progress.update(123456, 9999999);
    }
    EXPECT_LT(err_.str().find("\x1b[K"), 24U);
}

TEST(ProgressText, TellsShareRateAndTimeLeft) {
    EXPECT_EQ(progress_text(1200, 5000, 2s), "1200/5000 snapshots  24%  600/s  6 s left");
    EXPECT_EQ(progress_text(5000, 5000, 10s), "5000/5000 snapshots  100%  500/s");
    EXPECT_EQ(progress_text(0, 5000, 2s), "0/5000 snapshots");
    EXPECT_THAT(progress_text(10, 10000, 10s), HasSubstr("3 h left"));
    EXPECT_THAT(progress_text(10, 1000, 10s), HasSubstr("17 min"));
}

TEST(ExitStatus, OfSeveralIsTheFirstOfSixFourThreeFiveOne) {
    const std::vector<ExitStatus> worst_first{ExitStatus::io,     ExitStatus::archive,
                                              ExitStatus::busy,   ExitStatus::limit,
                                              ExitStatus::failed, ExitStatus::ok};
    for (std::size_t i = 0; i < worst_first.size(); ++i) {
        for (std::size_t j = i; j < worst_first.size(); ++j) {
            EXPECT_EQ(worse_of(worst_first[i], worst_first[j]), worst_first[i]);
            EXPECT_EQ(worse_of(worst_first[j], worst_first[i]), worst_first[i]);
        }
    }
}

TEST(ExitStatus, HasThePublicNumbers) {
    const std::vector<std::pair<ErrorCode, int>> numbers{
        {ErrorCode::input, 1}, {ErrorCode::not_found, 1}, {ErrorCode::usage, 2},
        {ErrorCode::busy, 3},  {ErrorCode::archive, 4},   {ErrorCode::limit, 5},
        {ErrorCode::io, 6},    {ErrorCode::internal, 70}, {ErrorCode::interrupted, 130},
    };
    for (const auto& [code, number] : numbers) {
        EXPECT_EQ(static_cast<int>(status_of(code)), number);
    }
}

}  // namespace
}  // namespace feedarc::cli
