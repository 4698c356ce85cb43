#include <feedarc/capture.hpp>
#include <feedarc/error.hpp>

#include "cli/capture_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;

// What came of trying one source.
struct Checked {
    std::string name, url;
    bool good = false;
    std::optional<std::int64_t> entries;
    std::string health;   ///< empty where the page could not be had
    std::string verdict;  ///< why, or what went wrong
};

constexpr std::array kFields{
    Field<Checked>{{"name"}, [](const Checked& row) { return text_or_null(row.name); }},
    Field<Checked>{{"url", Kind::url}, [](const Checked& row) { return text_or_null(row.url); }},
    Field<Checked>{{"good", Kind::boolean}, [](const Checked& row) { return Value(row.good); }},
    Field<Checked>{{"entries", Kind::integer},
                   [](const Checked& row) { return row.entries ? Value(*row.entries) : Value(); }},
    Field<Checked>{{"health"}, [](const Checked& row) { return text_or_null(row.health); }},
    Field<Checked>{{"verdict"}, [](const Checked& row) { return text_or_null(row.verdict); }},
};

constexpr render::FieldTable<Checked> kTable{kFields, "name,good,entries,health,verdict", {}};

Checked check(const ConfiguredSource& source, const CaptureOptions& options) {
    Checked checked;
    checked.name = source.name;
    checked.url = source.url;
    try {
        TriedPage tried = try_page(source, options);
        checked.entries = static_cast<std::int64_t>(tried.page.entries.size());
        checked.health = to_string(tried.health);
        checked.verdict = std::move(tried.verdict);
        checked.good = tried.health == Health::healthy;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) throw;
        checked.verdict = error.what();
    }
    return checked;
}

struct Options {
    std::vector<std::string> names;
    bool allow_private = false;
    OutputOptions output;
};

ExitStatus check_sources(const Context& context, const Options& chosen) {
    const app::Config config = configuration(context);
    for (const std::string& name : chosen.names) (void)configured_source(config, name);
    CaptureOptions options = capture_options(context);
    if (chosen.allow_private) allow_private(options);
    auto rows = chosen.output.rows(context, kTable);
    ExitStatus status = ExitStatus::ok;
    for (const ConfiguredSource& source : options.configured) {
        const bool named =
            chosen.names.empty() ||
            std::find(chosen.names.begin(), chosen.names.end(), source.name) != chosen.names.end();
        if (!named || source.url.empty()) continue;
        const Checked checked = check(source, options);
        if (!checked.good) status = ExitStatus::failed;
        rows.add(checked);
    }
    rows.finish();
    return status;
}

}  // namespace

Action configure_sources_check(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_optional_arguments(options, "NAME", chosen->names, "Names of sources; none: all of them");
    add_flag(options, "--allow-private", chosen->allow_private,
             "Also from addresses of private networks and of this machine");
    chosen->output.add_to(options);
    return [chosen](Context& context) { return check_sources(context, *chosen); };
}

}  // namespace feedarc::cli
