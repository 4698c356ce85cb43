#include <feedarc/error.hpp>

#include "read/feed/formats.hpp"
#include "read/feed/xml_entry.hpp"
#include "text/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::read {
namespace {

using namespace std::literals;

constexpr std::size_t kMostPagerLinks = 100;

// Feed, its head and its entries, wherever in the tree a broken feed has them.
class XmlFeedReader {
public:
    XmlFeedReader(const FeedXml& xml, const Snapshot& snapshot, const ReadLimits& limits)
        : xml_(xml), snapshot_(snapshot), plain_(limits), head_bases_(snapshot.url) {}

    Page run() {
        walk();
        if (!is_feed_) {
            throw Error(ErrorCode::input,
                        "no feed: neither RSS, RDF, Atom, CDF nor JSON Feed begins here");
        }
        page_.canonical_url = text::resolve_url(site_url_, head_bases_.at(site_link_)).value_or("");
        page_.title = plain_of(title_, plain_);
        for (const pugi::xml_node link : pager_links_) add_pager_link(link);
        read_entries();
        page_.warnings = xml_.warnings();
        if (left_out_) {
            page_.warnings.push_back(
                fmt::format("more than {} entries: the others are left out", kMostFeedEntries));
        }
        return std::move(page_);
    }

private:
    void walk() {
        constexpr std::array kRoots{"rss"sv, "feed"sv, "rdf"sv, "channel"sv, "item"sv, "entry"sv};
        const pugi::xml_node document = xml_.document();
        pugi::xml_node node = next_node(document, document);
        while (node) {
            bool skip = false;
            if (node.type() == pugi::node_element) {
                const FeedName name = FeedXml::name_of(node);
                if (node.parent() == document) {
                    is_feed_ = is_feed_ ||
                               std::find(kRoots.begin(), kRoots.end(), name.local) != kRoots.end();
                }
                skip = is_entry(node, name) || head(node, name);
            }
            node = next_node(node, document, skip);
        }
    }

    bool is_entry(pugi::xml_node node, const FeedName& name) {
        if (name.local != "item" && name.local != "entry") return false;
        if (name.vocabulary != Vocabulary::feed) return false;
        if (entries_.size() < kMostFeedEntries) {
            entries_.push_back(node);
        } else {
            left_out_ = true;
        }
        return true;
    }

    // Title and links of the feed itself, not of its image or text input.
    bool head(pugi::xml_node node, const FeedName& name) {
        if (name.vocabulary != Vocabulary::feed) return false;
        if (name.local == "channel") {
            offer_site(1, attribute_of(node, "href"), node);
            return false;
        }
        if (name.local != "title" && name.local != "link" && name.local != "a") return false;
        const FeedName parent = FeedXml::name_of(node.parent());
        if (parent.local != "channel" && parent.local != "feed") return false;
        if (name.local == "title") {
            if (title_.text.empty()) {
                title_ =
                    feed_text_of(node, parent.local == "feed" ? TextKind::text : TextKind::either);
            }
            return true;
        }
        link(node);
        return true;
    }

    void link(pugi::xml_node node) {
        const std::string_view href = attribute_of(node, "href");
        if (href.empty()) {
            offer_site(3, text_of(node), node);
            return;
        }
        const std::string relation = relation_of(node);
        if (relation == "alternate") offer_site(2, href, node);
        // RFC 5005, 3 and 4: pages of one feed, and what an archive keeps of it.
        const bool pager = relation == "next" || relation == "prev-archive";
        if (pager && pager_links_.size() < kMostPagerLinks) pager_links_.push_back(node);
    }

    void offer_site(int rank, std::string_view url, pugi::xml_node link) {
        if (rank <= site_rank_ || url.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            return;
        }
        site_rank_ = rank;
        site_url_ = url;
        site_link_ = link;
    }

    void add_pager_link(pugi::xml_node link) {
        auto url = text::resolve_url(attribute_of(link, "href"), head_bases_.at(link));
        if (!url || *url == snapshot_.url) return;
        auto& links = page_.pager_links;
        if (std::find(links.begin(), links.end(), *url) == links.end()) {
            links.push_back(std::move(*url));
        }
    }

    void read_entries() {
        LinkBases bases(page_.canonical_url.empty() ? snapshot_.url : page_.canonical_url);
        for (const pugi::xml_node node : entries_) {
            Entry entry = read_xml_entry(node, bases).finish(plain_);
            if (has_content(entry)) page_.entries.push_back(std::move(entry));
        }
    }

    const FeedXml& xml_;
    const Snapshot& snapshot_;
    PlainText plain_;
    LinkBases head_bases_;
    Page page_;
    std::vector<pugi::xml_node> entries_;
    std::vector<pugi::xml_node> pager_links_;
    FeedText title_;
    std::string site_url_;
    pugi::xml_node site_link_;
    int site_rank_ = 0;
    bool is_feed_ = false;
    bool left_out_ = false;
};

}  // namespace

Page read_xml_feed(const Snapshot& snapshot, const ReadLimits& limits) {
    const FeedXml xml(snapshot.bytes, limits);
    return XmlFeedReader(xml, snapshot, limits).run();
}

}  // namespace feedarc::read
