#include "render/feeds/feed.hpp"
#include "render/feeds/xml.hpp"
#include "render/markup.hpp"
#include "text/uri.hpp"

namespace feedarc::render {
namespace {

void add_link(pugi::xml_node parent, const char* relation, std::string_view url,
              const char* type = nullptr) {
    const auto uri = text::web_uri(url);
    if (!uri) return;
    pugi::xml_node link = parent.append_child("link");
    set_attribute(link, "rel", relation);
    if (type != nullptr) set_attribute(link, "type", type);
    set_attribute(link, "href", *uri);
}

void add_author(pugi::xml_node parent, std::string_view name) {
    add_text(parent.append_child("author"), "name", name);
}

void add_head(pugi::xml_node parent, const Feed& feed) {
    add_text(parent, "id", feed.id);
    add_text(parent, "title", feed.title);
    add_text(parent, "updated", format_time(feed.updated()));
    add_author(parent, feed.author);
    add_link(parent, "alternate", feed.home_url);
    add_link(parent, "self", feed.self_url, "application/atom+xml");
    add_text(parent, "generator", "feedarc");
}

// RFC 4287, 4.1.2: an entry has an id, a title, an update and an author; one without a content has
// a link to what it is about, too.
void add_entry(pugi::xml_node parent, const FeedEntry& entry) {
    pugi::xml_node node = parent.append_child("entry");
    add_text(node, "id", entry.id);
    add_text(node, "title", title_or_words(entry));
    add_text(node, "updated", format_time(entry.updated));
    add_text(node, "published", format_time(entry.published));
    add_author(node, entry.source.name);
    add_link(node, "alternate", entry.url);
    if (!entry.category.empty()) {
        set_attribute(node.append_child("category"), "term", entry.category);
    }
    pugi::xml_node content = node.append_child("content");
    set_attribute(content, "type", "text");
    content.text().set(xml_text(entry.text).c_str());
    pugi::xml_node source = node.append_child("source");
    add_text(source, "id", entry.source.id);
    add_text(source, "title", entry.source.name);
    add_link(source, "alternate", entry.source.url);
}

}  // namespace

void write_atom(const Feed& feed, const base::ByteSink& sink) {
    sink(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    pugi::xml_document head;
    add_head(head, feed);
    print_children(head, 1, sink);
    for (const FeedEntry& entry : feed.entries) {
        pugi::xml_document one;
        add_entry(one, entry);
        print_children(one, 1, sink);
    }
    sink("</feed>\n");
}

}  // namespace feedarc::render
