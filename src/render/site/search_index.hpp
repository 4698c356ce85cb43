#pragma once

#include "render/site/model.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace feedarc::render::site {

/// Where a file of a site goes: its path below the folder of the site, and its bytes.
using FileSink = std::function<void(const std::string& path, std::string_view bytes)>;

/// Writes what the script of the site searches: scripts themselves, as a page that was opened from
/// a file may load nothing else. Each calls `feedarcSearch` with what it holds.
///
/// Texts are stored as text::search_fold() gives them, so that the script need not know how, and a
/// table has it fold what is typed the same way. Records are in files of bounded size, in the order
/// in which they are added, so that one that is added last changes the last file alone.
class SearchIndex {
public:
    explicit SearchIndex(const FileSink& sink) : sink_(sink) {}

    /// `texts`: what of its revisions is searched besides its title. Valid UTF-8.
    void add(const Row& row, std::span<const std::string> texts);
    /// The last call.
    void finish();

    /// A file is full with so many records, or bytes.
    static constexpr std::size_t kMostRecords = 500;
    static constexpr std::size_t kMostBytes = std::size_t{1} << 19U;
    /// Of the texts of one record so many bytes are searched.
    static constexpr std::size_t kMostBytesOfRecord = std::size_t{1} << 14U;

private:
    void write_records();

    const FileSink& sink_;
    std::string records_;
    std::size_t count_ = 0;
    std::int64_t files_ = 0;
};

}  // namespace feedarc::render::site
