#include "cli/commands/commands.hpp"
#include "cli/output_options.hpp"
#include "render/item.hpp"

#include <memory>

namespace feedarc::cli {
namespace {

using render::Member;
using render::Value;
using render::value_or_null;

// Nothing without a divisor.
Value ratio(std::int64_t amount, std::int64_t divisor) {
    if (divisor == 0) return {};
    return static_cast<double>(amount) / static_cast<double>(divisor);
}

std::vector<Member> members_of(const Statistics& statistics) {
    return {
        {"sources", statistics.sources},
        {"snapshots", statistics.snapshots},
        {"pruned", statistics.pruned},
        {"bodies", statistics.bodies},
        {"records", statistics.records},
        {"revisions", statistics.revisions},
        {"sightings", statistics.sightings},
        {"sightings_per_record", ratio(statistics.sightings, statistics.records)},
        {"body_bytes", statistics.body_bytes},
        {"stored_bytes", statistics.stored_bytes},
        {"archive_bytes", statistics.archive_bytes},
        {"compression", ratio(statistics.body_bytes, statistics.stored_bytes)},
        {"first_captured", value_or_null(statistics.first_captured)},
        {"last_captured", value_or_null(statistics.last_captured)},
    };
}

}  // namespace

Action configure_stats(CLI::App& options) {
    auto output = std::make_shared<OutputOptions>();
    output->add_to(options, false);
    return [output](Context& context) {
        const auto archive = context.open_archive();
        render::write_members(members_of(archive->statistics()), output->chosen_format(context),
                              output->style(context), context.session.out);
        return ExitStatus::ok;
    };
}

}  // namespace feedarc::cli
