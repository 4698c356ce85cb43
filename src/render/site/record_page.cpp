#include "render/site/frame.hpp"
#include "render/site/pages.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string_view>

namespace feedarc::render::site {
namespace {

// A difference of times in the largest units that it has two of.
std::string span_of(std::chrono::seconds span) {
    constexpr auto kDay = std::chrono::hours(24);
    if (span >= 2 * kDay) return fmt::format("{} days", span / kDay);
    if (span >= std::chrono::hours(2)) return fmt::format("{} hours", span / std::chrono::hours(1));
    if (span >= std::chrono::minutes(2)) {
        return fmt::format("{} minutes", span / std::chrono::minutes(1));
    }
    return fmt::format("{} seconds", span.count());
}

void add_fact(Html& html, std::string_view name) {
    html.open("div").element("dt", name).open("dd");
}

void end_fact(Html& html) {
    html.close().close();
}

void add_group(Html& html, std::string_view name, std::string_view from, GroupKind kind,
               const std::string& key, std::string_view label) {
    add_fact(html, name);
    html.open("a", {{"href", link(from, group_path(kind, key))}});
    html.foreign("bdi", label).close();
    end_fact(html);
}

void add_facts(Html& html, const RecordPage& page, std::string_view path) {
    const Row& row = page.row;
    html.open("dl", {{"class", "facts"}});
    if (!page.record.urls.empty()) {
        add_fact(html, page.record.urls.size() == 1 ? "Original" : "Originals");
        for (const std::string& url : page.record.urls) {
            html.open("div");
            add_web_link(html, url, url);
            html.close();
        }
        end_fact(html);
    }
    add_group(html, "Source", path, GroupKind::source, row.source, row.source);
    if (!row.category.empty()) {
        add_group(html, "Category", path, GroupKind::category, row.category_key, row.category);
    }
    if (!row.published.empty()) {
        add_fact(html, "Published");
        html.text(row.published);
        end_fact(html);
    }
    add_fact(html, "First seen");
    add_time(html, page.record.first_seen);
    end_fact(html);
    add_fact(html, "Last seen");
    add_time(html, page.record.last_seen);
    end_fact(html);
    if (page.record.presence) {
        add_fact(html, "State");
        add_presence(html, page.record.presence);
        end_fact(html);
    }
    html.close();
}

void add_pieces(Html& html, std::span<const DiffPiece> pieces) {
    for (const DiffPiece& piece : pieces) {
        switch (piece.kind) {
            case DiffPiece::Kind::same: html.text(piece.text); break;
            case DiffPiece::Kind::removed: html.element("del", piece.text); break;
            case DiffPiece::Kind::added: html.element("ins", piece.text); break;
        }
    }
}

std::string_view language_of_pieces(std::span<const DiffPiece> pieces) {
    for (const DiffPiece& piece : pieces) {
        if (const auto language = language_of(piece.text); !language.empty()) return language;
    }
    return {};
}

void add_changes(Html& html, std::span<const FieldChange> changes) {
    html.open("dl", {{"class", "changes"}});
    for (const FieldChange& change : changes) {
        html.element("dt", change.description);
        html.open("dd", {{"lang", language_of_pieces(change.pieces)}, {"dir", "auto"}});
        add_pieces(html, change.pieces);
        html.close();
    }
    html.close();
}

void add_content(Html& html, const Entry& entry) {
    html.open("dl", {{"class", "changes"}});
    const auto add = [&html](std::string_view name, std::string_view text) {
        if (!text.empty()) html.element("dt", name).foreign("dd", text);
    };
    add("title", entry.title);
    add("excerpt", entry.excerpt);
    add("category", entry.category);
    add("published", entry.published.value);
    add("url", entry.url);
    html.close();
}

void add_revision(Html& html, const RecordPage& page, std::size_t number) {
    const Revision& revision = page.revisions[number];
    html.open("li");
    html.open("h3");
    html.text(fmt::format("Revision {}, ", number + 1));
    add_time(html, revision.first_seen);
    html.close();
    if (number == 0) {
        add_content(html, revision.entry);
    } else if (page.changes[number].empty()) {
        html.element("p", "Nothing that is shown here changed.");
    } else {
        add_changes(html, page.changes[number]);
    }
    html.close();
}

void add_revisions(Html& html, const RecordPage& page) {
    html.element("h2", "Revisions");
    if (page.revisions.size() == 1) {
        html.element("p", "It was seen in this form alone.", {{"class", "lead"}});
        return;
    }
    html.element("p", fmt::format("{} in all, the latest first.", page.revisions.size()),
                 {{"class", "lead"}});
    html.open("ol", {{"class", "revisions"}, {"reversed", ""}});
    for (std::size_t i = page.revisions.size(); i-- > 0;) add_revision(html, page, i);
    html.close();
}

std::string_view reason_of(RunEnd end) noexcept {
    switch (end) {
        case RunEnd::present: return "still there";
        case RunEnd::removed: return "removed while its neighbours stayed";
        case RunEnd::scrolled_off: return "scrolled off with those below it";
        case RunEnd::unknown: return "gone; it cannot be said how";
    }
    return "";
}

// The time between two runs on one page.
void add_gap(Html& html, const PresenceRun& before, const PresenceRun& after) {
    if (!before.last_seen || before.page_url != after.page_url) return;
    html.open("tr", {{"class", "gap"}});
    html.element("td", fmt::format("away for {}", span_of(after.first_seen - *before.last_seen)),
                 {{"colspan", "4"}});
    html.close();
}

void add_run(Html& html, const PresenceRun& run) {
    html.open("tr").open("th", {{"scope", "row"}});
    add_time(html, run.first_seen);
    html.close().open("td");
    if (run.last_seen) {
        add_time(html, *run.last_seen);
    } else {
        html.text("–");
    }
    html.close();
    html.open("td").text(reason_of(run.end));
    if (run.ended_at) {
        html.text(", seen at ");
        add_time(html, *run.ended_at);
    }
    html.close().open("td");
    if (run.page_url.empty()) {
        html.text("a page without URL");
    } else {
        add_web_link(html, run.page_url, run.page_url);
    }
    html.close().close();
}

void add_runs(Html& html, std::span<const PresenceRun> runs) {
    html.element("h2", "Presence");
    if (runs.empty()) {
        html.element("p", "When it stood on a page is not known.", {{"class", "lead"}});
        return;
    }
    html.open(
        "div",
        {{"class", "wide"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", "Presence"}});
    html.open("table").element("caption", "When it stood on a page, and how that ended");
    html.open("thead").open("tr");
    for (const std::string_view column : {"From", "To", "End", "Page"}) {
        html.element("th", column, {{"scope", "col"}});
    }
    html.close().close().open("tbody");
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (i > 0) add_gap(html, runs[i - 1], runs[i]);
        add_run(html, runs[i]);
    }
    html.close().close().close();
}

}  // namespace

std::string record_page(const Site& site, const RecordPage& page) {
    const std::string path = record_path(page.row.uuid);
    Html html = begin_page(site, {path, page.row.title, {}});
    html.open("article");
    html.foreign("h1", page.row.title);
    add_facts(html, page, path);
    if (!page.record.best.excerpt.empty()) {
        html.foreign("p", page.record.best.excerpt, {{"class", "text"}});
    }
    add_revisions(html, page);
    add_runs(html, page.runs);
    html.close();
    return finish_page(std::move(html));
}

}  // namespace feedarc::render::site
