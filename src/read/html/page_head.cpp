#include "read/html/page_head.hpp"

#include "read/html/attribute.hpp"
#include "read/html/page_text.hpp"
#include "text/url.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace feedarc::read {
namespace {

constexpr std::size_t kMostPagerLinks = 100;

// What the elements of the head hold, as the page gives it; of several the first.
struct Declared {
    std::string_view base;
    std::string_view canonical;
    std::string_view open_graph_url;
};

void read_link(const Dom& dom, NodeId link, Declared& declared, PageHead& head) {
    const std::string_view rel = dom.value(link, "rel");
    if (declared.canonical.empty() && has_token(rel, "canonical")) {
        declared.canonical = dom.value(link, "href");
    } else if (has_token(rel, "next") || has_token(rel, "prev")) {
        head.next_links.emplace_back(dom.value(link, "href"));
    }
}

bool is_in_svg(const Dom& dom, NodeId node) {
    return dom.tag(dom[node].parent) == Tag::svg || dom.tag(dom[node].parent) == Tag::other;
}

}  // namespace

PageHead read_head(const Dom& dom, const Snapshot& snapshot) {
    PageHead head;
    Declared declared;
    for (NodeId node = 0; node < dom.size(); ++node) {
        switch (dom.tag(node)) {
            case Tag::title:
                if (head.title.empty() && !is_in_svg(dom, node)) head.title = plain_text(dom, node);
                break;
            case Tag::html: head.language = dom.value(node, "lang"); break;
            case Tag::base:
                if (declared.base.empty()) declared.base = dom.value(node, "href");
                break;
            case Tag::link: read_link(dom, node, declared, head); break;
            case Tag::script:
                if (is_value(dom.value(node, "type"), "application/ld+json")) {
                    head.data_scripts.push_back(node);
                }
                break;
            case Tag::meta:
                if (declared.open_graph_url.empty() &&
                    is_value(dom.value(node, "property"), "og:url")) {
                    declared.open_graph_url = dom.value(node, "content");
                }
                break;
            default: break;
        }
    }
    head.base_url = text::resolve_url(declared.base, snapshot.url).value_or(snapshot.url);
    if (declared.base.empty()) head.base_url = snapshot.url;
    for (const std::string_view url : {declared.canonical, declared.open_graph_url}) {
        if (!url.empty() && head.canonical_url.empty()) {
            head.canonical_url = text::resolve_url(url, head.base_url).value_or("");
        }
    }
    if (head.base_url.empty()) head.base_url = head.canonical_url;
    return head;
}

std::vector<std::string> page_links(std::span<const std::string_view> targets, const PageHead& head,
                                    const Snapshot& snapshot) {
    std::vector<std::string> links;
    for (const std::string_view target : targets) {
        if (links.size() >= kMostPagerLinks) break;
        auto url = text::resolve_url(target, head.base_url);
        if (!url || *url == snapshot.url || *url == head.canonical_url) continue;
        if (std::find(links.begin(), links.end(), *url) == links.end()) {
            links.push_back(std::move(*url));
        }
    }
    return links;
}

std::vector<std::string> pager_links(const Outline& outline, const PageHead& head,
                                     const Snapshot& snapshot) {
    std::vector<std::string_view> targets(head.next_links.begin(), head.next_links.end());
    targets.insert(targets.end(), outline.pager_targets().begin(), outline.pager_targets().end());
    return page_links(targets, head, snapshot);
}

}  // namespace feedarc::read
