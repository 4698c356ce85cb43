#include <feedarc/event.hpp>

#include <array>
#include <utility>

namespace feedarc {
namespace {

constexpr std::array kNames{
    std::pair{EventKind::appeared, "appeared"},
    std::pair{EventKind::returned, "returned"},
    std::pair{EventKind::revised, "revised"},
    std::pair{EventKind::bumped, "bumped"},
    std::pair{EventKind::moved, "moved"},
    std::pair{EventKind::pinned, "pinned"},
    std::pair{EventKind::scrolled_off, "scrolled-off"},
    std::pair{EventKind::removed, "removed"},
    std::pair{EventKind::gone, "gone"},
    std::pair{EventKind::missed_entries, "missed-entries"},
    std::pair{EventKind::unhealthy, "unhealthy"},
    std::pair{EventKind::redesign, "redesign"},
    std::pair{EventKind::fetch_failed, "fetch-failed"},
    std::pair{EventKind::corrected, "corrected"},
};

}  // namespace

const char* to_string(EventKind kind) noexcept {
    for (const auto& [value, name] : kNames) {
        if (value == kind) return name;
    }
    return "";
}

std::optional<EventKind> event_kind_from(std::string_view name) noexcept {
    for (const auto& [value, known] : kNames) {
        if (name == known) return value;
    }
    return std::nullopt;
}

std::vector<std::string> event_kind_names() {
    std::vector<std::string> names;
    names.reserve(kNames.size());
    for (const auto& row : kNames) names.emplace_back(row.second);
    return names;
}

}  // namespace feedarc
