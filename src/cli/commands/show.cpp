#include <feedarc/cluster.hpp>
#include <feedarc/error.hpp>
#include <feedarc/variation.hpp>

#include "cli/commands/commands.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "cli/revision_changes.hpp"
#include "render/item.hpp"
#include "render/json_text.hpp"
#include "render/record_fields.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <utility>

namespace feedarc::cli {
namespace {

using render::Field;
using render::JsonObject;
using render::Kind;
using render::Member;
using render::text_or_null;
using render::Value;
using render::value_or_null;

constexpr std::array kRevisionFields{
    Field<Revision>{{"first_seen", Kind::time},
                    [](const Revision& row) { return Value(row.first_seen); }},
    Field<Revision>{{"last_seen", Kind::time},
                    [](const Revision& row) { return Value(row.last_seen); }},
    Field<Revision>{{"sightings", Kind::integer},
                    [](const Revision& row) { return Value(row.sightings); }},
    Field<Revision>{{"title"},
                    [](const Revision& row) { return text_or_null(row.entry.title); },
                    [](const Revision& row) {
                        return text_or_null(row.entry.title.empty() ? row.entry.excerpt
                                                                    : row.entry.title);
                    }},
    Field<Revision>{{"url", Kind::url},
                    [](const Revision& row) { return text_or_null(row.entry.url); }},
    Field<Revision>{{"guid"}, [](const Revision& row) { return text_or_null(row.entry.guid); }},
    Field<Revision>{{"category"},
                    [](const Revision& row) { return text_or_null(row.entry.category); }},
    Field<Revision>{{"published"},
                    [](const Revision& row) { return text_or_null(row.entry.published.value); }},
    Field<Revision>{
        {"published_precision"},
        [](const Revision& row) { return text_or_null(to_string(row.entry.published.precision)); }},
    Field<Revision>{{"excerpt"},
                    [](const Revision& row) { return text_or_null(row.entry.excerpt); }},
    Field<Revision>{{"fingerprint"},
                    [](const Revision& row) { return Value(row.fingerprint.hex()); }},
};

constexpr std::array kSightingFields{
    Field<Sighting>{{"snapshot", Kind::integer},
                    [](const Sighting& row) { return Value(row.snapshot); }},
    Field<Sighting>{{"captured_at", Kind::time},
                    [](const Sighting& row) { return Value(row.captured_at); }},
    Field<Sighting>{{"position", Kind::integer},
                    [](const Sighting& row) { return Value(row.position); }},
    Field<Sighting>{{"page", Kind::url},
                    [](const Sighting& row) { return text_or_null(row.page_url); }},
    Field<Sighting>{{"revision", Kind::integer},
                    [](const Sighting& row) { return Value(row.revision); }},
};

// SNAPSHOT:POSITION, as `split` takes it.
Value place(SnapshotId snapshot, std::int64_t position) {
    return snapshot == 0 ? Value() : Value(fmt::format("{}:{}", snapshot, position));
}

constexpr std::array kJoinFields{
    Field<JoinRow>{{"revision", Kind::integer},
                   [](const JoinRow& row) { return Value(row.revision); }},
    Field<JoinRow>{{"first_at"},
                   [](const JoinRow& row) { return place(row.snapshot, row.position); }},
    Field<JoinRow>{{"joined_by"}, [](const JoinRow& row) { return text_or_null(row.kind); }},
    Field<JoinRow>{{"joined_with"},
                   [](const JoinRow& row) { return place(row.with_snapshot, row.with_position); }},
    Field<JoinRow>{{"joined_with_title"},
                   [](const JoinRow& row) { return text_or_null(row.with_title); }},
    Field<JoinRow>{{"connected_by"},
                   [](const JoinRow& row) { return text_or_null(row.connected_by); }},
    Field<JoinRow>{{"rule_version", Kind::integer},
                   [](const JoinRow& row) {
                       return row.rule_version == 0
                                  ? Value()
                                  : Value(static_cast<std::int64_t>(row.rule_version));
                   }},
    Field<JoinRow>{{"key"}, [](const JoinRow& row) { return text_or_null(row.key); }},
};

constexpr std::array kRunFields{
    Field<PresenceRun>{{"first_seen", Kind::time},
                       [](const PresenceRun& row) { return Value(row.first_seen); }},
    Field<PresenceRun>{{"last_seen", Kind::time},
                       [](const PresenceRun& row) { return value_or_null(row.last_seen); }},
    Field<PresenceRun>{{"end"},
                       [](const PresenceRun& row) { return text_or_null(to_string(row.end)); }},
    Field<PresenceRun>{{"ended_at", Kind::time},
                       [](const PresenceRun& row) { return value_or_null(row.ended_at); }},
    Field<PresenceRun>{{"first_snapshot", Kind::integer},
                       [](const PresenceRun& row) { return Value(row.first_snapshot); }},
    Field<PresenceRun>{{"last_snapshot", Kind::integer},
                       [](const PresenceRun& row) { return value_or_null(row.last_snapshot); }},
    Field<PresenceRun>{{"ended_by", Kind::integer},
                       [](const PresenceRun& row) { return value_or_null(row.ended_by); }},
    Field<PresenceRun>{{"page", Kind::url},
                       [](const PresenceRun& row) { return text_or_null(row.page_url); }},
};

constexpr std::array kEvidenceFields{
    Field<EvidenceRow>{{"kind"}, [](const EvidenceRow& row) { return text_or_null(row.kind); }},
    Field<EvidenceRow>{{"key"}, [](const EvidenceRow& row) { return text_or_null(row.key); }},
    Field<EvidenceRow>{
        {"rule_version", Kind::integer},
        [](const EvidenceRow& row) { return Value(static_cast<std::int64_t>(row.rule_version)); }},
};

constexpr std::array kAlsoOnFields{
    Field<AlsoOn>{{"source"}, [](const AlsoOn& row) { return text_or_null(row.source); }},
    Field<AlsoOn>{{"id", Kind::integer}, [](const AlsoOn& row) { return Value(row.id); }},
    Field<AlsoOn>{{"first_seen", Kind::time},
                  [](const AlsoOn& row) { return Value(row.first_seen); }},
    Field<AlsoOn>{{"by"}, [](const AlsoOn& row) { return text_or_null(to_string(row.by)); }},
};

constexpr render::FieldTable<Revision> kRevisions{
    kRevisionFields, "first_seen,last_seen,sightings,published,title", {}};
constexpr render::FieldTable<Sighting> kSightings{kSightingFields, {}, {}};
constexpr render::FieldTable<PresenceRun> kRuns{
    kRunFields, "first_seen,last_seen,end,ended_at,page", {}};
constexpr render::FieldTable<EvidenceRow> kEvidence{kEvidenceFields, {}, {}};
constexpr render::FieldTable<JoinRow> kJoins{kJoinFields, {}, {}};
constexpr render::FieldTable<AlsoOn> kAlsoOn{kAlsoOnFields, {}, {}};

// A record with those of other sources that show the same article.
struct Shown {
    RecordDetail detail;
    std::vector<AlsoOn> also_on;
};

struct Options {
    std::string id;
    bool why = false;
    OutputOptions output;
};

template <typename Item>
JsonObject json_object(const render::FieldTable<Item>& table, const Item& item) {
    JsonObject object;
    for (const Field<Item>& field : table.fields) object.add(field.column.name, field.value(item));
    return object;
}

template <typename Item>
std::vector<std::string> json_objects(const render::FieldTable<Item>& table,
                                      const std::vector<Item>& items) {
    std::vector<std::string> objects;
    objects.reserve(items.size());
    for (const Item& item : items) objects.push_back(json_object(table, item).text());
    return objects;
}

std::vector<std::string> json_revisions(const std::vector<Revision>& revisions) {
    std::vector<std::string> objects;
    const auto changes = changes_of(revisions);
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        objects.push_back(json_object(kRevisions, revisions[i])
                              .add_array("changes", changes_as_json(changes[i]))
                              .text());
    }
    return objects;
}

// The record as `list` has it, then all that belongs to it.
void write_json(const Shown& shown, std::ostream& out) {
    const RecordDetail& detail = shown.detail;
    JsonObject object = json_object(render::record_fields(), detail.record);
    object.add_array("revision_list", json_revisions(detail.revisions));
    object.add_array("sighting_list", json_objects(kSightings, detail.sightings));
    object.add_array("presence_list", json_objects(kRuns, detail.runs));
    object.add_array("evidence", json_objects(kEvidence, detail.evidence));
    object.add_array("also_on", json_objects(kAlsoOn, shown.also_on));
    object.add_array("why", json_objects(kJoins, detail.joins));
    out << object.text() + '\n';
}

template <typename Item>
void append_members(std::vector<Member>& members, std::string_view prefix,
                    const render::FieldTable<Item>& table, const std::vector<Item>& items) {
    std::size_t number = 0;
    for (const Item& item : items) {
        ++number;
        for (const Field<Item>& field : table.fields) {
            members.push_back(
                {fmt::format("{}.{}.{}", prefix, number, field.column.name), field.value(item)});
        }
    }
}

std::vector<Member> record_members(const Record& record) {
    std::vector<Member> members;
    for (const Field<Record>& field : render::record_fields().fields) {
        members.push_back({std::string(field.column.name), field.value(record)});
    }
    return members;
}

template <typename Item>
void write_section(std::string_view title, const render::FieldTable<Item>& table,
                   const std::vector<Item>& items, const render::Format& format,
                   const render::Style& style, std::ostream& out) {
    out << fmt::format("\n{}\n", title);
    render::Rows<Item> rows(table, format, std::nullopt, style, out);
    for (const Item& item : items) rows.add(item);
    rows.finish();
}

const char* in_words(ClusterReason reason) noexcept {
    switch (reason) {
        case ClusterReason::permalink: return "the same link";
        case ClusterReason::fingerprint: return "the same text";
        case ClusterReason::truncation: return "the same text cut";
    }
    return "";
}

void write_also_on(const Shown& shown, const render::Format& format, const render::Style& style,
                   std::ostream& out) {
    if (shown.also_on.empty()) return;
    if (format.name != "table") {
        write_section("Also on", kAlsoOn, shown.also_on, format, style, out);
        return;
    }
    out << '\n';
    for (const AlsoOn& other : shown.also_on) {
        const Time here = shown.detail.record.first_seen;
        const char* first = "first there";
        if (here < other.first_seen) first = "first here";
        if (here == other.first_seen) first = "there at the same time";
        out << fmt::format("also on {} (record {}, {}), {}\n", text::visible(other.source),
                           other.id, in_words(other.by), first);
    }
}

void write_for_people(const Shown& shown, bool why, const render::Format& format,
                      const render::Style& style, std::ostream& out) {
    const RecordDetail& detail = shown.detail;
    render::write_members(record_members(detail.record), format, style, out);
    write_also_on(shown, format, style, out);
    write_section("Revisions", kRevisions, detail.revisions, format, style, out);
    write_changes(detail.revisions, format, style, out);
    write_section("Presence", kRuns, detail.runs, format, style, out);
    write_section("Sightings", kSightings, detail.sightings, format, style, out);
    if (!why) return;
    write_section("Why", kJoins, detail.joins, format, style, out);
    write_section("Evidence", kEvidence, detail.evidence, format, style, out);
}

ExitStatus show(const Context& context, const Options& chosen) {
    const RecordId id = parse_id("ID", chosen.id);
    const auto archive = context.open_archive();
    auto detail = archive->record(id);
    if (!detail) throw Error(ErrorCode::not_found, fmt::format("there is no record {}", id));
    auto others = also_on(*archive, *detail);
    group_revisions(*detail);
    const Shown shown{std::move(*detail), std::move(others)};
    const render::Format& format = chosen.output.chosen_format(context);
    const render::Style style = chosen.output.style(context);
    std::ostream& out = context.session.out;
    if (format.audience == render::Audience::programs) {
        write_json(shown, out);
    } else if (format.audience == render::Audience::people) {
        write_for_people(shown, chosen.why, format, style, out);
    } else {
        auto members = record_members(shown.detail.record);
        append_members(members, "revision", kRevisions, shown.detail.revisions);
        append_changes(members, shown.detail.revisions);
        append_members(members, "presence", kRuns, shown.detail.runs);
        append_members(members, "sighting", kSightings, shown.detail.sightings);
        append_members(members, "also_on", kAlsoOn, shown.also_on);
        if (chosen.why) {
            append_members(members, "why", kJoins, shown.detail.joins);
            append_members(members, "evidence", kEvidence, shown.detail.evidence);
        }
        render::write_members(members, format, style, out);
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_show(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "ID", chosen->id, "The number of a record");
    add_flag(options, "--why", chosen->why, "Show the evidence that joined its sightings");
    chosen->output.add_to(options, false);
    return [chosen](Context& context) { return show(context, *chosen); };
}

}  // namespace feedarc::cli
