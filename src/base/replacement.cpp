#include "base/replacement.hpp"

#include <feedarc/error.hpp>

#include "base/atomic_file.hpp"
#include "base/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace feedarc::base {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".tmp";

[[noreturn]] void fail(const std::string& path, int error) {
    throw Error(ErrorCode::io, fmt::format("{}: {}", path, std::generic_category().message(error)));
}

// The number at the end of a name behind `mark`, which are both taken from it.
std::optional<pid_t> take_last_number(std::string_view& name, char mark) {
    const std::size_t at = name.rfind(mark);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view digits = name.substr(at + 1);
    pid_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || number < 0 || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    name = name.substr(0, at);
    return number;
}

// By its name a replacement, and of which file by which process.
struct Made {
    std::string_view place;
    pid_t process = 0;
};

std::optional<Made> made_for(std::string_view name) {
    if (!name.ends_with(kEnding)) return std::nullopt;
    name.remove_suffix(kEnding.size());
    if (!take_last_number(name, '-')) return std::nullopt;
    const auto process = take_last_number(name, '.');
    if (!process || *process == 0 || name.empty()) return std::nullopt;
    return Made{name, *process};
}

bool is_running(pid_t process) {
    return ::kill(process, 0) == 0 || errno != ESRCH;
}

}  // namespace

Replacement::Replacement(std::string path) : path_(std::move(path)) {
    // A name that a process which died may have left behind is passed over.
    constexpr int kMostNames = 100;
    for (int number = 0; number < kMostNames; ++number) {
        temporary_ = fmt::format("{}.{}-{}{}", path_, ::getpid(), number, kEnding);
        constexpr int kFlags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
        file_ = FileDescriptor(retried([&] { return ::open(temporary_.c_str(), kFlags, 0600); }));
        if (file_) return;
        if (errno != EEXIST) break;
    }
    fail(std::exchange(temporary_, {}), errno);
}

Replacement::~Replacement() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void Replacement::check_in_place() const {
    struct stat own {};
    struct stat named {};
    if (::fstat(file_.get(), &own) != 0 || ::lstat(temporary_.c_str(), &named) != 0) {
        fail(temporary_, errno);
    }
    if (own.st_dev == named.st_dev && own.st_ino == named.st_ino) return;
    throw Error(ErrorCode::io,
                fmt::format("{}: somebody else put another file in its place", temporary_));
}

void Replacement::sync() const {
    if (retried([&] { return ::fsync(file_.get()); }) != 0) fail(temporary_, errno);
}

void Replacement::take_place() {
    const std::string folder = folder_of_path(path_);
    const FileDescriptor opened(
        retried([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!opened) fail(folder, errno);
    take_place_unsynced();
    // Some file systems know no such thing for a folder.
    if (retried([&] { return ::fsync(opened.get()); }) != 0 && errno != EINVAL) {
        fail(folder, errno);
    }
}

void Replacement::take_place_unsynced() {
    check_in_place();
    if (retried([&] { return ::rename(temporary_.c_str(), path_.c_str()); }) != 0) {
        fail(path_, errno);
    }
    temporary_.clear();
}

std::vector<std::string> left_behind(const std::string& path) {
    const std::string place = fs::path(path).filename().string();
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder_of_path(path), error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        const auto made = made_for(name);
        const bool wanted = made && (place.empty() || made->place == place);
        if (wanted && !is_running(made->process)) files.push_back(entry->path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace feedarc::base
