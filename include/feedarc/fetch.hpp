#pragma once

#include <feedarc/hash.hpp>
#include <feedarc/ids.hpp>
#include <feedarc/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc {

/// How a page was got that is a snapshot now.
struct Provenance {
    int status = 0;         ///< of HTTP: 200, or 304 for a page that did not change
    std::string headers{};  ///< those of the response that matter, a line `name: value` for each
    /// Whether the server said where the page ends. Else it may be cut, and what it does not show
    /// may still be there.
    bool end_known = true;
};

/// What became of a fetch that brought no snapshot. The names are stored.
enum class FetchOutcome {
    failed,
    refused,   ///< over a limit
    deferred,  ///< the server asks to come back later
};

[[nodiscard]] const char* to_string(FetchOutcome outcome) noexcept;
[[nodiscard]] std::optional<FetchOutcome> fetch_outcome_from(std::string_view name) noexcept;

/// A fetch that brought no snapshot.
struct FetchEvent {
    Time at{};
    std::string url;
    FetchOutcome outcome{};
    std::string reason;         ///< a stable word: `timeout`, `status`, ... (docs/capture.md)
    std::optional<int> status;  ///< of HTTP, where there was an answer
    std::string detail;         ///< in words for a person
};

/// Where the watching of a source stands.
struct Watch {
    std::optional<Time> tried_at;            ///< when it was captured last, or this was tried
    int failures = 0;                        ///< in a row, until now
    std::optional<Time> not_before;          ///< the server asked to wait until then
    std::optional<FetchEvent> last_failure;  ///< that nothing better came after
};

/// A robots.txt as it was fetched.
struct RobotsFile {
    Time fetched_at{};
    int status = 0;
    std::string text;
};

/// The last page that came whole from a URL, to ask whether it changed since.
struct FetchedPage {
    SnapshotId snapshot = 0;
    Hash128 body;
    std::string url;  ///< that it came from in the end
    std::string media_type;
    std::string headers;  ///< as Provenance has them
};

/// What capturing keeps, within a write transaction.
class FetchStore {
public:
    FetchStore() = default;
    FetchStore(const FetchStore&) = delete;
    FetchStore& operator=(const FetchStore&) = delete;
    virtual ~FetchStore() = default;

    virtual void add(SourceId source, const FetchEvent& event) = 0;
    /// Its last failure is not stored: it follows from the events.
    virtual void set_watch(SourceId source, const Watch& watch) = 0;
    virtual void set_robots(std::string_view origin, const RobotsFile& robots) = 0;
    virtual void set_host(std::string_view host, Time not_before) = 0;
};

}  // namespace feedarc
