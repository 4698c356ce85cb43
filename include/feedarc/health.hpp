#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace feedarc {

/// How complete a snapshot is, judged by its neighbours in capture order. Only healthy ones prove
/// that something is gone. The names are stored.
enum class Health {
    healthy,
    partial,   ///< less than half of what its neighbours show
    empty,     ///< no entries
    blocked,   ///< something else stood in the page's place
    redesign,  ///< other entries in another form: the first snapshot after a change of the site
};

/// How a run of snapshots that show a record ended. The values are stored.
enum class RunEnd : std::uint8_t {
    present = 0,       ///< it did not
    removed = 1,       ///< its neighbours on both sides stayed
    scrolled_off = 2,  ///< with everything below it
    unknown = 3,
};

/// What can befall a record that stays on a page. The names are stored.
enum class Shift {
    bumped,  ///< from further down to the top
    moved,   ///< to another place among its neighbours
    pinned,  ///< stays at the top while newer entries come below it
};

[[nodiscard]] const char* to_string(Health health) noexcept;
[[nodiscard]] const char* to_string(RunEnd end) noexcept;
[[nodiscard]] const char* to_string(Shift shift) noexcept;
[[nodiscard]] std::optional<Health> health_from(std::string_view name) noexcept;
[[nodiscard]] std::optional<RunEnd> run_end_from(std::int64_t stored) noexcept;

}  // namespace feedarc
