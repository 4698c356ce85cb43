#include "cli/commands/commands.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"

#include <memory>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;

constexpr std::array kFields{
    Field<SnapshotInfo>{{"id", Kind::integer},
                        [](const SnapshotInfo& row) { return Value(row.id); }},
    Field<SnapshotInfo>{{"source"},
                        [](const SnapshotInfo& row) { return text_or_null(row.source); }},
    Field<SnapshotInfo>{{"page", Kind::url},
                        [](const SnapshotInfo& row) { return text_or_null(row.page_url); }},
    Field<SnapshotInfo>{{"url", Kind::url},
                        [](const SnapshotInfo& row) { return text_or_null(row.url); }},
    Field<SnapshotInfo>{{"captured_at", Kind::time},
                        [](const SnapshotInfo& row) { return Value(row.captured_at); }},
    Field<SnapshotInfo>{{"form"}, [](const SnapshotInfo& row) { return text_or_null(row.form); }},
    Field<SnapshotInfo>{
        {"entries", Kind::integer},
        [](const SnapshotInfo& row) { return row.entries ? Value(*row.entries) : Value(); }},
    Field<SnapshotInfo>{{"health"},
                        [](const SnapshotInfo& row) {
                            return row.health ? text_or_null(to_string(*row.health)) : Value();
                        }},
    Field<SnapshotInfo>{{"bytes", Kind::integer},
                        [](const SnapshotInfo& row) { return Value(row.size); }},
    Field<SnapshotInfo>{{"stored_bytes", Kind::integer},
                        [](const SnapshotInfo& row) { return Value(row.stored_bytes); }},
    Field<SnapshotInfo>{{"kept", Kind::boolean},
                        [](const SnapshotInfo& row) { return Value(row.kept); }},
    Field<SnapshotInfo>{{"body"},
                        [](const SnapshotInfo& row) { return Value(row.body_hash.hex()); }},
    Field<SnapshotInfo>{{"refusal"},
                        [](const SnapshotInfo& row) { return text_or_null(row.refusal); }},
    Field<SnapshotInfo>{
        {"status", Kind::integer},
        [](const SnapshotInfo& row) { return row.status ? Value(*row.status) : Value(); }},
    Field<SnapshotInfo>{
        {"end_known", Kind::boolean},
        [](const SnapshotInfo& row) { return row.status ? Value(row.end_known) : Value(); }},
    Field<SnapshotInfo>{{"ingested_source"},
                        [](const SnapshotInfo& row) { return text_or_null(row.told_source); }},
    Field<SnapshotInfo>{{"ingested_captured_at", Kind::time},
                        [](const SnapshotInfo& row) {
                            return row.told_captured_at ? Value(*row.told_captured_at) : Value();
                        }},
};

constexpr render::FieldTable<SnapshotInfo> kTable{
    kFields, "id,captured_at,source,page,form,entries,health,bytes,refusal", {}};

struct Options {
    std::optional<std::string> source;
    std::optional<std::int64_t> limit;
    OutputOptions output;
};

ExitStatus snapshots(const Context& context, const Options& chosen) {
    auto rows = chosen.output.rows(context, kTable);
    const auto archive = context.open_archive();
    std::int64_t shown = 0;
    archive->snapshots(chosen.source, [&](const SnapshotInfo& snapshot) {
        if (chosen.limit && shown == *chosen.limit) return false;
        rows.add(snapshot);
        ++shown;
        return true;
    });
    rows.finish();
    if (shown == 0) {
        Filter filter;
        filter.source = chosen.source;
        explain_no_match(context, *archive, filter);
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_snapshots(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_text(options, "--source", chosen->source, "NAME", "Only this source");
    add_number(options, "--limit", chosen->limit, {1}, "N", "At most so many, the newest");
    chosen->output.add_to(options);
    return [chosen](Context& context) { return snapshots(context, *chosen); };
}

}  // namespace feedarc::cli
