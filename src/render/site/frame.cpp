#include "render/site/frame.hpp"

#include "render/local_time.hpp"
#include "text/uri.hpp"
#include "text/url_parts.hpp"

#include <array>
#include <utility>

namespace feedarc::render::site {
namespace {

struct MenuEntry {
    std::string_view path;
    std::string_view name;
};
constexpr std::array kMenu{
    MenuEntry{"index.html", "Newest"},    MenuEntry{"categories.html", "Categories"},
    MenuEntry{"sources.html", "Sources"}, MenuEntry{"days.html", "Days"},
    MenuEntry{kTimelinePath, "Timeline"},
};

// Nothing comes from anywhere but beside the page. A page from a file has no origin that 'self'
// would name in every browser.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; base-uri 'none'; "
    "form-action 'none'";

void add_head(Html& html, const Site& site, const PageHead& head) {
    const bool front = head.path == "index.html";
    html.open("head");
    html.open("meta", {{"charset", "utf-8"}});
    html.open("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", kPolicy}});
    html.open("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.open("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
    html.open("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.element("title", front ? site.title : head.title + " – " + site.title);
    html.open("link", {{"rel", "stylesheet"}, {"href", link(head.path, "site.css")}});
    html.element(
        "script", "",
        {{"src", link(head.path, "site.js")}, {"data-root", link(head.path, "")}, {"defer", ""}});
    html.close();
}

// Hidden until the script is there to answer.
void add_search(Html& html) {
    html.open("form", {{"class", "search"}, {"role", "search"}, {"id", "search"}, {"hidden", ""}});
    html.element("label", "Search", {{"for", "query"}, {"class", "unseen"}});
    html.open("input", {{"type", "search"},
                        {"id", "query"},
                        {"autocomplete", "off"},
                        {"spellcheck", "false"},
                        {"placeholder", "Search ( / )"},
                        {"aria-describedby", "query-help"}});
    html.element("p",
                 "Words, \"several in a row\", -without, one OR other. Down arrow goes to what "
                 "was found.",
                 {{"class", "unseen"}, {"id", "query-help"}});
    html.close();
}

void add_banner(Html& html, const Site& site, const PageHead& head) {
    html.element("a", "Skip to the content", {{"class", "skip"}, {"href", "#content"}});
    html.open("header", {{"class", "banner"}});
    html.open("p", {{"class", "site-name"}});
    html.open("a", {{"href", link(head.path, "index.html")}}).foreign("bdi", site.title).close();
    html.close();
    add_search(html);
    html.open("nav", {{"aria-label", "Site"}}).open("ul");
    for (const MenuEntry& entry : kMenu) {
        html.open("li");
        const std::string target = link(head.path, entry.path);
        if (entry.path == head.section) {
            html.element("a", entry.name, {{"href", target}, {"aria-current", "page"}});
        } else {
            html.element("a", entry.name, {{"href", target}});
        }
        html.close();
    }
    html.close().close();
    html.element("p", "", {{"role", "status"}, {"class", "found"}, {"id", "found"}});
    html.open("section", {{"aria-label", "What was found"}, {"id", "results"}, {"hidden", ""}});
    html.element("ul", "", {{"class", "results"}, {"id", "hits"}});
    html.close();
    html.close();
}

}  // namespace

Html begin_page(const Site& site, const PageHead& head) {
    Html html;
    html.open("html", {{"lang", "en"}});
    add_head(html, site, head);
    html.open("body");
    add_banner(html, site, head);
    html.open("main", {{"id", "content"}, {"tabindex", "-1"}});
    return html;
}

std::string finish_page(Html html) {
    html.close();
    html.open("footer");
    html.element("p", "Kept by feedarc. All times are UTC.");
    html.close();
    html.close().close();
    return html.finish();
}

void add_time(Html& html, Time time) {
    html.element("time", short_time(time, false), {{"datetime", format_time(time)}});
}

void add_web_link(Html& html, std::string_view url, std::string_view text) {
    const auto uri = text::web_uri(url);
    if (!uri) {
        html.foreign("bdi", text);
        return;
    }
    html.open("a", {{"href", *uri}, {"rel", "noopener noreferrer external"}});
    html.foreign("bdi", text).close();
}

std::string host_or_url(std::string_view url) {
    auto parts = text::parse_url(url, {});
    return parts ? std::move(parts->host) : std::string(url);
}

std::string_view words_of(RunEnd end) noexcept {
    switch (end) {
        case RunEnd::present: return "on the page";
        case RunEnd::removed: return "removed";
        case RunEnd::scrolled_off: return "scrolled off";
        case RunEnd::unknown: return "gone";
    }
    return "";
}

void add_presence(Html& html, const std::optional<RunEnd>& presence) {
    if (!presence) return;
    html.element("span", words_of(*presence),
                 {{"class", std::string("state ") + to_string(*presence)}});
}

}  // namespace feedarc::render::site
