#include <feedarc/error.hpp>
#include <feedarc/ingest_git.hpp>

#include "app/config.hpp"
#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/ingest_report.hpp"
#include "cli/input_options.hpp"
#include "cli/options.hpp"
#include "cli/stop.hpp"

#include <memory>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> inputs;
    std::optional<std::string> source;
    InputOptions input;
    std::optional<std::string> git, git_ref;
    std::optional<std::int64_t> jobs;
    bool dry_run = false;
    bool json = false;
};

IngestOptions ingest_options(const Context& context, const Options& chosen) {
    IngestOptions options;
    if (chosen.source && chosen.source->empty()) {
        throw Error(ErrorCode::usage, "--source: the name is empty");
    }
    options.source = chosen.source;
    chosen.input.check_url();
    options.url = chosen.input.url;
    options.captured_at = chosen.input.capture_time(context);
    options.form = chosen.input.chosen_form();
    options.media_type = chosen.input.media_type.value_or("");
    options.jobs = static_cast<unsigned>(chosen.jobs.value_or(0));
    options.dry_run = chosen.dry_run;
    options.wait = context.wait();
    options.now = context.session.now();
    if (const auto path = context.config_path()) {
        app::Config config = app::load_config(*path);
        options.configured = std::move(config.sources);
        options.categories = std::move(config.categories);
        options.min_free = config.min_free;
    }
    options.stop = stop_of(context);
    return options;
}

// Throws Error(usage) for options that do not go together.
void check_git_options(const Options& chosen) {
    if (!chosen.git && chosen.git_ref) {
        throw Error(ErrorCode::usage, "--git-ref: goes with --git REPOSITORY");
    }
    if (!chosen.git) return;
    if (chosen.git->empty()) throw Error(ErrorCode::usage, "--git: the name is empty");
    if (chosen.git_ref && chosen.git_ref->empty()) {
        throw Error(ErrorCode::usage, "--git-ref: the name is empty");
    }
    if (chosen.input.captured_at) {
        throw Error(ErrorCode::usage,
                    "--git, --captured-at: the commits have times of their own; leave out "
                    "--captured-at");
    }
}

ExitStatus run_ingest(const Context& context, const Options& chosen) {
    check_git_options(chosen);
    const IngestOptions options = ingest_options(context, chosen);
    IngestReport report(context, chosen.json, chosen.dry_run);
    return run_reporting(context, report, [&](const IngestListener& listener) {
        if (chosen.git) {
            const GitHistory history{*chosen.git, chosen.inputs, chosen.git_ref.value_or("")};
            return ingest_git(context.archive_location(), history, options, listener);
        }
        return ingest(context.archive_location(), chosen.inputs, options, context.session.now(),
                      listener);
    });
}

}  // namespace

Action configure_ingest(CLI::App& options) {
    constexpr std::int64_t kMostJobs = 1024;
    auto chosen = std::make_shared<Options>();
    add_arguments(options, "INPUT", chosen->inputs,
                  "Files, folders (read in depth) or - for standard input; .gz and .zst are "
                  "unpacked, WARC and ARC "
                  "read record by record");
    add_text(options, "--git", chosen->git, "REPOSITORY",
             "Every version in its history of the files INPUT, at the times of the commits");
    add_text(options, "--git-ref", chosen->git_ref, "NAME",
             "The history of this branch, tag or commit (what is checked out)");
    add_text(options, "--source", chosen->source, "NAME", "The source they belong to");
    chosen->input.add_to(options);
    add_number(options, "--jobs", chosen->jobs, {1, kMostJobs}, "N",
               "Threads that read and pack (one per processor)");
    add_flag(options, "--dry-run", chosen->dry_run, "Say what would be done, and store nothing");
    add_flag(options, "--json", chosen->json, "Print a JSON line for each snapshot, and a summary");
    return [chosen](Context& context) { return run_ingest(context, *chosen); };
}

}  // namespace feedarc::cli
