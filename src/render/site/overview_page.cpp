#include "render/site/frame.hpp"
#include "render/site/pages.hpp"

#include <string_view>

namespace feedarc::render::site {
namespace {

struct Words {
    std::string_view title, column;
};

Words words_for(GroupKind kind) {
    switch (kind) {
        case GroupKind::all: return {"Newest", "Record"};
        case GroupKind::category: return {"Categories", "Category"};
        case GroupKind::source: return {"Sources", "Source"};
        case GroupKind::day: return {"Days", "Day"};
    }
    return {};
}

void begin_table(Html& html, const Words& words, std::string_view caption) {
    html.open("table").element("caption", caption);
    html.open("thead").open("tr");
    html.element("th", words.column, {{"scope", "col"}});
    html.element("th", "Records", {{"scope", "col"}, {"class", "number"}});
    html.close().close().open("tbody");
}

void add_group(Html& html, std::string_view from, const Group& group) {
    html.open("tr").open("th", {{"scope", "row"}});
    html.open("a", {{"href", link(from, group_path(group.kind, group.key))}});
    html.foreign("bdi", group.label).close().close();
    html.element("td", std::to_string(group.records), {{"class", "number"}});
    html.close();
}

// A table for each month.
void add_days(Html& html, std::string_view from, const Words& words,
              std::span<const Group> groups) {
    constexpr std::size_t kMonth = 7;
    std::string month;
    for (const Group& group : groups) {
        if (const std::string of_day = group.label.substr(0, kMonth); of_day != month) {
            if (!month.empty()) html.close().close();
            month = of_day;
            html.element("h2", month);
            begin_table(html, words, "Records that were seen first on days of " + month);
        }
        add_group(html, from, group);
    }
    if (!month.empty()) html.close().close();
}

}  // namespace

std::string overview_page(const Site& site, GroupKind kind, std::span<const Group> groups) {
    const std::string path = overview_path(kind);
    const Words words = words_for(kind);
    Html html = begin_page(site, {path, std::string(words.title), path});
    html.element("h1", words.title);
    if (groups.empty()) {
        html.element("p", "There are no records.");
    } else if (kind == GroupKind::day) {
        add_days(html, path, words, groups);
    } else {
        begin_table(html, words, std::string(words.title) + " and how many records they have");
        for (const Group& group : groups) add_group(html, path, group);
        html.close().close();
    }
    return finish_page(std::move(html));
}

}  // namespace feedarc::render::site
