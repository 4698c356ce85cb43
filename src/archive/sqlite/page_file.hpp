#pragma once

#include "base/file.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace feedarc::sqlite {

using PageNumber = std::uint32_t;  ///< from 1

/// The file of a database and its write-ahead log as pages, read without SQLite and without trust
/// (sqlite.org/fileformat2.html, 1 and 4): whatever is in them, a page can be had or not.
class PageFile {
public:
    /// Opens them for reading. Throws Error(archive) where there is no file, Error(io).
    explicit PageFile(const std::string& path);

    /// One way of seeing the file: the pages that the log has in place of those of the file.
    struct View {
        std::unordered_map<PageNumber, std::uint64_t> from_log;  ///< where in the log
    };
    /// The first is what SQLite sees. The others have what it does not: what stands in the log
    /// behind a frame that is damaged or was not committed, and what of the file the log hides.
    [[nodiscard]] const std::vector<View>& views() const noexcept { return views_; }

    [[nodiscard]] std::size_t page_size() const noexcept { return page_size_; }
    /// The pages of a view, as far as they may be there, in order.
    [[nodiscard]] std::vector<PageNumber> pages_of(const View& view) const;
    /// False where there is none, or only a part of one.
    [[nodiscard]] bool read(const View& view, PageNumber page, char* to) const;
    /// Whether a view shows it otherwise than what SQLite sees.
    [[nodiscard]] bool differs(const View& view, PageNumber page) const;

    /// What the disk refused to give.
    struct Refused {
        bool in_log = false;
        std::uint64_t at = 0;  ///< its first byte
        int error = 0;         ///< as errno
        auto operator<=>(const Refused&) const = default;
    };
    /// Of all that was read so far, each once and in order.
    [[nodiscard]] const std::set<Refused>& refused() const noexcept { return refused_; }

private:
    [[nodiscard]] bool read_noted(bool in_log, std::uint64_t at, char* to, std::size_t size) const;
    void find_page_size();
    void read_log();

    base::FileDescriptor file_, log_;
    std::uint64_t file_bytes_ = 0, log_bytes_ = 0;
    std::size_t page_size_ = 0;
    PageNumber file_pages_ = 0;
    std::vector<View> views_;
    mutable std::set<Refused> refused_;
};

}  // namespace feedarc::sqlite
