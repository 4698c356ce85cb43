#include "render/site/model.hpp"

#include "base/safe_file_name.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::render::site {
namespace {

std::string folder_of(GroupKind kind, std::string_view key) {
    const std::string name = base::safe_file_name(key);
    switch (kind) {
        case GroupKind::all: return "page/";
        case GroupKind::category: return fmt::format("category/{}/", name);
        case GroupKind::source: return fmt::format("source/{}/", name);
        case GroupKind::day: return fmt::format("day/{}/", name);
    }
    return {};
}

}  // namespace

std::string record_path(std::string_view uuid) {
    return fmt::format("record/{}.html", uuid);
}

std::string group_path(GroupKind kind, std::string_view key) {
    if (kind == GroupKind::all) return "index.html";
    return folder_of(kind, key) + "index.html";
}

std::string group_path(GroupKind kind, std::string_view key, std::int64_t number) {
    return fmt::format("{}{}.html", folder_of(kind, key), number);
}

std::string overview_path(GroupKind kind) {
    switch (kind) {
        case GroupKind::all: return "index.html";
        case GroupKind::category: return "categories.html";
        case GroupKind::source: return "sources.html";
        case GroupKind::day: return "days.html";
    }
    return {};
}

std::string link(std::string_view from, std::string_view to) {
    std::string path;
    for (auto slashes = std::count(from.begin(), from.end(), '/'); slashes > 0; --slashes) {
        path += "../";
    }
    return path.append(to);
}

}  // namespace feedarc::render::site
