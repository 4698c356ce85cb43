// Any bytes read as HTML give a page whose texts are clean, or an Error.

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "page_checks.hpp"
#include "read/html/dom.hpp"
#include "read/html/strip.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

// The nodes of a page but for the text in scripts and styles.
std::vector<feedarc::read::NodeId> without_raw_text(const feedarc::read::Dom& dom) {
    using feedarc::read::Tag;
    std::vector<feedarc::read::NodeId> nodes;
    for (feedarc::read::NodeId node = 0; node < dom.size(); ++node) {
        const Tag parent = dom.tag(dom[node].parent);
        if (dom.tag(node) == Tag::text && (parent == Tag::script || parent == Tag::style)) continue;
        nodes.push_back(node);
    }
    return nodes;
}

// Taking scripts out changes nothing but their text.
void check_stripping(const std::string& html, const feedarc::ReadLimits& limits) {
    const auto stripped = feedarc::read::without_scripts(html, 1);
    if (!stripped) return;
    const feedarc::read::Dom whole(html, limits);
    const feedarc::read::Dom rest(*stripped, limits);
    const auto nodes = without_raw_text(whole);
    const auto others = without_raw_text(rest);
    if (nodes.size() != others.size()) std::abort();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (whole.tag(nodes[i]) != rest.tag(others[i])) std::abort();
        if (whole[nodes[i]].text() != rest[others[i]].text()) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    feedarc::Snapshot snapshot;
    snapshot.bytes.assign(reinterpret_cast<const char*>(data), size);
    snapshot.url = "https://site.example/list/";
    const feedarc::ReadLimits limits = feedarc::fuzz::limits_of_a_run();
    try {
        check_stripping(snapshot.bytes, limits);
        const feedarc::Page page = feedarc::read_page(snapshot, feedarc::Form::html, limits);
        feedarc::fuzz::require_clean(page);
        for (const feedarc::Entry& entry : page.entries) {
            feedarc::fuzz::require(!entry.title.empty() || !entry.excerpt.empty());
        }
    } catch (const feedarc::Error&) {
    }
    return 0;
}
