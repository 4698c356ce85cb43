#pragma once

#include <feedarc/filter.hpp>

#include "cli/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace feedarc::cli {

/// Which records, as options say it.
struct FilterOptions {
    std::vector<std::string> categories;
    std::optional<std::string> source;
    std::optional<std::string> since, until;
    std::optional<std::string> first_seen_since, first_seen_until;
    std::optional<std::string> published_since, published_until;
    std::optional<std::string> sort;
    bool reverse = false;
    std::optional<std::int64_t> limit;
    std::optional<std::string> after;

    void add_to(CLI::App& app);

    /// Throws Error(usage) for a time that is none.
    [[nodiscard]] Filter filter(const Context& context) const;
};

/// Says on standard error which of the names in a filter that matched nothing are not in the
/// archive, and what may have been meant.
void explain_no_match(const Context& context, Archive& archive, const Filter& filter);

}  // namespace feedarc::cli
