#include "support/listing_page.hpp"

#include <array>

namespace feedarc::test {
namespace {

// In a tag, where there is something to put into it.
std::string tagged(std::string_view open, const std::string& text, std::string_view close) {
    return text.empty() ? "" : std::string(open) + text + std::string(close) + "\n";
}

std::string line(const std::string& text) {
    return text.empty() ? "" : text + "\n";
}

std::string json_field(std::string_view name, const std::string& text) {
    if (text.empty()) return "";
    return ",\"" + std::string(name) + "\":\"" + text + "\"";
}

}  // namespace

std::string html_listing(const std::vector<ListedEntry>& entries, std::string_view canonical) {
    std::string html = "<!doctype html><html><head><meta charset=utf-8><title>Notes</title>\n";
    if (!canonical.empty())
        html += "<link rel=canonical href=\"" + std::string(canonical) + "\">\n";
    html += "</head><body><header><a href=\"/\">Notes</a></header><main>\n";
    for (const ListedEntry& entry : entries) {
        html += "<article>\n";
        const std::string heading = entry.url.empty() ? entry.title
                                    : entry.title.empty()
                                        ? ""
                                        : "<a href=\"" + entry.url + "\">" + entry.title + "</a>";
        html += tagged("<h2>", heading, "</h2>");
        html += tagged("<time datetime=\"" + entry.date + "\">", entry.date, "</time>");
        html += tagged("<span class=age>", entry.age, "</span>");
        html += tagged("<span class=category>", entry.category, "</span>");
        html += tagged("<p>", entry.excerpt, "</p>");
        if (entry.title.empty() && !entry.url.empty()) {
            html += "<a href=\"" + entry.url + "\">Read more</a>\n";
        }
        html += tagged("<span class=comments>", entry.counter, "</span>");
        html += "</article>\n";
    }
    return html + "</main><footer>Written by hand</footer></body></html>\n";
}

std::string text_listing(const std::vector<ListedEntry>& entries) {
    std::string text = "LATEST UPDATES\n\n";
    for (const ListedEntry& entry : entries) {
        text += line(entry.title) + line(entry.category) + line(entry.date) + line(entry.age) +
                line(entry.excerpt) + line(entry.url) + line(entry.counter) + "\n";
    }
    return text;
}

std::string feed_listing(const std::vector<ListedEntry>& entries) {
    std::string json = R"({"version":"https://jsonfeed.org/version/1.1","title":"Notes","items":[)";
    bool first = true;
    for (const ListedEntry& entry : entries) {
        json += first ? "\n{" : ",\n{";
        first = false;
        std::string fields = json_field("id", entry.guid) + json_field("url", entry.url) +
                             json_field("title", entry.title) +
                             json_field("date_published", entry.date) +
                             json_field("content_text", entry.excerpt);
        if (!entry.category.empty()) fields += ",\"tags\":[\"" + entry.category + "\"]";
        json += fields.empty() ? "" : fields.substr(1);
        json += "}";
    }
    return json + "]}\n";
}

std::string html_obstacle(std::size_t kind) {
    constexpr std::array kPages{
        "<!doctype html><title>Just a moment...</title><h1>Are you a robot?</h1>\n",
        "<!doctype html><title>503 Service Unavailable</title><h1>Try again later</h1>\n",
        "<!doctype html><title>Log in</title><form><input name=user></form>\n",
        "<!doctype html><html><head><title>Notes</title></head><body><main></main></body></html>\n",
        "<!doctype html><html><head><title>Notes</title></head><body><p>Nothing here yet.</p>"
        "</body></html>\n",
    };
    return kPages[kind % kPages.size()];
}

}  // namespace feedarc::test
