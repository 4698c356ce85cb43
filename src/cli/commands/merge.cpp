#include <feedarc/merge.hpp>

#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/stop.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <memory>
#include <numeric>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> others;
    bool dry_run = false;
    bool json = false;
};

const char* status_text(const MergedArchive& archive) {
    if (archive.error) return "failed";
    return archive.brought_something() ? "merged" : "unchanged";
}

std::string json_line(const MergedArchive& archive) {
    return render::JsonObject()
        .add("type", std::string_view("archive"))
        .add("archive", std::string_view(archive.location))
        .add("status", std::string_view(status_text(archive)))
        .add("snapshots", archive.snapshots)
        .add("new_snapshots", archive.added)
        .add("changed_snapshots", archive.changed)
        .add("filled_bodies", archive.filled)
        .add("corrections", archive.corrections)
        .add("assignments", archive.assignments)
        .add("fetches", archive.fetches)
        .add("new_records", archive.new_records)
        .add("error", render::text_or_null(archive.error ? archive.error->what() : ""))
        .text();
}

std::int64_t sum(const MergeSummary& summary, std::int64_t MergedArchive::*member) {
    return std::accumulate(
        summary.archives.begin(), summary.archives.end(), std::int64_t{0},
        [&](std::int64_t sum, const MergedArchive& archive) { return sum + archive.*member; });
}

std::string json_line(const MergeSummary& summary) {
    const auto failed =
        std::count_if(summary.archives.begin(), summary.archives.end(),
                      [](const auto& archive) { return archive.error.has_value(); });
    return render::JsonObject()
        .add("type", std::string_view("summary"))
        .add("archives", static_cast<std::int64_t>(summary.archives.size()))
        .add("failed", static_cast<std::int64_t>(failed))
        .add("snapshots", sum(summary, &MergedArchive::snapshots))
        .add("new_snapshots", sum(summary, &MergedArchive::added))
        .add("corrections", sum(summary, &MergedArchive::corrections))
        .add("assignments", sum(summary, &MergedArchive::assignments))
        .add("new_records", sum(summary, &MergedArchive::new_records))
        .add("records", summary.records)
        .text();
}

// `laptop.db: 40 of 120 snapshots new, 35 new records, 2 corrections`
std::string line_of(const MergedArchive& archive) {
    std::string line = fmt::format("{}: {} of {} snapshots new, {} new records", archive.location,
                                   archive.added, archive.snapshots, archive.new_records);
    const auto add = [&](std::int64_t number, std::string_view what) {
        if (number != 0) line += fmt::format(", {} {}", number, what);
    };
    add(archive.corrections, "corrections");
    add(archive.assignments, "assigned categories");
    add(archive.changed, "read or got better there");
    add(archive.filled, "bodies filled in");
    add(archive.fetches, "failed fetches");
    return line;
}

class Report {
public:
    Report(const Context& context, const Options& chosen)
        : context_(context),
          chosen_(chosen),
          progress_(context.session.err, context.session.terminal.err && !context.options.quiet,
                    context.session.terminal.width) {}

    void update(const IngestProgress& now) { progress_.update(now.done, now.total); }

    void add(const MergedArchive& archive) {
        progress_.clear();
        if (chosen_.json) context_.session.out << json_line(archive) + '\n' << std::flush;
        if (archive.error) {
            status_ = worse_of(status_, status_of(archive.error->code()));
            context_.say(archive.error->what());
        }
        if (archive.error && !archive.brought_something()) return;
        if (archive.brought_something() ? says_news() : says_all()) context_.tell(line_of(archive));
    }

    ExitStatus finish(const MergeSummary& summary) {
        progress_.clear();
        if (chosen_.json) context_.session.out << json_line(summary) + '\n';
        const bool news =
            std::any_of(summary.archives.begin(), summary.archives.end(),
                        [](const MergedArchive& archive) { return archive.brought_something(); });
        if (news ? says_news() : says_all()) {
            context_.tell(fmt::format("{}{} ({} in the archive)",
                                      chosen_.dry_run ? "dry run, nothing stored: " : "",
                                      news ? fmt::format("{} new snapshots, {} new records",
                                                         sum(summary, &MergedArchive::added),
                                                         sum(summary, &MergedArchive::new_records))
                                           : "nothing new",
                                      summary.records));
        }
        return status_;
    }

private:
    // With --json a program reads along; it has the facts, and people ask with -v.
    [[nodiscard]] bool says_news() const { return !chosen_.json || context_.options.verbose; }
    [[nodiscard]] bool says_all() const { return says_news() && !context_.options.quiet; }

    const Context& context_;
    const Options& chosen_;
    ExitStatus status_ = ExitStatus::ok;
    Progress progress_;
};

ExitStatus run_merge(const Context& context, const Options& chosen) {
    MergeOptions options;
    options.dry_run = chosen.dry_run;
    options.wait = context.wait();
    options.stop = stop_of(context);
    Report report(context, chosen);
    MergeListener listener;
    listener.archive = [&](const MergedArchive& archive) { report.add(archive); };
    listener.progress = [&](const IngestProgress& now) { report.update(now); };
    const DeferredInterruption deferred(context.session.interruption);
    return report.finish(merge(context.archive_location(), chosen.others, options, listener));
}

}  // namespace

Action configure_merge(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_arguments(options, "OTHER", chosen->others, "Archives of other machines, as files");
    add_flag(options, "--dry-run", chosen->dry_run, "Say what would come, and store nothing");
    add_flag(options, "--json", chosen->json, "Print a JSON line for each archive, and a summary");
    return [chosen](Context& context) { return run_merge(context, *chosen); };
}

}  // namespace feedarc::cli
