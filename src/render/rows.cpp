#include "render/rows.hpp"

#include "base/edit_distance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace feedarc::render {
namespace {

std::size_t index_of(const std::vector<Column>& columns, std::string_view name,
                     std::string_view option) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const Column& column : columns) names.emplace_back(column.name);
    const auto meant = base::nearest(name, names);
    throw Error(
        ErrorCode::usage,
        meant ? fmt::format("{}: there is no field '{}'; did you mean '{}'?", option, name, *meant)
              : fmt::format("{}: there is no field '{}' (there are {})", option, name,
                            fmt::join(names, ", ")));
}

}  // namespace

std::vector<std::size_t> pick_columns(const std::vector<Column>& columns, std::string_view names,
                                      std::string_view option) {
    std::vector<std::size_t> picked;
    if (names.empty()) {
        picked.resize(columns.size());
        std::iota(picked.begin(), picked.end(), std::size_t{0});
        return picked;
    }
    for (;;) {
        const std::size_t comma = names.find(',');
        picked.push_back(index_of(columns, names.substr(0, comma), option));
        if (comma == std::string_view::npos) return picked;
        names.remove_prefix(comma + 1);
    }
}

}  // namespace feedarc::render
