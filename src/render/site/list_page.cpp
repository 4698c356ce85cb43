#include "render/local_time.hpp"
#include "render/site/frame.hpp"
#include "render/site/pages.hpp"

#include <string_view>

namespace feedarc::render::site {
namespace {

std::string heading_of(const Group& group) {
    return group.kind == GroupKind::all ? "Newest" : group.label;
}

void add_group_link(Html& html, std::string_view from, GroupKind kind, const std::string& key,
                    std::string_view label) {
    html.open("a", {{"href", link(from, group_path(kind, key))}});
    html.foreign("bdi", label).close();
}

void add_row(Html& html, const ListPage& page, const Row& row, std::string_view heading) {
    html.open("li");
    html.open(heading).open("a", {{"href", link(page.path, record_path(row.uuid))}});
    html.foreign("bdi", row.title).close().close();
    if (!row.excerpt.empty()) html.foreign("p", row.excerpt, {{"class", "excerpt"}});
    html.open("p", {{"class", "facts"}});
    if (page.group.kind != GroupKind::source) {
        html.open("span");
        add_group_link(html, page.path, GroupKind::source, row.source, row.source);
        html.close();
    }
    if (!row.category.empty() && page.group.kind != GroupKind::category) {
        html.open("span");
        add_group_link(html, page.path, GroupKind::category, row.category_key, row.category);
        html.close();
    }
    if (!row.published.empty()) html.element("span", "published " + row.published);
    if (!row.url.empty()) {
        html.open("span").text("at ");
        add_web_link(html, row.url, host_or_url(row.url));
        html.close();
    }
    add_presence(html, row.presence);
    html.close().close();
}

// Under a heading for each day on which they came.
void add_rows(Html& html, const ListPage& page) {
    if (page.group.kind == GroupKind::day) {
        html.open("ul", {{"class", "records"}});
        for (const Row& row : page.rows) add_row(html, page, row, "h2");
        html.close();
        return;
    }
    std::string day;
    for (const Row& row : page.rows) {
        if (day != short_day(row.first_seen)) {
            if (!day.empty()) html.close();
            day = short_day(row.first_seen);
            html.element("h2", day, {{"class", "day"}});
            html.open("ul", {{"class", "records"}});
        }
        add_row(html, page, row, "h3");
    }
    if (!day.empty()) html.close();
}

void add_turns(Html& html, const ListPage& page) {
    if (!page.newer && !page.older) return;
    html.open("nav", {{"aria-label", "Pages"}, {"class", "turns"}});
    if (page.newer) {
        html.element("a", "← Newer", {{"href", link(page.path, *page.newer)}, {"rel", "prev"}});
    }
    if (page.older) {
        html.element("a", "Older →", {{"href", link(page.path, *page.older)}, {"rel", "next"}});
    }
    html.close();
}

void add_heading(Html& html, const Group& group) {
    const std::string heading = heading_of(group);
    if (group.kind == GroupKind::all || group.kind == GroupKind::day) {
        html.element("h1", heading);
    } else {
        html.foreign("h1", heading);
    }
    if (group.kind == GroupKind::day) {
        html.element("p", "What was seen first on this day.", {{"class", "lead"}});
    }
    if (!group.url.empty()) {
        html.open("p", {{"class", "lead"}});
        add_web_link(html, group.url, group.url);
        html.close();
    }
}

}  // namespace

std::string list_page(const Site& site, const ListPage& page) {
    Html html =
        begin_page(site, {page.path, heading_of(page.group), overview_path(page.group.kind)});
    add_heading(html, page.group);
    if (page.rows.empty()) html.element("p", "There are no records.");
    add_rows(html, page);
    add_turns(html, page);
    return finish_page(std::move(html));
}

}  // namespace feedarc::render::site
