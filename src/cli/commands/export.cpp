#include <feedarc/error.hpp>

#include "base/atomic_file.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exports/exports.hpp"
#include "cli/options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <unistd.h>

namespace feedarc::cli {
namespace {

struct Options {
    std::optional<std::string> format, out, source, since, until;
    bool warc = false;
    bool gzip = false;
};

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const ExportFormat& format : kExportFormats) names.emplace_back(format.name);
    return names;
}

const ExportFormat& chosen_format(const Options& chosen) {
    if (chosen.warc && chosen.format && *chosen.format != "warc") {
        throw Error(ErrorCode::usage, "--warc, --format: only one of them");
    }
    const std::string name = chosen.warc ? "warc" : chosen.format.value_or("");
    const auto* const found =
        std::find_if(kExportFormats.begin(), kExportFormats.end(),
                     [&](const ExportFormat& format) { return name == format.name; });
    if (found == kExportFormats.end()) {
        throw Error(ErrorCode::usage,
                    fmt::format("--format: say which ({})", fmt::join(format_names(), ", ")));
    }
    return *found;
}

ExportRequest request_of(const Context& context, const Options& chosen) {
    ExportRequest request;
    request.source = chosen.source;
    if (chosen.since) request.since = context.time_of("--since", *chosen.since);
    if (chosen.until) request.until = context.time_of("--until", *chosen.until, true);
    request.gzip = chosen.gzip || (chosen.out && chosen.out->ends_with(".gz"));
    return request;
}

void export_to_file(const Context& context, const std::string& path, const ExportFormat& format,
                    const ExportRequest& request) {
    const auto archive = context.open_archive();
    // Of an export that was killed.
    for (const std::string& left : base::left_behind(base::resolve_links(path))) {
        ::unlink(left.c_str());
    }
    base::AtomicFile file(path);
    format.write(context, *archive, request,
                 [&file](std::string_view bytes) { file.write(bytes); });
    file.finish();
}

ExitStatus run_export(const Context& context, const Options& chosen) {
    const ExportFormat& format = chosen_format(chosen);
    const ExportRequest request = request_of(context, chosen);
    const DeferredInterruption deferred(context.session.interruption);
    if (chosen.out) {
        if (chosen.out->empty()) throw Error(ErrorCode::usage, "--out: the path is empty");
        export_to_file(context, *chosen.out, format, request);
        return ExitStatus::ok;
    }
    if (context.session.terminal.out && (!format.for_terminals || request.gzip)) {
        throw Error(ErrorCode::usage,
                    fmt::format("{} is nothing for a terminal: give --out FILE, or write it to a "
                                "file or a pipe",
                                format.name));
    }
    std::ostream& out = context.session.out;
    format.write(context, *context.open_archive(), request, [&out](std::string_view bytes) {
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    });
    return ExitStatus::ok;
}

}  // namespace

Action configure_export(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_choice(options, "--format", chosen->format, format_names(), "What to write");
    add_flag(options, "--warc", chosen->warc, "The same as --format warc");
    add_text(options, "--out", chosen->out, "FILE",
             "Write to this file, which is replaced once all is written (standard output)");
    add_flag(options, "--gzip", chosen->gzip, "Pack it (where the name of the file ends in .gz)");
    add_text(options, "--source", chosen->source, "NAME", "Only this source");
    add_text(options, "--since", chosen->since, "TIME", "Captured at this time or later");
    add_text(options, "--until", chosen->until, "TIME",
             "Captured at this time or earlier (a date: all of that day)");
    return [chosen](Context& context) { return run_export(context, *chosen); };
}

}  // namespace feedarc::cli
