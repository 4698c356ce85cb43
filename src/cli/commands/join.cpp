#include "cli/commands/commands.hpp"
#include "cli/corrected_report.hpp"
#include "cli/options.hpp"

#include <memory>

namespace feedarc::cli {

Action configure_join(CLI::App& options) {
    struct Options {
        std::string one, other;
        bool json = false;
    };
    auto chosen = std::make_shared<Options>();
    add_argument(options, "ID", chosen->one, "The number of a record");
    add_argument(options, "OTHER", chosen->other, "The number of the other one");
    add_json_option(options, chosen->json);
    return [chosen](Context& context) {
        const RecordId one = parse_id("ID", chosen->one);
        const RecordId other = parse_id("OTHER", chosen->other);
        return correct(context, chosen->json, "",
                       [&](Corrector& corrector) { return corrector.join(one, other); });
    };
}

}  // namespace feedarc::cli
