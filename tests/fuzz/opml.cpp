// Any bytes read as a list of subscriptions give addresses and titles that are one clean line of
// UTF-8, or an Error.

#include "read/feed/opml.hpp"

#include <feedarc/error.hpp>

#include "page_checks.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    try {
        const auto feeds = feedarc::read::read_opml(bytes);
        feedarc::fuzz::require(feeds.size() <= feedarc::read::kMostOutlined);
        for (const auto& feed : feeds) {
            feedarc::fuzz::require(!feed.url.empty());
            feedarc::fuzz::require_folded(feed.url);
            feedarc::fuzz::require_folded(feed.title);
        }
    } catch (const feedarc::Error&) {
    }
    return 0;
}
