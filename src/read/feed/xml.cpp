#include "read/feed/xml.hpp"

#include <feedarc/error.hpp>

#include "base/ascii.hpp"
#include "read/feed/mend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>

namespace feedarc::read {
namespace {

using namespace std::literals;

struct Namespace {
    std::string_view start;  // of its URI, in lower case, without "http://" and "www."
    Vocabulary vocabulary;
};

// The formats' own, then the modules'; https, www and case are not minded.
constexpr std::array kNamespaces{
    Namespace{"w3.org/2005/atom", Vocabulary::feed},
    Namespace{"purl.org/atom/", Vocabulary::feed},
    Namespace{"purl.org/rss/1.0/modules/content", Vocabulary::content},
    Namespace{"purl.org/rss/1.0/modules/", Vocabulary::other},
    Namespace{"purl.org/rss/modules/", Vocabulary::other},
    Namespace{"purl.org/rss/", Vocabulary::feed},
    Namespace{"purl.org/net/rss", Vocabulary::feed},
    Namespace{"my.netscape.com/", Vocabulary::feed},
    Namespace{"channel.netscape.com/", Vocabulary::feed},
    Namespace{"backend.userland.com/", Vocabulary::feed},
    Namespace{"blogs.law.harvard.edu/", Vocabulary::feed},
    Namespace{"w3.org/tr/note-cdf", Vocabulary::feed},
    Namespace{"w3.org/1999/02/22-rdf-syntax-ns", Vocabulary::rdf},
    Namespace{"purl.org/dc/", Vocabulary::dublin_core},
    Namespace{"search.yahoo.com/mrss", Vocabulary::media},
    Namespace{"tools.search.yahoo.com/mrss", Vocabulary::media},
    Namespace{"itunes.com/dtds/podcast", Vocabulary::itunes},
    Namespace{"rssnamespace.org/feedburner", Vocabulary::feedburner},
    Namespace{"w3.org/1999/xhtml", Vocabulary::xhtml},
};

struct Prefix {
    std::string_view name;
    Vocabulary vocabulary;
};

constexpr std::array kPrefixes{
    Prefix{"", Vocabulary::feed},
    Prefix{"atom", Vocabulary::feed},
    Prefix{"atom10", Vocabulary::feed},
    Prefix{"rss", Vocabulary::feed},
    Prefix{"rdf", Vocabulary::rdf},
    Prefix{"dc", Vocabulary::dublin_core},
    Prefix{"dcterms", Vocabulary::dublin_core},
    Prefix{"content", Vocabulary::content},
    Prefix{"media", Vocabulary::media},
    Prefix{"itunes", Vocabulary::itunes},
    Prefix{"feedburner", Vocabulary::feedburner},
    Prefix{"xhtml", Vocabulary::xhtml},
};

std::optional<Vocabulary> vocabulary_of_uri(const char* uri) {
    constexpr std::size_t kLongest = 80;
    const std::string lowered = base::lowered({uri, ::strnlen(uri, kLongest)});
    std::string_view rest = lowered;
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    for (const auto start : {"http://"sv, "https://"sv, "www."sv}) {
        if (rest.starts_with(start)) rest.remove_prefix(start.size());
    }
    for (const Namespace& known : kNamespaces) {
        if (rest.starts_with(known.start)) return known.vocabulary;
    }
    return std::nullopt;
}

// What the nearest element around declares a prefix to stand for. A feed declares its namespaces
// near its entries; the bounds keep hostile ones from being walked for each element.
const char* declared_uri(pugi::xml_node element, std::string_view prefix) {
    constexpr int kMostElements = 64;
    constexpr int kMostAttributes = 256;
    int attributes = 0;
    for (int steps = 0; element && steps < kMostElements; element = element.parent(), ++steps) {
        for (const pugi::xml_attribute attribute : element.attributes()) {
            if (++attributes > kMostAttributes) return nullptr;
            const char* name = attribute.name();
            if (std::strncmp(name, "xmlns", 5) != 0) continue;
            name += 5;
            if (!prefix.empty() && *name++ != ':') continue;
            if (prefix == name) return attribute.value();
        }
    }
    return nullptr;
}

// Whether the root of an element's document has that prefix.
bool is_prefix_of_root(pugi::xml_node element, std::string_view prefix) {
    const char* root = element.root().first_child().name();
    return std::strncmp(root, prefix.data(), prefix.size()) == 0 && root[prefix.size()] == ':';
}

// What a tree may take: pugixml's nodes have 64 bytes, its attributes 40 (1.13, on 64 bits).
void check_size(std::string_view xml, const ReadLimits& limits) {
    const auto count = [xml](char c) {
        return static_cast<std::size_t>(std::count(xml.begin(), xml.end(), c));
    };
    const std::size_t most = xml.size() * 3 + count('<') * 128 + count('=') * 40;
    if (most > limits.parse_bytes) {
        throw Error(ErrorCode::limit,
                    fmt::format("parse-memory: the feed may need {} bytes to parse, more than {}",
                                most, limits.parse_bytes));
    }
}

}  // namespace

FeedXml::FeedXml(std::string_view xml, const ReadLimits& limits) {
    check_size(xml, limits);
    constexpr unsigned kOptions =
        pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata;
    const auto parse = [this](std::string text) {
        text_ = std::move(text);
        return document_.load_buffer_inplace(text_.data(), text_.size(), kOptions,
                                             pugi::encoding_utf8);
    };
    std::optional<std::string> mended = ReferenceMender().mend(xml);
    const std::string readable = mended ? std::move(*mended) : std::string(xml);
    if (parse(readable)) return;
    MendedTags tags = mend_tags(readable);
    check_size(tags.xml, limits);
    if (tags.cut_off) {
        warnings_.emplace_back("the feed is cut off: its last entry is incomplete and left out");
    } else {
        warnings_.emplace_back("the feed is not well-formed XML: read as far as it can be");
    }
    static_cast<void>(parse(std::move(tags.xml)));
}

FeedName FeedXml::name_of(pugi::xml_node element) {
    const std::string_view name = element.name();
    const std::size_t colon = name.find(':');
    const std::string_view prefix =
        colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
    FeedName found;
    found.local = base::lowered(colon == std::string_view::npos ? name : name.substr(colon + 1));
    const char* uri = declared_uri(element, prefix);
    if (uri != nullptr && *uri != '\0') {
        if (const auto known = vocabulary_of_uri(uri)) {
            found.vocabulary = *known;
            return found;
        }
        // RSS 2.0 in a namespace of somebody's own, as its root or by default.
        if (prefix.empty() || is_prefix_of_root(element, prefix)) {
            found.vocabulary = Vocabulary::feed;
        }
        return found;
    }
    const std::string lowered = base::lowered(prefix);
    for (const Prefix& known : kPrefixes) {
        if (known.name == lowered) found.vocabulary = known.vocabulary;
    }
    return found;
}

std::string_view attribute_of(pugi::xml_node element, std::string_view name) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        std::string_view own = attribute.name();
        if (own.starts_with("xmlns")) continue;
        own = own.substr(own.find(':') + 1);
        if (std::equal(own.begin(), own.end(), name.begin(), name.end(), [](char a, char b) {
                return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
            })) {
            return attribute.value();
        }
    }
    return {};
}

