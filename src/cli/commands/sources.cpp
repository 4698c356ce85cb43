#include "cli/commands/commands.hpp"
#include "cli/output_options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;
using render::value_or_null;

// `2d 3h`, for people; two units are exact enough.
std::string duration_text(std::chrono::seconds duration) {
    using std::chrono::duration_cast;
    using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;
    const auto days = duration_cast<Days>(duration);
    const auto hours = duration_cast<std::chrono::hours>(duration - days);
    const auto minutes = duration_cast<std::chrono::minutes>(duration - days - hours);
    if (days.count() > 0) return fmt::format("{}d {}h", days.count(), hours.count());
    if (hours.count() > 0) return fmt::format("{}h {}min", hours.count(), minutes.count());
    return fmt::format("{}min", std::max<std::int64_t>(1, minutes.count()));
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
                      [](const SourceInfo& row) { return value_or_null(row.first_captured); }},
    Field<SourceInfo>{{"last_captured", Kind::time},
                      [](const SourceInfo& row) { return value_or_null(row.last_captured); }},
    Field<SourceInfo>{{"present", Kind::integer},
                      [](const SourceInfo& row) { return Value(row.present); }},
    Field<SourceInfo>{{"health"},
                      [](const SourceInfo& row) {
                          return row.health ? text_or_null(to_string(*row.health)) : Value();
                      }},
    Field<SourceInfo>{{"gaps", Kind::integer},
                      [](const SourceInfo& row) { return Value(row.gaps); }},
    Field<SourceInfo>{
        {"recommended_interval", Kind::integer},
        [](const SourceInfo& row) { return row.interval ? Value(row.interval->count()) : Value(); },
        [](const SourceInfo& row) {
            return row.interval ? Value(duration_text(*row.interval)) : Value();
        }},
};

constexpr render::FieldTable<SourceInfo> kTable{
    kFields,
    "name,url,snapshots,records,present,last_captured,health,gaps,recommended_interval",
    {}};

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
