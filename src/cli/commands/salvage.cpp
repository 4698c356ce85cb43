#include <feedarc/salvage.hpp>

#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/damage_report.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::string file;
    bool json = false;
};

std::string json_text(const SalvageReport& report) {
    return render::JsonObject()
        .add("type", std::string_view("salvage"))
        .add("lost", static_cast<std::int64_t>(report.losses))
        .add("snapshots", report.log.snapshots)
        .add("bodies", report.log.bodies)
        .add("contents", report.log.contents)
        .add("corrections", report.log.corrections)
        .add("assignments", report.log.assignments)
        .add("fetches", report.log.fetches)
        .add("read_again", report.log.read_again)
        .add("mended", report.log.mended)
        .add("records", report.records)
        .add("kept_ids", report.kept_ids)
        .text();
}

std::string summary_text(const SalvageReport& report, const std::string& file) {
    std::string text = fmt::format("{}: {} snapshots, {} bodies, {} records", file,
                                   report.log.snapshots, report.log.bodies, report.records);
    if (report.log.read_again > 0) text += fmt::format("; {} read again", report.log.read_again);
    if (report.log.mended > 0) text += fmt::format("; {} rows mended", report.log.mended);
    if (report.losses == 0) return text + "; nothing was lost";
    return text + fmt::format("; {} {}", report.losses, report.losses == 1 ? "loss" : "losses");
}

ExitStatus run_salvage(const Context& context, const Options& chosen) {
    Progress progress(context.session.err, context.session.terminal.err && !context.options.quiet,
                      context.session.terminal.width);
    SalvageListener listener;
    listener.progress = [&](const CheckProgress& now) {
        progress.update(now.done, now.total, now.doing);
    };
    listener.lost = [&](const Damage& damage) {
        progress.clear();
        if (chosen.json) {
            context.session.out << loss_json(damage) << '\n';
        } else {
            context.say(loss_line(damage));
        }
    };
    const SalvageReport report =
        salvage_archive(context.archive_location(), chosen.file, context.wait(), listener);
    progress.clear();
    if (chosen.json) {
        context.session.out << json_text(report) << '\n';
    } else if (report.losses > 0 || !context.options.quiet) {
        context.tell(summary_text(report, chosen.file));
    }
    return report.losses > 0 ? ExitStatus::archive : ExitStatus::ok;
}

}  // namespace

Action configure_salvage(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "NEW", chosen->file, "The archive to make, which must not be there");
    add_flag(options, "--json", chosen->json, "Print what is lost as JSON, an object a line");
    return [chosen](Context& context) { return run_salvage(context, *chosen); };
}

}  // namespace feedarc::cli
