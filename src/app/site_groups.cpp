#include "app/site_groups.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace feedarc::app {

using render::site::Group;
using render::site::group_path;
using render::site::GroupKind;
using render::site::Row;

void SiteGroups::add(const Group& group, const Row& row) {
    if (group.kind == GroupKind::day && (days_.empty() || days_.back().key != group.key)) {
        // A day that is over gets no more records.
        if (!days_.empty()) {
            auto last = open_.find({GroupKind::day, days_.back().key});
            write_newest(last->second);
            days_.back() = last->second.group;
            open_.erase(last);
        }
        days_.push_back(group);
    }
    auto [place, added] = open_.try_emplace(Key{group.kind, group.key});
    Open& open = place->second;
    if (added) open.group = group;
    ++open.group.records;
    open.rows.push_back(row);
    // Of the page behind it must be known whether it will have a number, too.
    if (open.rows.size() == 3 * kRows) write_full_page(open);
}

void SiteGroups::write_page(const Open& open, const std::string& path, std::size_t rows,
                            const std::optional<std::string>& newer) const {
    std::vector<Row> shown(open.rows.begin(),
                           open.rows.begin() + static_cast<std::ptrdiff_t>(rows));
    std::reverse(shown.begin(), shown.end());
    render::site::ListPage page{open.group, path, shown, newer, std::nullopt};
    if (open.written > 0) page.older = group_path(open.group.kind, open.group.key, open.written);
    sink_(path, render::site::list_page(site_, page));
}

void SiteGroups::write_full_page(Open& open) {
    const auto& [kind, key] = std::pair(open.group.kind, open.group.key);
    const bool last = open.rows.size() < 3 * kRows;
    write_page(open, group_path(kind, key, open.written + 1), kRows,
               last ? group_path(kind, key) : group_path(kind, key, open.written + 2));
    open.rows.erase(open.rows.begin(), open.rows.begin() + kRows);
    ++open.written;
}

void SiteGroups::write_newest(Open& open) {
    if (open.rows.size() >= 2 * kRows) write_full_page(open);
    write_page(open, group_path(open.group.kind, open.group.key), open.rows.size(), std::nullopt);
    open.rows.clear();
}

void SiteGroups::write_overview(GroupKind kind, std::vector<Group> groups) const {
    if (kind == GroupKind::day) {
        std::reverse(groups.begin(), groups.end());
    } else {
        std::stable_sort(groups.begin(), groups.end(),
                         [](const Group& a, const Group& b) { return a.records > b.records; });
    }
    sink_(render::site::overview_path(kind), render::site::overview_page(site_, kind, groups));
}

void SiteGroups::finish() {
    std::map<GroupKind, std::vector<Group>> groups;
    for (auto& [key, open] : open_) {
        write_newest(open);
        groups[key.first].push_back(open.group);
    }
    if (!days_.empty()) days_.back() = groups[GroupKind::day].back();
    groups[GroupKind::day] = days_;
    for (const GroupKind kind : {GroupKind::category, GroupKind::source, GroupKind::day}) {
        write_overview(kind, groups[kind]);
    }
    if (open_.empty()) {
        const Open none{{GroupKind::all, "", "", "", 0}, {}, 0};
        write_page(none, group_path(GroupKind::all, ""), 0, std::nullopt);
    }
}

}  // namespace feedarc::app
