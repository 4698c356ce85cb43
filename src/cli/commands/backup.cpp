#include <feedarc/archive_copy.hpp>

#include "base/free_space.hpp"
#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
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
    std::string file;
    bool json = false;
};

std::string json_text(const std::string& file, const ArchiveCopy& copy) {
    return render::JsonObject()
        .add("type", std::string_view("backup"))
        .add("file", std::string_view(file))
        .add("bytes", copy.bytes)
        .add("schema_version", std::int64_t{copy.version})
        .add("snapshots", copy.snapshots)
        .add("bodies", copy.bodies)
        .add("records", copy.records)
        .text();
}

ExitStatus run_backup(const Context& context, const Options& chosen) {
    constexpr std::size_t kMebibyte = 1U << 20U;
    Progress progress(context.session.err, context.session.terminal.err && !context.options.quiet,
                      context.session.terminal.width);
    CopyOptions options;
    options.stop = stop_of(context);
    options.progress = [&](std::size_t done, std::size_t total) {
        progress.update(done / kMebibyte, total / kMebibyte, "MiB");
    };
    const DeferredInterruption deferred(context.session.interruption);
    const ArchiveCopy copy = copy_archive(context.archive_location(), chosen.file, options);
    progress.clear();
    if (chosen.json) context.session.out << json_text(chosen.file, copy) + '\n';
    if (!context.options.quiet && (!chosen.json || context.options.verbose)) {
        context.tell(fmt::format("{}: {}, {} snapshots, {} records; verified", chosen.file,
                                 base::rough_size(static_cast<std::uint64_t>(copy.bytes)),
                                 copy.snapshots, copy.records));
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_backup(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "FILE", chosen->file,
                 "The copy: a new file, or an earlier copy, which is replaced");
    add_flag(options, "--json", chosen->json, "Print what was copied as a JSON object");
    return [chosen](Context& context) { return run_backup(context, *chosen); };
}

}  // namespace feedarc::cli
