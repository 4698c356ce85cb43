#include "cli/pruned_report.hpp"

#include "base/free_space.hpp"
#include "cli/packed_report.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <ostream>

namespace feedarc::cli {
namespace {

render::Value time_value(const std::optional<Time>& time) {
    if (!time) return {};
    return *time;
}

std::string json_text(const PrunedSource& source) {
    return render::JsonObject()
        .add("type", std::string_view("source"))
        .add("source", source.source)
        .add("snapshots", source.snapshots)
        .add("kept", source.kept)
        .add("first_captured", time_value(source.first_captured))
        .add("last_captured", time_value(source.last_captured))
        .add("bytes", static_cast<std::int64_t>(source.bytes))
        .text();
}

std::string json_text(const PruneSummary& summary) {
    return render::JsonObject()
        .add("type", std::string_view("prune"))
        .add("snapshots", summary.snapshots)
        .add("bodies", summary.bodies)
        .add("bytes", static_cast<std::int64_t>(summary.bytes))
        .add("stored_bytes", static_cast<std::int64_t>(summary.stored))
        .add("in_use", summary.in_use)
        .text();
}

}  // namespace

void PrunedReport::plan(const PruneSummary& plan) const {
    if (json_ || (context_.options.quiet && plan.snapshots == 0)) return;
    for (const PrunedSource& source : plan.sources) {
        if (source.snapshots == 0) continue;
        context_.tell(
            fmt::format("{}: {} of {} snapshots {} their bytes, captured from {} to {} ({})",
                        source.source, source.snapshots, source.snapshots + source.kept,
                        dry_run_ ? "would lose" : "lose", format_time(*source.first_captured),
                        format_time(*source.last_captured), base::rough_size(source.bytes)));
    }
    if (plan.snapshots == 0) context_.tell("nothing to prune: the rules keep every snapshot");
}

void PrunedReport::summary(const PruneSummary& summary) const {
    if (json_) {
        std::string text;
        for (const PrunedSource& source : summary.sources) text += json_text(source) + '\n';
        text += json_text(summary) + '\n';
        if (summary.packed) text += json_text(*summary.packed) + '\n';
        context_.session.out << text;
        return;
    }
    if (summary.snapshots > 0) {
        context_.tell(fmt::format("{}{} snapshots without their bytes: {} that took {}",
                                  dry_run_ ? "dry run, nothing changed: " : "", summary.snapshots,
                                  base::rough_size(summary.bytes),
                                  base::rough_size(summary.stored)));
    }
    if (summary.in_use > 0) {
        context_.note(
            fmt::format("{} bodies stay, since something of now needs them; the next "
                        "prune looks at them again",
                        summary.in_use));
    }
    if (!summary.packed) return;
    const bool nothing = summary.packed->bodies == 0 && summary.packed->damaged == 0;
    if (!nothing || summary.packed->file) tell(context_, *summary.packed, false);
}

}  // namespace feedarc::cli
