#include "render/feeds/feed.hpp"

#include <feedarc/error.hpp>

#include "text/width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace feedarc::render {
namespace {

// "jsonfeed" and not "json": that is the records as they are.
constexpr std::array kFormats{
    FeedFormat{"atom", write_atom},
    FeedFormat{"rss", write_rss},
    FeedFormat{"jsonfeed", write_json_feed},
};

}  // namespace

Time Feed::updated() const noexcept {
    Time latest{};
    for (const FeedEntry& entry : entries) latest = std::max(latest, entry.updated);
    return latest;
}

std::span<const FeedFormat> feed_formats() noexcept {
    return kFormats;
}

const FeedFormat& feed_format_named(std::string_view name) {
    const auto* const found =
        std::find_if(kFormats.begin(), kFormats.end(),
                     [&](const FeedFormat& format) { return format.name == name; });
    if (found == kFormats.end()) {
        throw Error(ErrorCode::internal, fmt::format("{} is no format of feeds", name));
    }
    return *found;
}

std::string title_or_words(const FeedEntry& entry) {
    constexpr std::size_t kColumns = 80;
    if (!entry.title.empty()) return entry.title;
    return text::truncate_to_width(entry.text.empty() ? entry.url : entry.text, kColumns);
}

}  // namespace feedarc::render
