#include "read/feed/opml.hpp"

#include <feedarc/error.hpp>

#include "read/feed/xml.hpp"
#include "text/charset.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <array>

namespace feedarc::read {
namespace {

using namespace std::literals;

// The first of these attributes that says something; runs of white space become one space.
template <std::size_t count>
std::string first_of(pugi::xml_node outline, const std::array<std::string_view, count>& names) {
    for (const std::string_view name : names) {
        std::string value = text::fold_space(attribute_of(outline, name));
        if (!value.empty()) return value;
    }
    return {};
}

bool is_opml(pugi::xml_node document) {
    for (const pugi::xml_node node : document.children()) {
        if (node.type() == pugi::node_element) return FeedXml::name_of(node).local == "opml";
    }
    return false;
}

void check_size(std::size_t bytes, const ReadLimits& limits) {
    if (bytes <= limits.page_bytes) return;
    throw Error(ErrorCode::limit,
                fmt::format("page-size: the list has more than {} bytes", limits.page_bytes));
}

}  // namespace

std::vector<OutlinedFeed> read_opml(std::string_view bytes) {
    const ReadLimits limits;
    check_size(bytes.size(), limits);
    const text::PageText text = text::read_charset(bytes, "", true, limits.page_bytes);
    if (text.utf8) check_size(text.utf8->size(), limits);
    const FeedXml xml(text.utf8 ? std::string_view(*text.utf8) : bytes, limits);
    const pugi::xml_node document = xml.document();
    if (!is_opml(document)) {
        throw Error(ErrorCode::input, "no list of feeds: its root element is not <opml>");
    }
    std::vector<OutlinedFeed> feeds;
    for (pugi::xml_node node = next_node(document, document); node;
         node = next_node(node, document)) {
        if (node.type() != pugi::node_element || FeedXml::name_of(node).local != "outline") {
            continue;
        }
        OutlinedFeed feed{first_of(node, std::array{"title"sv, "text"sv}),
                          first_of(node, std::array{"xmlurl"sv, "htmlurl"sv, "url"sv})};
        if (feed.url.empty()) continue;
        if (feeds.size() == kMostOutlined) {
            throw Error(ErrorCode::limit,
                        fmt::format("the list names more than {} feeds", kMostOutlined));
        }
        feeds.push_back(std::move(feed));
    }
    return feeds;
}

}  // namespace feedarc::read
