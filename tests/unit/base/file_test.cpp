#include "base/file.hpp"

#include <feedarc/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace feedarc::base {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::size_t kLimit = 1'000;

class File : public ::testing::Test {
protected:
    File() {
        std::string pattern = (std::filesystem::temp_directory_path() / "feedarc-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~File() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }

    [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }

    static void expect_error(ErrorCode code, const std::string& what, const std::string& path) {
        try {
            (void)read_file(path, kLimit);
            ADD_FAILURE() << path << " was read";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), code);
            EXPECT_THAT(error.what(), AllOf(StartsWith(path + ": "), HasSubstr(what)));
        }
    }

private:
    std::filesystem::path folder_;
};

TEST_F(File, IsReadWholeWithItsZeros) {
    const std::string bytes("a\0b\xff\n", 5);
    EXPECT_EQ(read_file(write("page", bytes), kLimit), bytes);
    EXPECT_EQ(read_file(write("empty", ""), kLimit), "");
}

TEST_F(File, MayBeAsLargeAsTheLimit) {
    EXPECT_EQ(read_file(write("page", std::string(kLimit, 'x')), kLimit).size(), kLimit);
    expect_error(ErrorCode::limit, "page-size", write("larger", std::string(kLimit + 1, 'x')));
}

TEST_F(File, OfSizeZeroThatHasContentIsReadToo) {
    // Files of /proc state a size of 0.
    EXPECT_THAT(read_file("/proc/self/status", 1U << 20U), HasSubstr("Pid:"));
}

TEST_F(File, ThatIsMissingIsAnErrorWithItsName) {
    expect_error(ErrorCode::input, "No such file", path("missing"));
}

TEST_F(File, FoldersFifosSocketsAndDevicesAreRefusedWithoutWaiting) {
    const std::string fifo = path("fifo");
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    expect_error(ErrorCode::input, "a FIFO", fifo);
    expect_error(ErrorCode::input, "a folder", path(""));
    expect_error(ErrorCode::input, "a device", "/dev/zero");

    const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = path("socket");
    ASSERT_LT(name.size(), sizeof address.sun_path);
    name.copy(address.sun_path, name.size());
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    expect_error(ErrorCode::input, "", name);
}

TEST_F(File, ReadFromAPipeEndsWhereThePipeDoes) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const FileDescriptor source(ends[0]);
    const std::string sent(300'000, 'x');  // more than a pipe holds
    std::thread writer([&sent, descriptor = ends[1]] {
        const FileDescriptor sink(descriptor);
        std::size_t done = 0;
        while (done < sent.size()) {
            const ssize_t wrote = ::write(sink.get(), sent.data() + done, sent.size() - done);
            if (wrote < 0) return;
            done += static_cast<std::size_t>(wrote);
        }
    });
    const std::string got = read_descriptor(source.get(), "standard input", sent.size());
    writer.join();
    EXPECT_EQ(got, sent);
}

TEST_F(File, ReadFromAnEndlessDescriptorStopsAtTheLimit) {
    const FileDescriptor zeros(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
    try {
        (void)read_descriptor(zeros.get(), "standard input", kLimit);
        FAIL() << "was read";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::limit);
        EXPECT_THAT(error.what(), StartsWith("standard input: "));
    }
}

TEST_F(File, DescriptorIsClosedOnceByItsLastOwner) {
    const auto is_open = [](int descriptor) { return ::fcntl(descriptor, F_GETFD) != -1; };
    int raw = -1;
    {
        FileDescriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        raw = first.get();
        const FileDescriptor second(std::move(first));
        EXPECT_EQ(second.get(), raw);
        EXPECT_TRUE(is_open(raw));
    }
    EXPECT_FALSE(is_open(raw));
    EXPECT_FALSE(FileDescriptor());
}

}  // namespace
}  // namespace feedarc::base
