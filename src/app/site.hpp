#pragma once

#include <feedarc/archive.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::app {

/// Which records a site shows, and what it is called.
struct SiteRequest {
    std::string title;
    /// A site has an order of its own, by first seen; the filter's order says which records there
    /// are where it has a limit or a cursor.
    Filter filter;
    std::optional<Time> at;                  ///< the records that pages showed at that time
    const std::atomic<int>* stop = nullptr;  ///< set to a signal number: give up
};

/// Where a file of a site goes: its path below the folder of the site, and its bytes. The folders
/// of files come before them, as paths that end in a slash.
using SiteSink = std::function<void(const std::string& path, std::string_view bytes)>;

/// Writes records as a site of static pages (docs/site.md), one file after the other, and returns
/// how many records it has. Equal archives give equal files.
///
/// What is held grows with the categories, sources and days, not with the records: as much as their
/// newest pages and the counts of the timeline. Where the filter has a limit, a cursor or `at`, the
/// records are held. Throws Error(interrupted).
std::int64_t write_site(Archive& archive, const SiteRequest& request, const SiteSink& sink);

}  // namespace feedarc::app
