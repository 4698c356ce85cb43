// Any bytes read as a feed, XML or JSON, give a page whose texts are clean, or an Error; and what
// is mended once needs no mending.

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "read/feed/mend.hpp"
#include "text/unicode.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_folded(const std::string& text) {
    require(feedarc::text::is_valid_utf8(text));
    require(text == feedarc::text::fold_space(text));
    require(text.find('\0') == std::string::npos);
}

void require_url(const std::string& url) {
    require(url.empty() || url.starts_with("http://") || url.starts_with("https://"));
}

void check_mending(const std::string& bytes) {
    feedarc::text::Repairs repairs;
    const std::string xml = feedarc::text::repair_utf8(bytes, repairs);
    const std::string once = feedarc::read::mend_tags(xml).xml;
    require(feedarc::read::mend_tags(once).xml == once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    feedarc::Snapshot snapshot;
    snapshot.bytes.assign(reinterpret_cast<const char*>(data), size);
    snapshot.url = "https://site.example/feed/";
    feedarc::ReadLimits limits;
    limits.parse_bytes = 64U << 20U;
    limits.parse_work = 10'000'000;
    limits.parse_time = std::chrono::seconds(5);
    check_mending(snapshot.bytes);
    try {
        const feedarc::Page page = feedarc::read_page(snapshot, feedarc::Form::feed, limits);
        require_folded(page.title);
        require_url(page.canonical_url);
        for (const std::string& link : page.pager_links) require_url(link);
        for (const feedarc::Entry& entry : page.entries) {
            for (const std::string* field :
                 {&entry.title, &entry.category, &entry.excerpt, &entry.guid}) {
                require_folded(*field);
            }
            require_url(entry.url);
            require(entry.published.value.empty() ==
                    (entry.published.precision == feedarc::DatePrecision::none));
        }
        require(feedarc::read_page(snapshot, feedarc::Form::feed, limits).entries == page.entries);
    } catch (const feedarc::Error&) {
    }
    return 0;
}
