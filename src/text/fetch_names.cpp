#include <feedarc/fetch.hpp>

#include <array>
#include <utility>

namespace feedarc {
namespace {

constexpr std::array kNames{
    std::pair{FetchOutcome::failed, "failed"},
    std::pair{FetchOutcome::refused, "refused"},
    std::pair{FetchOutcome::deferred, "deferred"},
};

}  // namespace

const char* to_string(FetchOutcome outcome) noexcept {
    for (const auto& [value, name] : kNames) {
        if (value == outcome) return name;
    }
    return "";
}

std::optional<FetchOutcome> fetch_outcome_from(std::string_view name) noexcept {
    for (const auto& [value, known] : kNames) {
        if (name == known) return value;
    }
    return std::nullopt;
}

}  // namespace feedarc
