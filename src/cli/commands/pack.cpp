#include <feedarc/pack.hpp>

#include "cli/care_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/packed_report.hpp"
#include "cli/progress.hpp"
#include "cli/stop.hpp"

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> sources;
    std::optional<std::int64_t> jobs;
    bool dry_run = false;
    bool json = false;
    bool shrink = false;
    bool no_shrink = false;
};

ExitStatus run_pack(const Context& context, const Options& chosen) {
    PackOptions options;
    options.sources = chosen.sources;
    options.jobs = static_cast<unsigned>(chosen.jobs.value_or(0));
    options.dry_run = chosen.dry_run;
    options.shrink = shrink_of(chosen.shrink, chosen.no_shrink);
    options.wait = context.wait();
    const DeferredInterruption deferred(context.session.interruption);
    options.stop = stop_of(context);
    Progress progress(context.session.err, context.session.terminal.err && !context.options.quiet,
                      context.session.terminal.width);
    PackListener listener;
    listener.progress = [&](const IngestProgress& now) { progress.update(now.done, now.total); };
    listener.problem = [&](const std::string& text) {
        progress.clear();
        context.note(text);
    };
    const PackSummary summary = with_suggestion(context, chosen.sources, [&] {
        return pack(context.archive_location(), options, listener);
    });
    progress.clear();
    if (chosen.json) context.session.out << json_text(summary) + '\n';
    if (!chosen.json) tell(context, summary, chosen.dry_run);
    return summary.damaged > 0 ? ExitStatus::archive : ExitStatus::ok;
}

}  // namespace

Action configure_pack(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_texts(options, "--source", chosen->sources, "NAME", "Only bodies of this source");
    add_jobs(options, chosen->jobs, "Threads that compress (one per processor)");
    add_flag(options, "--shrink", chosen->shrink, "Write the file anew without its free space");
    add_flag(options, "--no-shrink", chosen->no_shrink, "Leave the file as large as it is");
    add_flag(options, "--dry-run", chosen->dry_run, "Say what would be saved, and store nothing");
    add_flag(options, "--json", chosen->json, "Print what was done as a JSON object");
    return [chosen](Context& context) { return run_pack(context, *chosen); };
}

}  // namespace feedarc::cli
