#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/capture.hpp>

#include "app/category_rules.hpp"
#include "app/look_ups.hpp"
#include "app/packer.hpp"
#include "app/page_fetcher.hpp"
#include "app/prepare.hpp"
#include "base/thread_pool.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace feedarc::app {

/// The archive of a run of captures: what it knows, and what is stored in it, one transaction a
/// page. May be used by several threads at once. Throws Error(busy), Error(archive) and Error(io).
class CaptureStore {
public:
    CaptureStore(const std::string& location, const CaptureOptions& options,
                 const IngestListener& listener);

    /// Whether a source may be captured now.
    [[nodiscard]] bool is_due(const ConfiguredSource& source, Time now);
    [[nodiscard]] std::optional<Time> host_not_before(const std::string& host);
    [[nodiscard]] FetchMemory memory_of(const ConfiguredSource& source);

    /// What a page brought, stored.
    struct Stored {
        IngestedSnapshot report;
        std::vector<Event> events;  ///< of the snapshot, where hooks want them
    };
    /// Stores what came of asking for a page, and tells the listener. `first`: it is the page of
    /// the source itself, which says whether watching it goes well.
    Stored store(const ConfiguredSource& source, PageAnswer answer, bool first);

    /// Tells the listener of a source that is not asked for.
    void defer(const ConfiguredSource& source, Time until);
    /// Stores that a source could not be asked for, and tells the listener.
    void fail(const ConfiguredSource& source, Time at, const Error& error);
    void remark(const std::string& text);
    void update(const IngestProgress& progress);
    /// Tells the listener what went wrong beside a snapshot.
    void complain(const std::string& text);
    [[nodiscard]] std::optional<Record> record(RecordId id);
    [[nodiscard]] IngestSummary finish();

private:
    [[nodiscard]] Watch watch_after(const ConfiguredSource& source, const PageAnswer& answer);
    void keep(WriteBatch& batch, const ConfiguredSource& source, const PageAnswer& answer,
              const Watch& watch, bool first);
    IngestedSnapshot store_page(const ConfiguredSource& source, PageAnswer& answer, bool first);
    IngestedSnapshot store_event(const ConfiguredSource& source, const PageAnswer& answer,
                                 bool first);
    void tell(const IngestedSnapshot& report);

    const CaptureOptions& options_;
    const IngestListener& listener_;
    IngestOptions ingest_options_;
    std::unique_ptr<Archive> archive_;  // used under the mutex
    LookUps look_ups_;
    base::ThreadPool pool_;
    Preparer preparer_;
    CategoryRules rules_;  // used under the mutex
    std::mutex mutex_;
    IngestSummary summary_;
};

}  // namespace feedarc::app
