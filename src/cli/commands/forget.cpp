#include "cli/commands/commands.hpp"
#include "cli/corrected_report.hpp"
#include "cli/options.hpp"

#include <memory>

namespace feedarc::cli {

Action configure_forget(CLI::App& options) {
    struct Options {
        std::string snapshot;
        bool json = false;
    };
    auto chosen = std::make_shared<Options>();
    add_argument(options, "SNAPSHOT", chosen->snapshot, "The number of a snapshot");
    add_json_option(options, chosen->json);
    return [chosen](Context& context) {
        const SnapshotId id = parse_id("SNAPSHOT", chosen->snapshot);
        return correct(context, chosen->json, "",
                       [&](Corrector& corrector) { return corrector.forget(id); });
    };
}

}  // namespace feedarc::cli
