// Any bytes read as a feed, XML or JSON, give a page whose texts are clean, or an Error; and what
// is mended once needs no mending.

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "page_checks.hpp"
#include "read/feed/mend.hpp"
#include "text/unicode.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

void check_mending(const std::string& bytes) {
    feedarc::text::Repairs repairs;
    const std::string xml = feedarc::text::repair_utf8(bytes, repairs);
    const std::string once = feedarc::read::mend_tags(xml).xml;
    feedarc::fuzz::require(feedarc::read::mend_tags(once).xml == once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    feedarc::Snapshot snapshot;
    snapshot.bytes.assign(reinterpret_cast<const char*>(data), size);
    snapshot.url = "https://site.example/feed/";
    const feedarc::ReadLimits limits = feedarc::fuzz::limits_of_a_run();
    check_mending(snapshot.bytes);
    try {
        const feedarc::Page page = feedarc::read_page(snapshot, feedarc::Form::feed, limits);
        feedarc::fuzz::require_clean(page);
        feedarc::fuzz::require(feedarc::read_page(snapshot, feedarc::Form::feed, limits).entries ==
                               page.entries);
    } catch (const feedarc::Error&) {
    }
    return 0;
}
