#pragma once

#include <feedarc/source.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::app {

/// Gives sources names that no other has.
class SourceNames {
public:
    explicit SourceNames(const std::vector<ConfiguredSource>& taken);

    [[nodiscard]] bool is_taken(const std::string& name) const { return taken_.contains(name); }
    /// The first that is free of `title` (where there is one), the host of the URL, the host with
    /// the last word of the path, and the first of these that is not empty with `-2`, `-3`, ...
    /// behind it. It is taken then.
    [[nodiscard]] std::string take(std::string_view title, const std::string& url);

private:
    std::set<std::string> taken_;
};

}  // namespace feedarc::app
