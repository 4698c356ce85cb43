#pragma once

#include <feedarc/filter.hpp>

#include "cli/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace feedarc::cli {

/// Which records, as options say it.
struct FilterOptions {
    std::vector<std::string> categories;
    std::vector<std::string> category_from;
    std::optional<std::string> source;
    std::optional<std::string> since, until;
    std::optional<std::string> first_seen_since, first_seen_until;
    std::optional<std::string> published_since, published_until;
    std::optional<std::string> sort;
    bool present = false, gone = false, removed = false;
    std::optional<std::string> at;
    bool reverse = false;
    std::optional<std::int64_t> limit;
    std::optional<std::string> after;
    std::optional<std::string> search;

    void add_to(CLI::App& app);
    /// `--search`, for commands that look for nothing by themselves.
    void add_search_to(CLI::App& app);

    /// Throws Error(usage) for a time that is none, and for options that exclude each other.
    [[nodiscard]] Filter filter(const Context& context) const;
    /// `--at`; then the order is that of the pages. Throws Error(usage) beside another option that
    /// it has no use for.
    [[nodiscard]] std::optional<Time> as_of(const Context& context) const;

    /// Which of them were given, as `--source` and `blog`; of a flag the value is empty.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> given() const;

private:
    [[nodiscard]] std::optional<PresenceFilter> presence_filter() const;
};

/// Throws Error(not_found), with what may have been meant, for a source that the archive does not
/// have.
void require_source(Archive& archive, const std::string& name);

/// Says on standard error which of the names in a filter that matched nothing are not in the
/// archive, and what may have been meant.
void explain_no_match(const Context& context, Archive& archive, const Filter& filter);

}  // namespace feedarc::cli
