#pragma once

#include <feedarc/archive_log.hpp>
#include <feedarc/fetch.hpp>

#include "archive/sqlite/placed_event.hpp"
#include "archive/sqlite/statement.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace feedarc::sqlite {

/// Writes what capturing keeps.
class FetchLog final : public FetchStore {
public:
    explicit FetchLog(sqlite3& db);

    void add(SourceId source, const FetchEvent& event) override;
    void set_watch(SourceId source, const Watch& watch) override;
    void set_robots(std::string_view origin, const RobotsFile& robots) override;
    void set_host(std::string_view host, Time not_before) override;

private:
    Statement insert_fetch_, set_watch_, set_robots_, set_host_;
};

/// The watch of a source by its name.
[[nodiscard]] Watch read_watch(sqlite3& db, std::string_view source);

/// The fetches of a source that brought no snapshot, by its name. Throws Error(archive) where a row
/// is not as it was written.
[[nodiscard]] std::vector<LoggedFetch> logged_fetches(sqlite3& db, std::string_view source);

/// The failed fetches of a span of time, as events in the order of time.
[[nodiscard]] std::vector<PlacedEvent> fetch_events(sqlite3& db, std::optional<Time> since,
                                                    std::optional<Time> until);

}  // namespace feedarc::sqlite
