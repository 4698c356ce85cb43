#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/corrected_report.hpp"
#include "cli/options.hpp"

#include <memory>

namespace feedarc::cli {

namespace {

struct Options {
    std::string snapshot;
    std::optional<std::string> source;
    std::optional<std::string> captured_at;
    bool json = false;
};

ExitStatus amend(const Context& context, const Options& chosen) {
    const SnapshotId id = parse_id("SNAPSHOT", chosen.snapshot);
    if (!chosen.source && !chosen.captured_at) {
        throw Error(ErrorCode::usage, "amend: --source or --captured-at is missing");
    }
    if (chosen.source && chosen.source->empty()) {
        throw Error(ErrorCode::usage, "--source: the name is empty");
    }
    std::optional<Time> captured_at;
    if (chosen.captured_at) captured_at = context.time_of("--captured-at", *chosen.captured_at);
    return correct(context, chosen.json, "", [&](Corrector& corrector) {
        return corrector.amend(id, chosen.source, captured_at);
    });
}

}  // namespace

Action configure_amend(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "SNAPSHOT", chosen->snapshot, "The number of a snapshot");
    add_text(options, "--source", chosen->source, "NAME", "The source it belongs to");
    add_text(options, "--captured-at", chosen->captured_at, "TIME", "When it was captured");
    add_json_option(options, chosen->json);
    return [chosen](Context& context) { return amend(context, *chosen); };
}

}  // namespace feedarc::cli
