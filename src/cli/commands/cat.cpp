#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/options.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::string snapshot;
    bool raw = false;
};

ExitStatus cat(const Context& context, const Options& chosen) {
    const SnapshotId id = parse_id("SNAPSHOT", chosen.snapshot);
    if (context.session.terminal.out && !chosen.raw) {
        throw Error(ErrorCode::usage,
                    "the bytes of a page can take over a terminal: write them to a file or a pipe, "
                    "or give --raw");
    }
    const auto body = context.open_archive()->body(id);
    if (!body) throw Error(ErrorCode::not_found, fmt::format("there is no snapshot {}", id));
    context.session.out << *body;
    return ExitStatus::ok;
}

}  // namespace

Action configure_cat(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "SNAPSHOT", chosen->snapshot, "The number of a snapshot");
    add_flag(options, "--raw", chosen->raw, "Even to a terminal");
    return [chosen](Context& context) { return cat(context, *chosen); };
}

}  // namespace feedarc::cli
