#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;

constexpr std::array kFields{
    Field<Event>{{"at", Kind::time}, [](const Event& row) { return Value(row.at); }},
    Field<Event>{{"event"}, [](const Event& row) { return text_or_null(to_string(row.kind)); }},
    Field<Event>{{"detail"}, [](const Event& row) { return text_or_null(row.detail); }},
    Field<Event>{{"source"}, [](const Event& row) { return text_or_null(row.source); }},
    Field<Event>{{"page", Kind::url}, [](const Event& row) { return text_or_null(row.page_url); }},
    Field<Event>{{"snapshot", Kind::integer},
                 [](const Event& row) { return row.snapshot ? Value(*row.snapshot) : Value(); }},
    Field<Event>{{"record", Kind::integer},
                 [](const Event& row) { return row.record ? Value(*row.record) : Value(); }},
    Field<Event>{{"title"}, [](const Event& row) { return text_or_null(row.title); }},
};

constexpr render::FieldTable<Event> kTable{kFields, "at,event,detail,source,record,title",
                                           "at,event,detail,source,page,snapshot,record,title"};

struct Options {
    std::vector<std::string> kinds, categories;
    std::optional<std::string> record, source, since, until;
    std::optional<std::int64_t> limit;
    bool reverse = false;
    OutputOptions output;
};

EventFilter filter_of(const Context& context, const Options& chosen) {
    EventFilter filter;
    filter.source = chosen.source;
    filter.categories = chosen.categories;
    for (const std::string& name : chosen.kinds) {
        if (const auto kind = event_kind_from(name)) filter.kinds.push_back(*kind);
    }
    if (chosen.since) filter.since = context.time_of("--since", *chosen.since);
    if (chosen.until) filter.until = context.time_of("--until", *chosen.until, true);
    filter.limit = chosen.limit;
    if (!filter.limit && context.session.terminal.out) filter.limit = kLimitOnTerminal;
    filter.reverse = chosen.reverse;
    return filter;
}

// An id that was joined into another record finds that one.
RecordId existing_record(Archive& archive, RecordId id) {
    const auto detail = archive.record(id);
    if (!detail) throw Error(ErrorCode::not_found, fmt::format("there is no record {}", id));
    return detail->record.id;
}

ExitStatus log(const Context& context, const Options& chosen) {
    EventFilter filter = filter_of(context, chosen);
    std::optional<RecordId> id;
    if (chosen.record) id = parse_id("--record", *chosen.record);
    auto rows = chosen.output.rows(context, kTable);
    const auto archive = context.open_archive();
    if (id) filter.record = existing_record(*archive, *id);
    std::int64_t shown = 0;
    archive->events(filter, [&](const Event& event) {
        rows.add(event);
        ++shown;
        return true;
    });
    rows.finish();
    context.session.out.flush();
    if (shown == 0) {
        Filter named;
        named.source = chosen.source;
        named.categories = chosen.categories;
        explain_no_match(context, *archive, named);
    }
    if (!chosen.limit && filter.limit && shown == *filter.limit) {
        context.note(fmt::format("the latest {} events shown (--limit N shows more)", shown));
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_log(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_text(options, "--record", chosen->record, "ID", "Only what befell this record");
    add_choices(options, "--event", chosen->kinds, event_kind_names(),
                "Only this kind of event (may be repeated)");
    add_texts(options, "--category", chosen->categories, "NAME",
              "Only records of this category (may be repeated; '' is none)");
    add_text(options, "--source", chosen->source, "NAME", "Only this source");
    add_text(options, "--since", chosen->since, "TIME", "At this time or later");
    add_text(options, "--until", chosen->until, "TIME",
             "At this time or earlier (a date: all of that day)");
    add_number(options, "--limit", chosen->limit, {1}, "N",
               "The latest so many (50 on a terminal)");
    add_flag(options, "--reverse", chosen->reverse, "The latest first");
    chosen->output.add_to(options);
    return [chosen](Context& context) { return log(context, *chosen); };
}

}  // namespace feedarc::cli
