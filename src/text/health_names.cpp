#include <feedarc/health.hpp>

#include <array>
#include <utility>

namespace feedarc {
namespace {

constexpr std::array kHealthNames{
    std::pair{Health::healthy, "healthy"},   std::pair{Health::partial, "partial"},
    std::pair{Health::empty, "empty"},       std::pair{Health::blocked, "blocked"},
    std::pair{Health::redesign, "redesign"},
};

}  // namespace

const char* to_string(Health health) noexcept {
    for (const auto& [value, name] : kHealthNames) {
        if (value == health) return name;
    }
    return "";
}

std::optional<Health> health_from(std::string_view name) noexcept {
    for (const auto& [value, known] : kHealthNames) {
        if (name == known) return value;
    }
    return std::nullopt;
}

const char* to_string(RunEnd end) noexcept {
    switch (end) {
        case RunEnd::present: return "present";
        case RunEnd::removed: return "removed";
        case RunEnd::scrolled_off: return "scrolled-off";
        case RunEnd::unknown: return "unknown";
    }
    return "";
}

std::optional<RunEnd> run_end_from(std::int64_t stored) noexcept {
    if (stored < 0 || stored > static_cast<std::int64_t>(RunEnd::unknown)) return std::nullopt;
    return static_cast<RunEnd>(stored);
}

const char* to_string(Shift shift) noexcept {
    switch (shift) {
        case Shift::bumped: return "bumped";
        case Shift::moved: return "moved";
        case Shift::pinned: return "pinned";
    }
    return "";
}

}  // namespace feedarc
