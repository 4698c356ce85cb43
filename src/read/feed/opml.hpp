#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// A feed or page that a list of subscriptions names.
struct OutlinedFeed {
    std::string title;  ///< one line; empty where there is none
    std::string url;    ///< as it is written, without white space around it

    bool operator==(const OutlinedFeed&) const = default;
};

/// More feeds in one list are Error(limit).
inline constexpr std::size_t kMostOutlined = 100'000;

/// The feeds of an OPML 1 or 2 list, at any depth, in its order: of each outline `xmlUrl`, else
/// `htmlUrl`, else `url`, and `title`, else `text`. Outlines without an address are folders, whose
/// names are passed over. The charset is found as that of a feed; a list that is no well-formed XML
/// is read as far as it can be.
///
/// Throws Error(input) for what is no OPML or no text, and Error(limit).
[[nodiscard]] std::vector<OutlinedFeed> read_opml(std::string_view bytes);

}  // namespace feedarc::read
