#pragma once

#include <feedarc/error.hpp>
#include <feedarc/pack.hpp>

#include "cli/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace feedarc::cli {

// What `pack` and `prune` have in common.

void add_jobs(CLI::App& options, std::optional<std::int64_t>& target,
              const std::string& description);

/// Throws Error(usage) for both.
[[nodiscard]] Shrink shrink_of(bool shrink, bool no_shrink);

/// Throws Error(not_found) for one that is not in the archive, and says which may have been meant.
void suggest_source(const Context& context, const std::vector<std::string>& names);

/// Runs what throws Error(not_found) for a source that the archive does not have.
template <typename Run>
auto with_suggestion(const Context& context, const std::vector<std::string>& names, Run run) {
    try {
        return run();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::not_found) suggest_source(context, names);
        throw;
    }
}

}  // namespace feedarc::cli
