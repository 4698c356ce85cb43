#pragma once

#include "cli/context.hpp"
#include "cli/filter_options.hpp"
#include "cli/output_options.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace feedarc::cli {

/// `list --group`: the records of a filter, group by group.
struct GroupOptions {
    std::optional<std::string> by;  ///< `day`, `category` or `source`

    void add_to(CLI::App& app);
};

/// Prints the records with their groups: under a heading each for people, with a column `group` in
/// front for programs. Days are those (in UTC) of the time by which the list is sorted; categories
/// come as `categories` has them, sources by name. The limit is that of the whole. Returns how many
/// records there were. Throws Error(usage) for a sort that has no days.
std::int64_t list_by_group(const Context& context, Archive& archive, const GroupOptions& groups,
                           const OutputOptions& output, const Filter& filter);

/// Prints how many records each group has, of those that have some.
std::int64_t count_by_group(const Context& context, Archive& archive, const GroupOptions& groups,
                            const OutputOptions& output, const Filter& filter);

}  // namespace feedarc::cli
