#include "read/feed/formats.hpp"
#include "read/readers.hpp"
#include "text/url.hpp"

namespace feedarc::read {
namespace {

// An entry without a link leads to the front page of its site. Its GUID tells it from others;
// without one a link that they share would not.
void lead_to_site(Page& page) {
    if (!text::is_front_page(page.canonical_url)) return;
    for (Entry& entry : page.entries) {
        if (entry.url.empty() && !entry.guid.empty()) entry.url = page.canonical_url;
    }
}

}  // namespace

Page read_feed(const Snapshot& snapshot, const ReadLimits& limits) {
    const std::size_t begin = snapshot.bytes.find_first_not_of(" \t\r\n\f");
    const bool is_json = begin != std::string::npos && snapshot.bytes[begin] == '{';
    Page page = is_json ? read_json_feed(snapshot, limits) : read_xml_feed(snapshot, limits);
    lead_to_site(page);
    return page;
}

}  // namespace feedarc::read
