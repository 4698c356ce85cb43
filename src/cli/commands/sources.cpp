#include "cli/commands/commands.hpp"
#include "cli/output_options.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;

Value time_or_null(const std::optional<Time>& time) {
    return time ? Value(*time) : Value();
}

constexpr std::array kFields{
    Field<SourceInfo>{{"name"}, [](const SourceInfo& row) { return text_or_null(row.name); }},
    Field<SourceInfo>{{"url", Kind::url},
                      [](const SourceInfo& row) { return text_or_null(row.url); }},
    Field<SourceInfo>{{"snapshots", Kind::integer},
                      [](const SourceInfo& row) { return Value(row.snapshots); }},
    Field<SourceInfo>{{"records", Kind::integer},
                      [](const SourceInfo& row) { return Value(row.records); }},
    Field<SourceInfo>{{"first_captured", Kind::time},
                      [](const SourceInfo& row) { return time_or_null(row.first_captured); }},
    Field<SourceInfo>{{"last_captured", Kind::time},
                      [](const SourceInfo& row) { return time_or_null(row.last_captured); }},
};

constexpr render::FieldTable<SourceInfo> kTable{kFields, {}, {}};

}  // namespace

Action configure_sources(CLI::App& options) {
    auto output = std::make_shared<OutputOptions>();
    output->add_to(options);
    return [output](Context& context) {
        auto rows = output->rows(context, kTable);
        for (const SourceInfo& source : context.open_archive()->sources()) rows.add(source);
        rows.finish();
        return ExitStatus::ok;
    };
}

}  // namespace feedarc::cli
