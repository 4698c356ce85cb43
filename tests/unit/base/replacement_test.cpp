#include "base/replacement.hpp"

#include <feedarc/error.hpp>

#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace feedarc::base {
namespace {

namespace fs = std::filesystem;
using test::read_whole_file;
using test::TemporaryFolder;
using testing::ElementsAre;
using testing::IsEmpty;

// The number of a process that is no more.
pid_t ended_process() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    return child;
}

TEST(Replacement, IsForItsOwnerAloneAndGoneUnlessItTookThePlace) {
    const TemporaryFolder folder;
    {
        const Replacement file(folder / "a");
        struct stat status {};
        ASSERT_EQ(::stat(file.temporary().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 07777U, 0600U);
    }
    EXPECT_TRUE(fs::is_empty(folder.path()));
    Replacement file(folder / "a");
    ASSERT_EQ(::write(file.descriptor(), "new", 3), 3);
    file.sync();
    file.take_place();
    EXPECT_EQ(read_whole_file(folder / "a"), "new");
}

TEST(Replacement, TakesNoPlaceWhereItsOwnWasTaken) {
    const TemporaryFolder folder;
    const std::string victim = folder.write("victim", "untouched");
    Replacement file(folder / "a");
    fs::remove(file.temporary());
    fs::create_symlink(victim, file.temporary());
    EXPECT_THROW(file.take_place(), Error);
    EXPECT_FALSE(fs::exists(folder / "a"));
    EXPECT_EQ(read_whole_file(victim), "untouched");
}

TEST(Replacement, TellsWhatADeadProcessLeftFromWhatARunningOneIsAtWorkOn) {
    const TemporaryFolder folder;
    const std::string dead = std::to_string(ended_process());
    const std::string left = folder.write("a.db." + dead + "-3.tmp", "");
    const Replacement own(folder / "a.db");
    for (const std::string& other :
         {"b.db." + dead + "-0.tmp", "a.db." + dead + "-0.tmp2", "a.db." + dead + "-x.tmp",
          "a.db." + dead + ".tmp", std::string("a.db.0-0.tmp"), std::string("a.db.-1-0.tmp"),
          std::string("a.db.99999999999999999999-0.tmp"), std::string("a.db")}) {
        folder.write(other, "");
    }
    EXPECT_THAT(left_behind(folder / "a.db"), ElementsAre(left));
    EXPECT_THAT(left_behind(folder.path() + "/"),
                ElementsAre(left, folder / ("b.db." + dead + "-0.tmp")));
    EXPECT_THAT(left_behind(folder / "nothere/a.db"), IsEmpty());
}

}  // namespace
}  // namespace feedarc::base
