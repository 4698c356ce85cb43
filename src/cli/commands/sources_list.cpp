#include <feedarc/capture.hpp>

#include "app/config_values.hpp"
#include "cli/commands/commands.hpp"
#include "cli/output_options.hpp"
#include "cli/source_rows.hpp"

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
    Field<SourceRow>{{"name"}, [](const SourceRow& row) { return text_or_null(row.info.name); }},
    Field<SourceRow>{{"url", Kind::url},
                     [](const SourceRow& row) { return text_or_null(row.info.url); }},
    Field<SourceRow>{{"snapshots", Kind::integer},
                     [](const SourceRow& row) { return Value(row.info.snapshots); }},
    Field<SourceRow>{{"records", Kind::integer},
                     [](const SourceRow& row) { return Value(row.info.records); }},
    Field<SourceRow>{{"first_captured", Kind::time},
                     [](const SourceRow& row) { return value_or_null(row.info.first_captured); }},
    Field<SourceRow>{{"last_captured", Kind::time},
                     [](const SourceRow& row) { return value_or_null(row.info.last_captured); }},
    Field<SourceRow>{{"present", Kind::integer},
                     [](const SourceRow& row) { return Value(row.info.present); }},
    Field<SourceRow>{{"health"},
                     [](const SourceRow& row) {
                         return row.info.health ? text_or_null(to_string(*row.info.health))
                                                : Value();
                     }},
    Field<SourceRow>{{"gaps", Kind::integer},
                     [](const SourceRow& row) { return Value(row.info.gaps); }},
    Field<SourceRow>{{"recommended_interval", Kind::integer},
                     [](const SourceRow& row) {
                         return row.info.interval ? Value(row.info.interval->count()) : Value();
                     },
                     [](const SourceRow& row) {
                         return row.info.interval ? Value(duration_text(*row.info.interval))
                                                  : Value();
                     }},
    Field<SourceRow>{{"configured", Kind::boolean},
                     [](const SourceRow& row) { return Value(row.configured.has_value()); }},
    Field<SourceRow>{{"every", Kind::integer},
                     [](const SourceRow& row) {
                         return row.configured
                                    ? Value(std::int64_t{row.configured->capture.every.count()})
                                    : Value();
                     },
                     [](const SourceRow& row) {
                         return row.configured
                                    ? Value(app::duration_text(row.configured->capture.every))
                                    : Value();
                     }},
    Field<SourceRow>{{"tried_at", Kind::time},
                     [](const SourceRow& row) { return value_or_null(row.info.watch.tried_at); }},
    Field<SourceRow>{{"next_capture", Kind::time},
                     [](const SourceRow& row) {
                         const auto next = row.configured && row.info.watch.tried_at
                                               ? next_capture(*row.configured, row.info)
                                               : std::nullopt;
                         return value_or_null(next);
                     }},
    Field<SourceRow>{
        {"failures", Kind::integer},
        [](const SourceRow& row) { return Value(std::int64_t{row.info.watch.failures}); }},
    Field<SourceRow>{{"problem"},
                     [](const SourceRow& row) {
                         const auto& failure = row.info.watch.last_failure;
                         return failure ? text_or_null(failure->detail) : Value();
                     },
                     [](const SourceRow& row) {
                         const auto& failure = row.info.watch.last_failure;
                         return failure ? text_or_null(failure->reason) : Value();
                     }},
};

constexpr render::FieldTable<SourceRow> kTable{
    kFields,
    "name,url,snapshots,records,present,last_captured,health,gaps,recommended_interval,every,"
    "next_capture,problem",
    {}};

}  // namespace

Action configure_sources(CLI::App& options) {
    auto output = std::make_shared<OutputOptions>();
    output->add_to(options);
    return [output](Context& context) {
        auto rows = output->rows(context, kTable);
        for (const SourceRow& source : source_rows(context)) rows.add(source);
        rows.finish();
        return ExitStatus::ok;
    };
}

}  // namespace feedarc::cli
