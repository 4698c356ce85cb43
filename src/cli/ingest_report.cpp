#include "cli/ingest_report.hpp"

#include "cli/counted.hpp"
#include "cli/output.hpp"
#include "render/json_text.hpp"
#include "render/local_time.hpp"

#include <fmt/format.h>

#include <ostream>
#include <utility>

namespace feedarc::cli {
namespace {

using render::JsonObject;
using render::text_or_null;
using render::Value;

// So many lines are still read; of more only the summary is.
constexpr std::size_t kFew = 10;

bool is_trouble(IngestStatus status) {
    return status == IngestStatus::refused || status == IngestStatus::failed;
}

std::string line_of(const IngestedSnapshot& snapshot) {
    std::string line = snapshot.input;
    if (snapshot.captured_at) {
        line += fmt::format("  {}Z", render::short_time(*snapshot.captured_at, false));
    }
    line += fmt::format("  {}", to_string(snapshot.status));
    if (snapshot.status == IngestStatus::known) return line;
    if (snapshot.status == IngestStatus::deferred) return snapshot.error;
    line += fmt::format("  {}, {} new", counted(snapshot.entries, "entry", "entries"),
                        snapshot.new_records);
    if (snapshot.changed_records > 0) line += fmt::format(", {} changed", snapshot.changed_records);
    if (snapshot.health && *snapshot.health != Health::healthy) {
        line += fmt::format("  ({})", to_string(*snapshot.health));
    }
    return line;
}

}  // namespace

std::string json_line(const IngestedSnapshot& snapshot) {
    return JsonObject()
        .add("type", std::string_view("snapshot"))
        .add("snapshot", snapshot.snapshot ? Value(*snapshot.snapshot) : Value())
        .add("input", std::string_view(snapshot.input))
        .add("source", text_or_null(snapshot.source))
        .add("url", text_or_null(snapshot.url))
        .add("captured_at", snapshot.captured_at ? Value(*snapshot.captured_at) : Value())
        .add("status", std::string_view(to_string(snapshot.status)))
        .add("entries", snapshot.entries)
        .add("new", snapshot.new_records)
        .add("changed", snapshot.changed_records)
        .add("health",
             snapshot.health ? Value(std::string_view(to_string(*snapshot.health))) : Value())
        .add("error", text_or_null(snapshot.error))
        .text();
}

std::string json_line(const IngestSummary& summary, Work work) {
    JsonObject object;
    object.add("type", std::string_view("summary"))
        .add("snapshots", summary.snapshots)
        .add("stored", summary.stored)
        .add("unchanged", summary.unchanged)
        .add("known", summary.known)
        .add("refused", summary.refused)
        .add("failed", summary.failed);
    if (work == Work::capture) object.add("deferred", summary.deferred);
    return object.add("entries", summary.entries)
        .add("new_records", summary.new_records)
        .add("changed_records", summary.changed_records)
        .add("records", summary.records)
        .text();
}

std::string summary_text(const IngestSummary& summary, bool dry_run) {
    std::string text = counted(summary.snapshots, "snapshot", "snapshots");
    if (summary.known > 0) {
        text += summary.known == summary.snapshots ? std::string(", all known")
                                                   : fmt::format(" ({} known)", summary.known);
    }
    text += fmt::format(", {}", counted(summary.entries, "entry", "entries"));
    const bool nothing = summary.new_records == 0 && summary.changed_records == 0;
    text += nothing ? std::string(": nothing new")
                    : fmt::format(": {}, {} changed",
                                  counted(summary.new_records, "new record", "new records"),
                                  summary.changed_records);
    text += fmt::format(" ({} in the archive)", summary.records);
    if (summary.refused > 0) text += fmt::format("; {} refused", summary.refused);
    if (summary.failed > 0) text += fmt::format("; {} failed", summary.failed);
    if (summary.deferred > 0) text += fmt::format("; {} deferred", summary.deferred);
    return dry_run ? "dry run, nothing stored: " + text : text;
}

IngestReport::IngestReport(const Context& context, bool json, bool dry_run, Work work)
    : context_(context),
      json_(json),
      dry_run_(dry_run),
      work_(work),
      progress_(context.session.err, context.session.terminal.err && !context.options.quiet,
                context.session.terminal.width) {}

void IngestReport::add(const IngestedSnapshot& snapshot) {
    if (json_) print_json(json_line(snapshot));
    if (is_trouble(snapshot.status)) {
        status_ = worse_of(status_, status_of(snapshot.code));
        progress_.clear();
        context_.say(snapshot.error);
        return;
    }
    if (!context_.options.quiet) tell(snapshot);
}

void IngestReport::tell(const IngestedSnapshot& snapshot) {
    ++told_;
    const bool verbose = context_.options.verbose;
    // With --json a program reads along; it has the facts, and people ask with -v.
    if (!verbose && (json_ || told_ > kFew)) return;
    lines_.push_back(line_of(snapshot));
    for (const std::string& warning : snapshot.warnings) {
        lines_.push_back(fmt::format("{}: {}", snapshot.input, warning));
    }
    if (verbose) print_lines();
}

void IngestReport::print_lines() {
    if (lines_.empty()) return;
    progress_.clear();
    for (const std::string& line : std::exchange(lines_, {})) context_.tell(line);
}

void IngestReport::remark(const std::string& text) {
    if (!context_.options.verbose) return;
    progress_.clear();
    context_.tell(text);
}

void IngestReport::complain(const std::string& text) {
    status_ = worse_of(status_, ExitStatus::failed);
    progress_.clear();
    context_.say(text);
}

void IngestReport::update(const IngestProgress& progress) {
    progress_.update(progress.done, progress.total);
}

// Output that cannot be written must not cost the snapshots: they are stored first.
void IngestReport::print_json(const std::string& line) {
    if (output_gone_ || output_failed_) return;
    std::ostream& out = context_.session.out;
    try {
        out << line + '\n' << std::flush;
        output_failed_ = !out;
    } catch (const PipeClosed&) {
        output_gone_ = true;
    } catch (const Error& error) {
        output_failed_ = true;
        progress_.clear();
        context_.say(error.what());
    }
    if (output_failed_) status_ = worse_of(status_, ExitStatus::io);
    // What failed has been told; the stream may go on to be used.
    if (output_gone_ || output_failed_) out.clear();
}

ExitStatus IngestReport::finish(const IngestSummary& summary) {
    progress_.clear();
    if (json_) print_json(json_line(summary, work_));
    if (told_ <= kFew) print_lines();
    // A capture that finds what is known already is no news to anyone.
    const bool nothing_new =
        (work_ == Work::capture || (summary.stored == 0 && summary.unchanged == 0)) &&
        summary.new_records == 0 && summary.changed_records == 0;
    const bool trouble = summary.failed > 0 || summary.refused > 0;
    const bool silent = context_.options.quiet && nothing_new && !trouble;
    if (!silent && (!json_ || context_.options.verbose)) {
        context_.tell(summary_text(summary, dry_run_));
    }
    return status_;
}

void IngestReport::abandon() {
    progress_.clear();
    print_lines();
}

ExitStatus run_reporting(const Context& context, IngestReport& report,
                         const std::function<IngestSummary(const IngestListener&)>& work) {
    IngestListener listener;
    listener.snapshot = [&](const IngestedSnapshot& snapshot) { report.add(snapshot); };
    listener.remark = [&](const std::string& text) { report.remark(text); };
    listener.problem = [&](const std::string& text) { report.complain(text); };
    listener.progress = [&](const IngestProgress& progress) { report.update(progress); };
    const DeferredInterruption deferred(context.session.interruption);
    try {
        return report.finish(work(listener));
    } catch (const Error& error) {
        // What failed before is part of the outcome of the run.
        report.abandon();
        if (error.code() == ErrorCode::interrupted || error.code() == ErrorCode::usage) throw;
        context.say(error.what());
        return worse_of(report.status(), status_of(error.code()));
    }
}

}  // namespace feedarc::cli
