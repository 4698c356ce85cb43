#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::test {

/// An entry as a page shows it; what is empty is not shown.
struct ListedEntry {
    std::string title, url, guid, category;
    std::string date;     ///< `2026-01-11`
    std::string age;      ///< `3 hours ago`
    std::string counter;  ///< `12 comments`
    std::string excerpt;
};

/// A blog's front page. `canonical` is what the page says of its own address, empty for nothing.
[[nodiscard]] std::string html_listing(const std::vector<ListedEntry>& entries,
                                       std::string_view canonical);
/// What a reader copies from such a page.
[[nodiscard]] std::string text_listing(const std::vector<ListedEntry>& entries);
/// A JSON Feed.
[[nodiscard]] std::string feed_listing(const std::vector<ListedEntry>& entries);
/// What stands in the place of a listing: one of several kinds, chosen by a number.
[[nodiscard]] std::string html_obstacle(std::size_t kind);

}  // namespace feedarc::test
