#include "cli/care_options.hpp"

#include "cli/configuration.hpp"
#include "cli/options.hpp"

#include <algorithm>

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

const std::atomic<int>* stop_of(const Context& context) {
    const auto* const interruption = context.session.interruption;
    return interruption != nullptr ? &interruption->signal : nullptr;
}

void suggest_source(const Context& context, const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const SourceInfo& source : context.open_archive()->sources()) known.push_back(source.name);
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) == known.end()) no_such_source(name, known);
    }
}

}  // namespace feedarc::cli
