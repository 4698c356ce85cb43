#include "app/config_values.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "cli/source_rows.hpp"
#include "render/item.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::cli {
namespace {

using render::Member;
using render::text_or_null;
using render::Value;
using render::value_or_null;

struct Options {
    std::string name;
    OutputOptions output;
};

// Where a header has its value from. The value itself may be a secret.
std::string origin_of(const ConfiguredHeader& header) {
    switch (header.from) {
        case ConfiguredHeader::From::text: break;
        case ConfiguredHeader::From::file: return fmt::format("(from file {})", header.value);
        case ConfiguredHeader::From::environment: return fmt::format("(from ${})", header.value);
    }
    return "(set)";
}

// Each `NAME=SELECTOR` line is a member of its own.
void append_rules(std::vector<Member>& members, const std::string& rules) {
    std::string_view rest = rules;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        const std::size_t sign = line.find('=');
        members.push_back({fmt::format("rules.{}", line.substr(0, sign)),
                           std::string(line.substr(std::min(line.size(), sign + 1)))});
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
}

void append_settings(std::vector<Member>& members, const ConfiguredSource& source) {
    const CaptureSettings& capture = source.capture;
    const FetchLimits& limits = capture.limits;
    const std::vector<Member> settings{
        {"category", text_or_null(source.category)},
        {"every", app::duration_text(capture.every)},
        {"adaptive", capture.adaptive},
        {"follow", std::int64_t{capture.follow}},
        {"render", text_or_null(capture.render)},
        {"user_agent", text_or_null(capture.user_agent)},
        {"delay", app::duration_text(capture.delay)},
        {"robots", capture.robots},
        {"allow_private", capture.allow_private},
        {"proxy", capture.proxy.empty() ? Value() : Value(app::without_password(capture.proxy))},
        {"ca_file", text_or_null(capture.ca_file)},
        {"connect_timeout", app::duration_text(limits.connect)},
        {"timeout", app::duration_text(limits.total)},
        {"slow_timeout", app::duration_text(limits.slow)},
        {"max_wire", app::size_text(limits.wire_bytes)},
        {"max_page", app::size_text(limits.page_bytes)},
        {"redirects", std::int64_t{limits.redirects}},
    };
    members.insert(members.end(), settings.begin(), settings.end());
    for (const ConfiguredHeader& header : capture.headers) {
        members.push_back({fmt::format("headers.{}", header.name), origin_of(header)});
    }
    append_rules(members, to_text(source.rules));
}

void append_known(std::vector<Member>& members, const SourceInfo& info) {
    const std::vector<Member> known{
        {"snapshots", info.snapshots},
        {"records", info.records},
        {"present", info.present},
        {"first_captured", value_or_null(info.first_captured)},
        {"last_captured", value_or_null(info.last_captured)},
        {"health", info.health ? text_or_null(to_string(*info.health)) : Value()},
        {"gaps", info.gaps},
        {"recommended_interval",
         info.interval ? Value(app::duration_text(*info.interval)) : Value()},
        {"tried_at", value_or_null(info.watch.tried_at)},
        {"failures", std::int64_t{info.watch.failures}},
        {"not_before", value_or_null(info.watch.not_before)},
        {"problem",
         info.watch.last_failure ? text_or_null(info.watch.last_failure->detail) : Value()},
    };
    members.insert(members.end(), known.begin(), known.end());
}

ExitStatus show(const Context& context, const Options& chosen) {
    const auto rows = source_rows(context);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const SourceRow& each) {
        return each.info.name == chosen.name;
    });
    if (row == rows.end()) {
        std::vector<std::string> names;
        names.reserve(rows.size());
        for (const SourceRow& each : rows) names.push_back(each.info.name);
        no_such_source(chosen.name, names);
    }
    std::vector<Member> members{
        {"name", row->info.name},
        {"url", text_or_null(row->info.url)},
        {"configured", row->configured.has_value()},
    };
    if (row->configured) append_settings(members, *row->configured);
    if (row->archived) append_known(members, row->info);
    render::write_members(members, chosen.output.chosen_format(context),
                          chosen.output.style(context), context.session.out);
    return ExitStatus::ok;
}

}  // namespace

Action configure_sources_show(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "NAME", chosen->name, "The name of a source");
    chosen->output.add_to(options, false);
    return [chosen](Context& context) { return show(context, *chosen); };
}

}  // namespace feedarc::cli
