#include "read/feed/xml_entry.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace feedarc::read {
namespace {

using namespace std::literals;

enum class Field { title, excerpt, category, date, link, guid };

// What an element of an entry says. Of two that say the same the one with the higher rank is taken.
struct Rule {
    Vocabulary vocabulary;
    std::string_view local;
    Field field;
    int rank;
};

constexpr std::array kRules{
    Rule{Vocabulary::feed, "title", Field::title, 9},
    Rule{Vocabulary::dublin_core, "title", Field::title, 7},
    Rule{Vocabulary::itunes, "title", Field::title, 6},
    Rule{Vocabulary::media, "title", Field::title, 5},

    Rule{Vocabulary::feed, "summary", Field::excerpt, 9},
    Rule{Vocabulary::feed, "description", Field::excerpt, 9},
    Rule{Vocabulary::feed, "abstract", Field::excerpt, 9},
    Rule{Vocabulary::dublin_core, "description", Field::excerpt, 7},
    Rule{Vocabulary::dublin_core, "abstract", Field::excerpt, 7},
    Rule{Vocabulary::itunes, "summary", Field::excerpt, 6},
    Rule{Vocabulary::media, "description", Field::excerpt, 5},
    Rule{Vocabulary::itunes, "subtitle", Field::excerpt, 4},
    Rule{Vocabulary::feed, "content", Field::excerpt, 3},
    Rule{Vocabulary::content, "encoded", Field::excerpt, 3},
    Rule{Vocabulary::xhtml, "body", Field::excerpt, 3},
    Rule{Vocabulary::xhtml, "div", Field::excerpt, 3},

    Rule{Vocabulary::feed, "category", Field::category, 9},
    Rule{Vocabulary::dublin_core, "subject", Field::category, 7},
    Rule{Vocabulary::media, "category", Field::category, 6},
    Rule{Vocabulary::itunes, "category", Field::category, 5},

    // When it was published, and only where nothing says that, when it was changed.
    Rule{Vocabulary::feed, "published", Field::date, 9},
    Rule{Vocabulary::feed, "pubdate", Field::date, 9},
    Rule{Vocabulary::feed, "issued", Field::date, 8},
    Rule{Vocabulary::dublin_core, "issued", Field::date, 7},
    Rule{Vocabulary::dublin_core, "date", Field::date, 7},
    Rule{Vocabulary::dublin_core, "created", Field::date, 6},
    Rule{Vocabulary::feed, "created", Field::date, 6},
    Rule{Vocabulary::feed, "date", Field::date, 5},
    Rule{Vocabulary::feed, "updated", Field::date, 3},
    Rule{Vocabulary::feed, "modified", Field::date, 3},
    Rule{Vocabulary::dublin_core, "modified", Field::date, 2},

    Rule{Vocabulary::feedburner, "origlink", Field::link, 9},
    Rule{Vocabulary::feed, "link", Field::link, 8},
    Rule{Vocabulary::feed, "a", Field::link, 5},

    Rule{Vocabulary::feed, "guid", Field::guid, 9},
    Rule{Vocabulary::feed, "id", Field::guid, 8},
};

std::string_view trim(std::string_view text) noexcept {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_web_address(std::string_view text) {
    const std::string start = base::lowered(trim(text).substr(0, 8));
    return start.starts_with("http://") || start.starts_with("https://");
}

bool has_elements(pugi::xml_node element) {
    const auto children = element.children();
    return std::any_of(children.begin(), children.end(),
                       [](pugi::xml_node child) { return child.type() == pugi::node_element; });
}

// Whether a media type stands for text that a reader could show.
bool is_readable(std::string_view type) noexcept {
    return type.starts_with("text/") || type.ends_with("xml") || type.ends_with("html") ||
           type.find('/') == std::string_view::npos;
}

class EntryReader {
public:
    EntryReader(pugi::xml_node entry, LinkBases& bases)
        : entry_(entry),
          bases_(bases),
          base_(bases.at(entry)),
          is_atom_(FeedXml::name_of(entry).local == "entry") {}

    EntryDraft run() {
        // CDF has its link and date in attributes, RDF its identifier.
        draft_.offer_link(8, attribute_of(entry_, "href"), base_);
        draft_.offer_date(3, attribute_of(entry_, "lastmod"));
        const std::string_view about = attribute_of(entry_, "about");
        draft_.offer_guid(1, about);
        if (is_web_address(about)) draft_.offer_link(3, about, base_);
        read_children(entry_);
        return std::move(draft_);
    }

private:
    void read_children(pugi::xml_node parent) {
        for (const pugi::xml_node child : parent.children()) {
            if (child.type() != pugi::node_element) continue;
            const FeedName name = FeedXml::name_of(child);
            if (name.is(Vocabulary::media, "group") && parent == entry_) {
                read_children(child);
                continue;
            }
            const auto* rule =
                std::find_if(kRules.begin(), kRules.end(), [&](const Rule& candidate) {
                    return name.is(candidate.vocabulary, candidate.local);
                });
            if (rule != kRules.end()) read(child, *rule);
        }
    }

    void read(pugi::xml_node element, const Rule& rule) {
        switch (rule.field) {
            case Field::title:
                draft_.offer_title(
                    rule.rank, feed_text_of(element, is_atom_ ? TextKind::text : TextKind::either));
                break;
            case Field::excerpt:
                // RFC 4287 says that what has no type is text; many an entry knows better.
                draft_.offer_excerpt(
                    rule.rank, feed_text_of(element, is_atom_ ? TextKind::either : TextKind::html));
                if (is_atom_ && rule.rank == 3) content_elsewhere(element);
                break;
            case Field::category: category(element, rule.rank); break;
            case Field::date: draft_.offer_date(rule.rank, text_of(element)); break;
            case Field::link: link(element, rule.rank); break;
            case Field::guid: guid(element, rule.rank); break;
        }
    }

    // RFC 4287, 4.1.3.2: the content may be a page of its own.
    void content_elsewhere(pugi::xml_node element) {
        const std::string type = base::lowered(attribute_of(element, "type"));
        if (!type.empty() && !is_readable(type)) return;
        draft_.offer_link(1, attribute_of(element, "src"), bases_.at(element));
    }

    void category(pugi::xml_node element, int rank) {
        for (const auto attribute : {"label"sv, "term"sv, "text"sv}) {
            const std::string_view value = trim(attribute_of(element, attribute));
            if (value.empty()) continue;
            draft_.offer_category(rank, {std::string(value), TextKind::either});
            return;
        }
        draft_.offer_category(rank, {std::string(trim(text_of(element))), TextKind::either});
    }

    void link(pugi::xml_node element, int rank) {
        const std::string base = bases_.at(element);
        const std::string_view href = attribute_of(element, "href");
        if (trim(href).empty()) {
            const std::string text = text_of(element);
            draft_.offer_link(rank, text, base);
            // `<link/>http://...`, as programs for HTML write it.
            const pugi::xml_node next = element.next_sibling();
            if (trim(text).empty() && is_web_address(next.value())) {
                draft_.offer_link(rank, next.value(), base);
            }
            return;
        }
        const std::string relation = relation_of(element);
        const std::string type = base::lowered(attribute_of(element, "type"));
        if (relation == "alternate") {
            const bool page = type.empty() || type.find("html") != std::string::npos;
            draft_.offer_link(page ? 7 : 6, href, base);
        } else if (relation == "related" || relation == "via" || relation == "self") {
            draft_.offer_link(2, href, base);
        }
    }

    void guid(pugi::xml_node element, int rank) {
        const std::string text = text_of(element);
        draft_.offer_guid(rank, text);
        // RSS 2.0: a permalink unless it says otherwise. Many say nothing of what is none.
        const std::string permalink = base::lowered(trim(attribute_of(element, "ispermalink")));
        if (permalink != "false" && (permalink == "true" || is_web_address(text))) {
            draft_.offer_link(4, text, base_);
        }
    }

    pugi::xml_node entry_;
    LinkBases& bases_;
    std::string base_;
    bool is_atom_;
    EntryDraft draft_;
};

}  // namespace

FeedText feed_text_of(pugi::xml_node element, TextKind unmarked) {
    if (has_elements(element)) return {markup_of(element), TextKind::html};
    const std::string type = base::lowered(trim(attribute_of(element, "type")));
    const std::string mode = base::lowered(trim(attribute_of(element, "mode")));
    if (type == "application/octet-stream" || (mode == "base64" && is_readable(type))) {
        return {from_base64(text_of(element)), TextKind::html};
    }
    if (!is_readable(type)) return {};
    if (type.ends_with("html")) return {text_of(element), TextKind::html};
    if (type == "text" || type == "text/plain") return {text_of(element), TextKind::text};
    return {text_of(element), unmarked};
}

std::string relation_of(pugi::xml_node link) {
    std::string relation = base::lowered(trim(attribute_of(link, "rel")));
    if (const std::size_t slash = relation.rfind('/'); slash != std::string::npos) {
        relation.erase(0, slash + 1);
    }
    return relation.empty() ? "alternate" : relation;
}

EntryDraft read_xml_entry(pugi::xml_node entry, LinkBases& bases) {
    return EntryReader(entry, bases).run();
}

}  // namespace feedarc::read
