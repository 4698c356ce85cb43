#include <feedarc/audit.hpp>

#include "cli/commands/commands.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;

constexpr std::array kFields{
    Field<Suspicion>{{"score"}, [](const Suspicion& row) { return Value(row.score); }},
    Field<Suspicion>{{"kind"},
                     [](const Suspicion& row) { return text_or_null(to_string(row.kind)); }},
    Field<Suspicion>{{"record", Kind::integer},
                     [](const Suspicion& row) { return Value(row.record); }},
    Field<Suspicion>{
        {"other", Kind::integer},
        [](const Suspicion& row) { return row.other != 0 ? Value(row.other) : Value(); }},
    Field<Suspicion>{{"source"}, [](const Suspicion& row) { return text_or_null(row.source); }},
    Field<Suspicion>{{"reasons"},
                     [](const Suspicion& row) {
                         return Value(fmt::format("{}", fmt::join(row.reasons, ", ")));
                     }},
    Field<Suspicion>{{"command"},
                     [](const Suspicion& row) { return Value("feedarc " + row.command); }},
    Field<Suspicion>{{"title"}, [](const Suspicion& row) { return text_or_null(row.title); }},
};

constexpr render::FieldTable<Suspicion> kTable{kFields, "score,reasons,command,title", {}};

struct Options {
    std::optional<std::string> source;
    std::optional<std::int64_t> limit;
    OutputOptions output;
};

ExitStatus run_audit(const Context& context, const Options& chosen) {
    auto rows = chosen.output.rows(context, kTable);
    const auto archive = context.open_archive();
    AuditOptions options;
    options.source = chosen.source;
    if (chosen.limit) options.limit = static_cast<std::size_t>(*chosen.limit);
    const std::vector<Suspicion> found = audit(*archive, options);
    for (const Suspicion& suspicion : found) rows.add(suspicion);
    rows.finish();
    if (found.empty()) {
        Filter filter;
        filter.source = chosen.source;
        explain_no_match(context, *archive, filter);
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_audit(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_text(options, "--source", chosen->source, "NAME", "Only this source");
    add_number(options, "--limit", chosen->limit, {1}, "N", "At most so many (50)");
    chosen->output.add_to(options);
    return [chosen](Context& context) { return run_audit(context, *chosen); };
}

}  // namespace feedarc::cli
