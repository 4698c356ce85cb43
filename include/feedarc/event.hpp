#pragma once

#include <feedarc/record.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

/// What can happen on a page, or to what is known of it.
enum class EventKind {
    appeared,        ///< a record stands on the page for the first time
    returned,        ///< it stands there again
    revised,         ///< it shows something else than before
    bumped,          ///< from further down to the top
    moved,           ///< to another place among its neighbours
    pinned,          ///< stays at the top while newer entries come below it
    scrolled_off,    ///< gone with everything below it
    removed,         ///< gone while its neighbours stayed
    gone,            ///< gone, and it cannot be said how
    missed_entries,  ///< the snapshot shares no entry with the one before
    unhealthy,       ///< the snapshot is partial, empty, blocked, or was refused
    redesign,
    fetch_failed,  ///< the page could not be had
    corrected,     ///< a person said something against the rules
};

/// The names that JSON and options use: `scrolled-off`, `missed-entries`, ...
[[nodiscard]] const char* to_string(EventKind kind) noexcept;
[[nodiscard]] std::optional<EventKind> event_kind_from(std::string_view name) noexcept;
[[nodiscard]] std::vector<std::string> event_kind_names();

struct Event {
    Time at{};  ///< when the snapshot that shows it was captured; when a correction was made
    EventKind kind{};
    std::string source;
    std::string page_url;
    std::optional<SnapshotId> snapshot;  ///< none of a fetch, a join, a split and an undo
    std::optional<RecordId> record;
    std::string title;  ///< of the record; of one without, its excerpt
    /// Of an unhealthy snapshot the verdict, or the limit that refused it; of a fetch what went
    /// wrong; of a correction its kind.
    std::string detail;
    std::string url{};      ///< of the record
    Hash128 record_uuid{};  ///< of the record; zeros without one
};

/// Which events. The default is all of them.
struct EventFilter {
    std::optional<std::string> source;
    std::optional<RecordId> record;
    std::vector<EventKind> kinds;         ///< any of these; empty: all
    std::vector<std::string> categories;  ///< of the record, as Filter has them; empty: all
    std::optional<Time> since, until;     ///< both inclusive
    std::optional<std::int64_t> limit;    ///< the latest so many
    bool reverse = false;                 ///< the latest first
};

}  // namespace feedarc
