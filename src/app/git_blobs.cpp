#include "app/git_blobs.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace feedarc::app {
namespace {

constexpr std::size_t kChunk = 64U << 10U;

Error unreadable(const std::string& what) {
    return {ErrorCode::input, fmt::format("git could not read it: {}", what)};
}

}  // namespace

void GitBlobs::fill() {
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kChunk);
    const std::size_t got = stream_->read(buffer_.data() + before, kChunk);
    buffer_.resize(before + got);
    if (got == 0) throw unreadable("it ended before its time");
}

std::string GitBlobs::line() {
    std::size_t end = 0;
    while ((end = buffer_.find('\n')) == std::string::npos) fill();
    std::string text = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return text;
}

std::string GitBlobs::take(std::size_t size) {
    std::string bytes = buffer_.substr(0, size);
    buffer_.erase(0, bytes.size());
    std::size_t at = bytes.size();
    bytes.resize(size);
    while (at < size) {
        const std::size_t got = stream_->read(bytes.data() + at, size - at);
        if (got == 0) throw unreadable("it ended before its time");
        at += got;
    }
    return bytes;
}

// git-cat-file(1), "BATCH OUTPUT": `OBJECT TYPE SIZE`, a line break, the bytes, a line break.
std::string GitBlobs::read(const std::string& object, std::size_t limit) {
    const std::lock_guard lock(mutex_);
    if (lost_) throw unreadable("it failed at another version");
    lost_ = true;
    try {
        if (!stream_) {
            stream_ = std::make_unique<base::ChildStream>(git_.command({"cat-file", "--batch"}));
        }
        stream_->write(object + "\n");
        const std::string head = line();
        if (head == object + " missing") {
            lost_ = false;
            throw unreadable("the object is missing");
        }
        const std::string begin = object + " blob ";
        std::size_t size = 0;
        const char* const end = head.data() + head.size();
        if (!head.starts_with(begin) ||
            std::from_chars(head.data() + begin.size(), end, size).ptr != end || size > limit) {
            throw unreadable(fmt::format("it answered '{}'", head.substr(0, 100)));
        }
        std::string bytes = take(size);
        if (!line().empty()) throw unreadable("it sent more than it said");
        lost_ = false;
        return bytes;
    } catch (const std::system_error& error) {
        throw unreadable(error.code().message());
    }
}

}  // namespace feedarc::app
