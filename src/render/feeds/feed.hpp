#pragma once

#include <feedarc/time.hpp>

#include "base/byte_sink.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::render {

/// Where an entry of a feed comes from.
struct FeedSource {
    std::string name;
    std::string id;   ///< of the feed of that source alone
    std::string url;  ///< may be empty
};

/// One entry of a feed. Texts come from pages as they are: each format escapes them. URLs that are
/// none of http or https are left out.
struct FeedEntry {
    std::string id;     ///< a URI, which never changes
    std::string title;  ///< may be empty
    std::string url;
    std::string text;  ///< plain; may be empty
    std::string category;
    FeedSource source;
    Time published{};
    Time updated{};
};

/// A feed: a title, where it belongs, and its entries in their order.
struct Feed {
    std::string id;  ///< a URI
    std::string title;
    std::string author;
    std::string home_url;  ///< the page that it is about; may be empty
    std::string self_url;  ///< where it can be had; may be empty
    std::vector<FeedEntry> entries;

    /// The latest update of its entries; 1970 where it has none.
    [[nodiscard]] Time updated() const noexcept;
};

/// One row of the table of feed formats. Equal feeds give equal bytes.
struct FeedFormat {
    std::string_view name;
    void (*write)(const Feed& feed, const base::ByteSink& sink);
};

/// RFC 4287.
void write_atom(const Feed& feed, const base::ByteSink& sink);
/// RSS 2.0 as the RSS Advisory Board's profile has it.
void write_rss(const Feed& feed, const base::ByteSink& sink);
/// JSON Feed 1.1.
void write_json_feed(const Feed& feed, const base::ByteSink& sink);

[[nodiscard]] std::span<const FeedFormat> feed_formats() noexcept;
/// Throws Error(internal) for a name that is none.
[[nodiscard]] const FeedFormat& feed_format_named(std::string_view name);

/// A title for a feed reader's list: that of the entry, else the first words of its text, else its
/// URL.
[[nodiscard]] std::string title_or_words(const FeedEntry& entry);

}  // namespace feedarc::render
