#include <feedarc/error.hpp>
#include <feedarc/page_diff.hpp>

#include "cli/commands/commands.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "render/local_time.hpp"
#include "text/url.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;
using render::value_or_null;

const Entry& shown_entry(const EntryDifference& row) {
    return row.new_entry ? *row.new_entry : *row.old_entry;
}

constexpr std::array kFields{
    Field<EntryDifference>{
        {"change"}, [](const EntryDifference& row) { return text_or_null(to_string(row.change)); }},
    Field<EntryDifference>{{"record", Kind::integer},
                           [](const EntryDifference& row) { return Value(row.record); }},
    Field<EntryDifference>{
        {"old_position", Kind::integer},
        [](const EntryDifference& row) { return value_or_null(row.old_position); }},
    Field<EntryDifference>{
        {"new_position", Kind::integer},
        [](const EntryDifference& row) { return value_or_null(row.new_position); }},
    Field<EntryDifference>{
        {"fields", Kind::list},
        [](const EntryDifference& row) { return Value(std::span<const std::string>(row.fields)); }},
    Field<EntryDifference>{
        {"title"},
        [](const EntryDifference& row) { return text_or_null(shown_entry(row).title); },
        [](const EntryDifference& row) {
            const Entry& entry = shown_entry(row);
            return text_or_null(entry.title.empty() ? entry.excerpt : entry.title);
        }},
    Field<EntryDifference>{
        {"url", Kind::url},
        [](const EntryDifference& row) { return text_or_null(shown_entry(row).url); }},
};

constexpr render::FieldTable<EntryDifference> kTable{
    kFields, "change,record,old_position,new_position,fields,title", {}};

struct Options {
    std::string from, to;
    std::optional<std::string> source, url;
    OutputOptions output;
};

// The page that the options choose; without them, the only one.
Archive::WatchedPage chosen_page(Archive& archive, const Options& chosen) {
    std::optional<std::string> wanted;
    if (chosen.url) wanted = text::canonical_url(*chosen.url).value_or(*chosen.url);
    std::vector<Archive::WatchedPage> pages;
    for (Archive::WatchedPage& page : archive.pages()) {
        if (chosen.source && page.source != *chosen.source) continue;
        if (wanted && page.page_url != *wanted) continue;
        pages.push_back(std::move(page));
    }
    if (pages.empty()) {
        if (chosen.source) require_source(archive, *chosen.source);
        throw Error(ErrorCode::not_found, "there is no such page in the archive");
    }
    if (pages.size() > 1) {
        throw Error(ErrorCode::usage,
                    fmt::format("times are of a page, and there are {} ('feedarc snapshots' lists "
                                "them): choose one with --source and --url",
                                pages.size()));
    }
    return pages.front();
}

// A number is a snapshot; anything else is a time.
SnapshotId snapshot_of(const Context& context, Archive& archive, const Options& chosen,
                       const std::string& text) {
    if (const auto id = parse_number(text)) {
        if (archive.snapshot(*id)) return *id;
        throw Error(ErrorCode::not_found, fmt::format("there is no snapshot {}", *id));
    }
    const Time at = context.time_of("diff", text, true);
    const Archive::WatchedPage page = chosen_page(archive, chosen);
    const auto id = archive.snapshot_at(page.source, page.page_url, at);
    if (!id) {
        throw Error(ErrorCode::not_found,
                    fmt::format("there is no snapshot at {} or earlier", text));
    }
    return *id;
}

std::string name_of(const SnapshotInfo& snapshot) {
    std::string name = fmt::format("snapshot {} of {}Z", snapshot.id,
                                   render::short_time(snapshot.captured_at, false));
    if (snapshot.health && *snapshot.health != Health::healthy) {
        name += fmt::format(" ({})", to_string(*snapshot.health));
    }
    return name;
}

ExitStatus diff(const Context& context, const Options& chosen) {
    auto rows = chosen.output.rows(context, kTable);
    const auto archive = context.open_archive();
    const SnapshotId from = snapshot_of(context, *archive, chosen, chosen.from);
    const SnapshotId to = snapshot_of(context, *archive, chosen, chosen.to);
    const SnapshotInfo before = *archive->snapshot(from);
    const SnapshotInfo after = *archive->snapshot(to);
    if (before.source != after.source) {
        throw Error(ErrorCode::usage,
                    fmt::format("snapshot {} is of source '{}' and {} of '{}': records of sources "
                                "are not compared",
                                from, before.source, to, after.source));
    }
    const auto differences = compare_pages(archive->entries(from), archive->entries(to));
    context.note(fmt::format("{} to {}: {} entries differ", name_of(before), name_of(after),
                             differences.size()));
    for (const EntryDifference& difference : differences) rows.add(difference);
    rows.finish();
    return ExitStatus::ok;
}

}  // namespace

Action configure_diff(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "A", chosen->from, "A snapshot, or a time: the page as of then");
    add_argument(options, "B", chosen->to, "The same, to compare with");
    add_text(options, "--source", chosen->source, "NAME", "The source whose page times are of");
    add_text(options, "--url", chosen->url, "URL", "The page that times are of");
    chosen->output.add_to(options);
    return [chosen](Context& context) { return diff(context, *chosen); };
}

}  // namespace feedarc::cli
