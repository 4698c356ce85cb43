#include "archive/sqlite/page_file.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/record_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace feedarc::sqlite {
namespace {

constexpr std::size_t kSmallestPage = 512;
constexpr std::size_t kLargestPage = 65536;
constexpr std::size_t kFileHeader = 100;
constexpr std::size_t kLogHeader = 32;
constexpr std::size_t kFrameHeader = 24;

base::FileDescriptor open_file(const std::string& path, bool must_be_there) {
    base::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file && (must_be_there || errno != ENOENT)) {
        throw Error(must_be_there && errno == ENOENT ? ErrorCode::archive : ErrorCode::io,
                    fmt::format("{}: {}", path, std::generic_category().message(errno)));
    }
    return file;
}

std::uint64_t size_of(const base::FileDescriptor& file) {
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) return 0;
    return static_cast<std::uint64_t>(status.st_size);
}

// What can be read of it: a part of a disk may be gone.
// `error`: what the disk said; 0 at the end of the file.
bool read_at(const base::FileDescriptor& file, std::uint64_t at, char* to, std::size_t size,
             int& error) {
    error = 0;
    while (size > 0) {
        const ssize_t got = ::pread(file.get(), to, size, static_cast<off_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) error = errno;
        if (got <= 0) return false;
        to += got;
        at += static_cast<std::uint64_t>(got);
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

bool is_page_size(std::uint64_t size) {
    return size >= kSmallestPage && size <= kLargestPage && std::has_single_bit(size);
}

// Whether the bytes begin as a page of a tree does: its kind, cells that fit, where they begin.
bool is_tree_page(std::string_view page) {
    constexpr std::string_view kKinds = "\x02\x05\x0a\x0d";
    if (kKinds.find(page[0]) == std::string_view::npos) return false;
    const std::uint64_t cells = big_endian(page.substr(3, 2));
    const std::uint64_t begin = big_endian(page.substr(5, 2));
    return cells > 0 && 2 * cells < page.size() && begin <= page.size() && begin > 2 * cells;
}

std::string_view view_of(const std::array<char, kFrameHeader>& header) {
    return {header.data(), header.size()};
}

// The checksum of the log (fileformat2.html, 4.2).
struct Checksum {
    std::uint32_t one = 0, two = 0;
    bool big = false;

    void add(std::string_view bytes) {
        for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
            one += word(bytes.substr(at, 4)) + two;
            two += word(bytes.substr(at + 4, 4)) + one;
        }
    }
    [[nodiscard]] bool is(std::string_view stored) const {
        return big_endian(stored.substr(0, 4)) == one && big_endian(stored.substr(4, 4)) == two;
    }

private:
    [[nodiscard]] std::uint32_t word(std::string_view bytes) const {
        std::array<char, 4> reversed{bytes[3], bytes[2], bytes[1], bytes[0]};
        return static_cast<std::uint32_t>(
            big_endian(big ? bytes : std::string_view(reversed.data(), reversed.size())));
    }
};

// How many of the first pages of a file would be pages of trees if they were of a size.
std::size_t count_tree_pages(const base::FileDescriptor& file, std::uint64_t bytes,
                             std::size_t size) {
    constexpr std::uint64_t kLookedAt = 1U << 22U;
    std::size_t count = 0;
    std::array<char, 8> head{};
    int error = 0;  // they are read again as pages
    for (std::uint64_t at = size; at + size <= std::min(bytes, kLookedAt); at += size) {
        if (!read_at(file, at, head.data(), head.size(), error)) continue;
        std::string page(head.data(), head.size());
        page.resize(size);
        if (is_tree_page(page)) ++count;
    }
    return count;
}

}  // namespace

PageFile::PageFile(const std::string& path)
    : file_((check_is_file(path), open_file(path, true))),
      log_(open_file(path + "-wal", false)),
      file_bytes_(size_of(file_)),
      log_bytes_(size_of(log_)) {
    find_page_size();
    const std::uint64_t pages = std::min<std::uint64_t>((file_bytes_ + page_size_ - 1) / page_size_,
                                                        std::numeric_limits<PageNumber>::max());
    file_pages_ = static_cast<PageNumber>(pages);
    views_.emplace_back();
    read_log();
}

