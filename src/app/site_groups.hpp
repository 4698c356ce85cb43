#pragma once

#include "render/site/pages.hpp"
#include "render/site/search_index.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace feedarc::app {

/// Puts the records of a site on the pages of groups: of each group the oldest fifty are page 1,
/// the next fifty page 2, and so on, so that a new record changes the last pages alone. A page is
/// written as soon as nothing can change it any more.
class SiteGroups {
public:
    SiteGroups(const render::site::Site& site, const render::site::FileSink& sink)
        : site_(site), sink_(sink) {}

    /// Records come in the order in which they were seen first. Of `group` the key says which it
    /// is; what it is called counts the first time.
    void add(const render::site::Group& group, const render::site::Row& row);
    /// The last call: the newest page of each group, and the pages that list the groups.
    void finish();

    static constexpr std::size_t kRows = 50;

private:
    struct Open {
        render::site::Group group;
        std::vector<render::site::Row> rows;  // those that are on no page yet
        std::int64_t written = 0;             // pages
    };
    using Key = std::pair<render::site::GroupKind, std::string>;

    void write_full_page(Open& open);
    void write_newest(Open& open);
    void write_page(const Open& open, const std::string& path, std::size_t rows,
                    const std::optional<std::string>& newer) const;
    void write_overview(render::site::GroupKind kind,
                        std::vector<render::site::Group> groups) const;

    const render::site::Site& site_;
    const render::site::FileSink& sink_;
    std::map<Key, Open> open_;
    std::vector<render::site::Group> days_;  // that are over
};

}  // namespace feedarc::app
