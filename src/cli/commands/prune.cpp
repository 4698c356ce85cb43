#include <feedarc/prune.hpp>

#include "app/config_values.hpp"
#include "cli/care_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/pruned_report.hpp"
#include "cli/stop.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> sources;
    std::optional<std::int64_t> last, hourly, daily, weekly, monthly, yearly;
    std::optional<std::string> within;
    std::optional<std::int64_t> jobs;
    bool dry_run = false;
    bool json = false;
    bool no_pack = false;
    bool shrink = false;
    bool no_shrink = false;
};

RetentionPolicy policy_of(const Options& chosen) {
    RetentionPolicy policy;
    policy.last = chosen.last.value_or(0);
    policy.hourly = chosen.hourly.value_or(0);
    policy.daily = chosen.daily.value_or(0);
    policy.weekly = chosen.weekly.value_or(0);
    policy.monthly = chosen.monthly.value_or(0);
    policy.yearly = chosen.yearly.value_or(0);
    if (!chosen.within) return policy;
    const auto within = app::parse_duration(*chosen.within);
    if (!within) {
        throw Error(
            ErrorCode::usage,
            fmt::format("--keep-within {}: no time such as 30d, 12h or 1w 3d", *chosen.within));
    }
    policy.within = std::chrono::floor<std::chrono::seconds>(*within);
    return policy;
}

PruneOptions prune_options(const Context& context, const Options& chosen) {
    PruneOptions options;
    options.sources = chosen.sources;
    options.policy = policy_of(chosen);
    auto config = configuration(context);
    options.configured = std::move(config.sources);
    options.configured_policy = config.retention;
    options.dry_run = chosen.dry_run;
    options.pack = !chosen.no_pack;
    options.shrink = shrink_of(chosen.shrink, chosen.no_shrink);
    options.jobs = static_cast<unsigned>(chosen.jobs.value_or(0));
    options.wait = context.wait();
    options.stop = stop_of(context);
    return options;
}

ExitStatus run_prune(const Context& context, const Options& chosen) {
    const PruneOptions options = prune_options(context, chosen);
    const DeferredInterruption deferred(context.session.interruption);
    Progress progress(context.session.err, context.session.terminal.err && !context.options.quiet,
                      context.session.terminal.width);
    const PrunedReport report(context, chosen.json, chosen.dry_run);
    bool damaged = false;
    PruneListener listener;
    listener.plan = [&](const PruneSummary& plan) { report.plan(plan); };
    listener.progress = [&](const IngestProgress& now) { progress.update(now.done, now.total); };
    listener.problem = [&](const std::string& text) {
        damaged = true;
        progress.clear();
        context.note(text);
    };
    const PruneSummary summary = with_suggestion(context, chosen.sources, [&] {
        return prune(context.archive_location(), options, listener);
    });
    progress.clear();
    report.summary(summary);
    return damaged ? ExitStatus::archive : ExitStatus::ok;
}

}  // namespace

Action configure_prune(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_texts(options, "--source", chosen->sources, "NAME", "Only this source");
    struct Rule {
        const char* option;
        std::optional<std::int64_t> Options::*count;
        const char* description;
    };
    static constexpr std::array kRules{
        Rule{"--keep-last", &Options::last, "Keep the last N snapshots of a page"},
        Rule{"--keep-hourly", &Options::hourly, "Keep the last of each of N hours"},
        Rule{"--keep-daily", &Options::daily, "... of each of N days (UTC)"},
        Rule{"--keep-weekly", &Options::weekly, "... of each of N weeks, which begin with Monday"},
        Rule{"--keep-monthly", &Options::monthly, "... of each of N months"},
        Rule{"--keep-yearly", &Options::yearly, "... of each of N years"},
    };
    for (const Rule& rule : kRules) {
        add_number(options, rule.option, (*chosen).*rule.count, {1}, "N", rule.description);
    }
    add_text(options, "--keep-within", chosen->within, "TIME",
             "Keep all that are not older than the last by more than this, such as 30d");
    add_flag(options, "--no-pack", chosen->no_pack, "Do not pack anew what is left");
    add_jobs(options, chosen->jobs, "Threads that pack (one per processor)");
    add_flag(options, "--shrink", chosen->shrink, "Write the file anew without its free space");
    add_flag(options, "--no-shrink", chosen->no_shrink, "Leave the file as large as it is");
    add_flag(options, "--dry-run", chosen->dry_run, "Say what would go, and change nothing");
    add_flag(options, "--json", chosen->json, "Print a JSON line for each source, and a summary");
    return [chosen](Context& context) { return run_prune(context, *chosen); };
}

}  // namespace feedarc::cli