// That of the header, unless the file speaks for another one.
void PageFile::find_page_size() {
    std::array<char, kFileHeader> header{};
    std::uint64_t told = 0;
    int error = 0;  // it is read again with its page
    if (read_at(file_, 0, header.data(), header.size(), error)) {
        told = big_endian(std::string_view(header.data(), header.size()).substr(16, 2));
        if (told == 1) told = kLargestPage;
    }
    std::size_t best = is_page_size(told) ? static_cast<std::size_t>(told) : 4096;
    // A page of half the size begins wherever one of this size does.
    std::size_t most = 2 * count_tree_pages(file_, file_bytes_, best);
    for (std::size_t size = kSmallestPage; size <= kLargestPage; size *= 2) {
        const std::size_t count = count_tree_pages(file_, file_bytes_, size);
        if (count > most) {
            most = 2 * count;
            best = size;
        }
    }
    page_size_ = best;
}

void PageFile::read_log() {
    std::array<char, kLogHeader> header{};
    if (!log_ || !read_noted(true, 0, header.data(), header.size())) return;
    const std::string_view head(header.data(), header.size());
    const std::string_view salts = head.substr(16, 8);
    Checksum checksum;
    checksum.big = (big_endian(head.substr(0, 4)) & 1U) != 0;
    checksum.add(head.substr(0, 24));
    bool sound = checksum.is(head.substr(24, 8));
    View committed;  // as far as the log is sound
    View all;
    bool any_other = !sound;
    std::array<char, kFrameHeader> frame{};
    std::string page(page_size_, '\0');
    std::unordered_map<PageNumber, std::uint64_t> uncommitted;
    for (std::uint64_t at = kLogHeader; at + kFrameHeader + page_size_ <= log_bytes_;
         at += kFrameHeader + page_size_) {
        if (!read_noted(true, at, frame.data(), frame.size()) ||
            !read_noted(true, at + kFrameHeader, page.data(), page.size())) {
            sound = false;
            continue;
        }
        const std::string_view told = view_of(frame);
        const auto number = static_cast<PageNumber>(big_endian(told.substr(0, 4)));
        if (number == 0) continue;
        const bool same_log = told.substr(8, 8) == salts;
        if (sound) {
            checksum.add(told.substr(0, 8));
            checksum.add(page);
            sound = same_log && checksum.is(told.substr(16, 8));
        }
        any_other |= !sound;
        if (same_log || !sound) all.from_log[number] = at + kFrameHeader;
        if (!sound) continue;
        uncommitted[number] = at + kFrameHeader;
        if (big_endian(told.substr(4, 4)) == 0) continue;
        for (const auto& [changed, place] : uncommitted) committed.from_log[changed] = place;
        uncommitted.clear();
    }
    const bool hides = !committed.from_log.empty();
    views_[0] = std::move(committed);
    if (any_other || !uncommitted.empty()) views_.push_back(std::move(all));
    if (hides) views_.emplace_back();
}

std::vector<PageNumber> PageFile::pages_of(const View& view) const {
    std::vector<PageNumber> pages(file_pages_);
    std::iota(pages.begin(), pages.end(), PageNumber{1});
    for (const auto& [page, at] : view.from_log) {
        if (page > file_pages_) pages.push_back(page);
    }
    std::sort(pages.begin() + file_pages_, pages.end());
    return pages;
}

bool PageFile::read(const View& view, PageNumber page, char* to) const {
    if (page == 0) return false;
    const auto at = view.from_log.find(page);
    if (at != view.from_log.end()) return read_noted(true, at->second, to, page_size_);
    const std::uint64_t place = std::uint64_t{page - 1} * page_size_;
    if (place >= file_bytes_) return false;
    // The last one of a file that was cut may still hold rows.
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(page_size_, file_bytes_ - place));
    std::fill(to + size, to + page_size_, '\0');
    return read_noted(false, place, to, size);
}

bool PageFile::read_noted(bool in_log, std::uint64_t at, char* to, std::size_t size) const {
    int error = 0;
    if (read_at(in_log ? log_ : file_, at, to, size, error)) return true;
    if (error != 0) refused_.insert({in_log, at, error});
    return false;
}

bool PageFile::differs(const View& view, PageNumber page) const {
    const auto place_in = [&](const View& one) -> std::optional<std::uint64_t> {
        const auto at = one.from_log.find(page);
        if (at == one.from_log.end()) return std::nullopt;
        return at->second;
    };
    return place_in(view) != place_in(views_[0]);
}

}  // namespace feedarc::sqlite
