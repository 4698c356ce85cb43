#include "cli/care_options.hpp"

#include "cli/filter_options.hpp"
#include "cli/options.hpp"

namespace feedarc::cli {

void add_jobs(CLI::App& options, std::optional<std::int64_t>& target,
              const std::string& description) {
    constexpr std::int64_t kMostJobs = 1024;
    add_number(options, "--jobs", target, {1, kMostJobs}, "N", description);
}

Shrink shrink_of(bool shrink, bool no_shrink) {
    if (shrink && no_shrink) {
        throw Error(ErrorCode::usage, "--shrink and --no-shrink contradict each other");
    }
    if (shrink) return Shrink::always;
    return no_shrink ? Shrink::never : Shrink::when_worth_it;
}

void suggest_source(const Context& context, const std::vector<std::string>& names) {
    const auto archive = context.open_archive();
    for (const std::string& name : names) require_source(*archive, name);
}

}  // namespace feedarc::cli
