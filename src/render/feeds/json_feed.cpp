#include "render/feeds/feed.hpp"
#include "render/json_text.hpp"
#include "text/uri.hpp"

#include <array>

namespace feedarc::render {
namespace {

// JSON Feed 1.1: what is not there is left out.
void add_url(JsonObject& object, std::string_view name, std::string_view url) {
    if (const auto uri = text::web_uri(url)) object.add(name, Value(*uri));
}

void add_author(JsonObject& object, std::string_view name) {
    const std::array authors{JsonObject().add("name", Value(name)).text()};
    object.add_array("authors", authors);
}

std::string item_of(const FeedEntry& entry) {
    JsonObject item;
    item.add("id", Value(entry.id));
    add_url(item, "url", entry.url);
    if (!entry.title.empty()) item.add("title", Value(entry.title));
    item.add("content_text", Value(entry.text.empty() ? title_or_words(entry) : entry.text));
    item.add("date_published", Value(entry.published));
    item.add("date_modified", Value(entry.updated));
    add_author(item, entry.source.name);
    if (!entry.category.empty()) {
        const std::array<std::string, 1> tags{entry.category};
        item.add("tags", Value(std::span<const std::string>(tags)));
    }
    JsonObject source;
    source.add("name", Value(entry.source.name));
    add_url(source, "url", entry.source.url);
    // Names of one's own begin with an underscore.
    item.add_json("_source", source.text());
    return item.text();
}

}  // namespace

void write_json_feed(const Feed& feed, const base::ByteSink& sink) {
    JsonObject head;
    head.add("version", Value(std::string_view("https://jsonfeed.org/version/1.1")));
    head.add("title", Value(feed.title));
    add_url(head, "home_page_url", feed.home_url);
    add_url(head, "feed_url", feed.self_url);
    add_author(head, feed.author);
    std::string text = head.text();
    text.back() = ',';
    sink(text + "\"items\":[");
    for (const FeedEntry& entry : feed.entries) {
        sink((&entry == feed.entries.data() ? "\n" : ",\n") + item_of(entry));
    }
    sink("\n]}\n");
}

}  // namespace feedarc::render
