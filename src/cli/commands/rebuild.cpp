#include <feedarc/rebuild.hpp>

#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/corrected_report.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/stop.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::optional<std::int64_t> jobs;
    bool dry_run = false;
    bool json = false;
};

std::string json_text(const RebuildSummary& summary) {
    return render::JsonObject()
        .add("type", std::string_view("rebuild"))
        .add("snapshots", summary.snapshots)
        .add("changed_snapshots", summary.reread_otherwise)
        .add("kept", summary.kept)
        .add("refused", summary.refused)
        .add("damaged", summary.damaged)
        .add("joined", summary.joined)
        .add("split", summary.split)
        .add("new", summary.fresh)
        .add("gone", summary.gone)
        .add("fields_gained", summary.fields_gained)
        .add("records", summary.records)
        .text();
}

std::string summary_text(const RebuildSummary& summary, bool dry_run) {
    std::string text = fmt::format("{} snapshots read again, {} show something else",
                                   summary.snapshots, summary.reread_otherwise);
    if (summary.kept > 0) text += fmt::format("; {} without their bytes", summary.kept);
    if (summary.refused > 0) text += fmt::format("; {} refused, as they were", summary.refused);
    if (summary.damaged > 0) text += fmt::format("; {} damaged, as they were", summary.damaged);
    text += fmt::format(
        "\nrecords: {} joined, {} split, {} new, {} gone, {} fields gained ({} in the archive)",
        summary.joined, summary.split, summary.fresh, summary.gone, summary.fields_gained,
        summary.records);
    return dry_run ? "dry run, nothing changed: " + text : text;
}

void report(const Context& context, const RebuildSummary& summary, const Options& chosen) {
    if (chosen.json) context.session.out << json_text(summary) + '\n';
    if (context.options.verbose) {
        for (const RecordChange& change : summary.changes) context.tell(line_of(change));
    }
    const bool nothing = summary.reread_otherwise == 0 && summary.changes.empty() &&
                         summary.fields_gained == 0 && summary.damaged == 0;
    if ((nothing && context.options.quiet) || (chosen.json && !context.options.verbose)) return;
    const std::string text = summary_text(summary, chosen.dry_run);
    const auto end = text.find('\n');
    context.tell(text.substr(0, end));
    context.tell(text.substr(end + 1));
}

ExitStatus run_rebuild(const Context& context, const Options& chosen) {
    RebuildOptions options;
    options.jobs = static_cast<unsigned>(chosen.jobs.value_or(0));
    options.dry_run = chosen.dry_run;
    options.wait = context.wait();
    options.stop = stop_of(context);
    Progress progress(context.session.err, context.session.terminal.err && !context.options.quiet,
                      context.session.terminal.width);
    RebuildListener listener;
    listener.progress = [&](const IngestProgress& now) { progress.update(now.done, now.total); };
    listener.problem = [&](const std::string& text) {
        progress.clear();
        context.note(text);
    };
    const DeferredInterruption deferred(context.session.interruption);
    const RebuildSummary summary = rebuild(context.archive_location(), options, listener);
    progress.clear();
    report(context, summary, chosen);
    return summary.damaged > 0 ? ExitStatus::archive : ExitStatus::ok;
}

}  // namespace

Action configure_rebuild(CLI::App& options) {
    constexpr std::int64_t kMostJobs = 1024;
    auto chosen = std::make_shared<Options>();
    add_number(options, "--jobs", chosen->jobs, {1, kMostJobs}, "N",
               "Threads that read (one per processor)");
    add_flag(options, "--dry-run", chosen->dry_run, "Say what would change, and change nothing");
    add_flag(options, "--json", chosen->json, "Print what changed as a JSON object");
    return [chosen](Context& context) { return run_rebuild(context, *chosen); };
}

}  // namespace feedarc::cli
