#include "render/feeds/feed.hpp"
#include "render/feeds/xml.hpp"
#include "render/markup.hpp"
#include "text/uri.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace feedarc::render {
namespace {

// RFC 822, 5 with a year of four digits, whatever the language of the user.
std::string mail_date(Time time) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        kDays.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
        kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
        clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

// A channel has to have a link; the id of the feed is a URI as well.
std::string link_of(const Feed& feed) {
    for (const std::string& url : {feed.home_url, feed.self_url}) {
        if (auto uri = text::web_uri(url)) return std::move(*uri);
    }
    return feed.id;
}

void add_head(pugi::xml_node parent, const Feed& feed) {
    add_text(parent, "title", feed.title);
    add_text(parent, "link", link_of(feed));
    add_text(parent, "description", html_text(feed.title));
    if (const auto self = text::web_uri(feed.self_url)) {
        pugi::xml_node link = parent.append_child("atom:link");
        set_attribute(link, "rel", "self");
        set_attribute(link, "type", "application/rss+xml");
        set_attribute(link, "href", *self);
    }
    if (!feed.entries.empty()) add_text(parent, "lastBuildDate", mail_date(feed.updated()));
    add_text(parent, "generator", "feedarc");
}

// A description is HTML, a title is plain text (RSS Advisory Board, "RSS Best Practices Profile").
void add_item(pugi::xml_node parent, const FeedEntry& entry) {
    pugi::xml_node node = parent.append_child("item");
    // It has to have one of the two.
    if (!entry.title.empty() || entry.text.empty()) add_text(node, "title", title_or_words(entry));
    if (const auto url = text::web_uri(entry.url)) add_text(node, "link", *url);
    if (!entry.text.empty()) add_text(node, "description", html_text(entry.text));
    if (!entry.category.empty()) add_text(node, "category", entry.category);
    pugi::xml_node guid = node.append_child("guid");
    set_attribute(guid, "isPermaLink", "false");
    guid.text().set(entry.id.c_str());
    add_text(node, "pubDate", mail_date(entry.published));
    if (const auto url = text::web_uri(entry.source.url)) {
        add_text(node, "source", entry.source.name);
        set_attribute(node.last_child(), "url", *url);
    }
}

}  // namespace

void write_rss(const Feed& feed, const base::ByteSink& sink) {
    sink(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n"
        "  <channel>\n");
    pugi::xml_document head;
    add_head(head, feed);
    print_children(head, 2, sink);
    for (const FeedEntry& entry : feed.entries) {
        pugi::xml_document one;
        add_item(one, entry);
        print_children(one, 2, sink);
    }
    sink("  </channel>\n</rss>\n");
}

}  // namespace feedarc::render
