#include <feedarc/capture.hpp>

#include "cli/capture_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/ingest_report.hpp"
#include "cli/options.hpp"

#include <memory>

namespace feedarc::cli {
namespace {

struct Options {
    std::vector<std::string> wanted;
    bool all = false;
    bool due = false;
    bool allow_private = false;
    bool json = false;
};

CaptureOptions options_of(const Context& context, const Options& chosen) {
    if (chosen.all && chosen.due) {
        throw Error(ErrorCode::usage, "--all and --due: only one of them");
    }
    if (chosen.all && !chosen.wanted.empty()) {
        throw Error(ErrorCode::usage, "--all: it has no use beside the name of a source");
    }
    CaptureOptions options = capture_options(context);
    options.wanted = chosen.wanted;
    options.only_due = chosen.due || (chosen.wanted.empty() && !chosen.all);
    if (chosen.allow_private) allow_private(options);
    return options;
}

ExitStatus run_capture(const Context& context, const Options& chosen) {
    const CaptureOptions options = options_of(context, chosen);
    if (options.wanted.empty() && options.configured.empty()) {
        context.note("no sources are configured: feedarc sources add URL adds one");
        return ExitStatus::ok;
    }
    IngestReport report(context, chosen.json, false, Work::capture);
    return run_reporting(context, report, [&](const IngestListener& listener) {
        return capture_pages(context.archive_location(), options, listener);
    });
}

}  // namespace

Action configure_capture(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_optional_arguments(options, "SOURCE", chosen->wanted,
                           "Names of configured sources, or URLs; none: all sources that are due");
    add_flag(options, "--all", chosen->all, "All configured sources, due or not");
    add_flag(options, "--due", chosen->due, "Of those that are named, only the ones that are due");
    add_flag(options, "--allow-private", chosen->allow_private,
             "Also from addresses of private networks and of this machine");
    add_flag(options, "--json", chosen->json, "One line of JSON for each page, then a summary");
    return [chosen](Context& context) { return run_capture(context, *chosen); };
}

}  // namespace feedarc::cli