pugi::xml_node next_node(pugi::xml_node node, pugi::xml_node root, bool skip_children) {
    if (!skip_children && node.first_child()) return node.first_child();
    while (node && node != root) {
        if (node.next_sibling()) return node.next_sibling();
        node = node.parent();
    }
    return {};
}

std::string text_of(pugi::xml_node element) {
    std::string text;
    for (pugi::xml_node node = next_node(element, element); node; node = next_node(node, element)) {
        text += node.value();  // empty for an element
    }
    return text;
}

void append_escaped(std::string& html, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '<': html += "&lt;"; break;
            case '&': html += "&amp;"; break;
            default: html += c;
        }
    }
}

std::string markup_of(pugi::xml_node element) {
    std::string markup;
    const auto local = [](pugi::xml_node node) {
        const std::string_view name = node.name();
        return name.substr(name.find(':') + 1);
    };
    pugi::xml_node node = element;
    for (bool down = true; node;) {
        if (down && node != element) {
            if (node.type() == pugi::node_element) {
                markup.append("<").append(local(node)).append(">");
            }
            append_escaped(markup, node.value());
        }
        if (down && node.first_child()) {
            node = node.first_child();
            continue;
        }
        if (node == element) break;
        if (node.type() == pugi::node_element) {
            markup.append("</").append(local(node)).append(">");
        }
        down = static_cast<bool>(node.next_sibling());
        node = down ? node.next_sibling() : node.parent();
    }
    return markup;
}

}  // namespace feedarc::read
