#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/body_store.hpp>

#include "archive/sqlite/assignment_log.hpp"
#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/correction_log.hpp"
#include "archive/sqlite/derived_writer.hpp"
#include "archive/sqlite/fetch_log.hpp"
#include "archive/sqlite/log_writer.hpp"
#include "archive/sqlite/merging.hpp"
#include "archive/sqlite/presence_writer.hpp"
#include "archive/sqlite/rebuilding.hpp"
#include "archive/sqlite/statement.hpp"
#include "archive/sqlite/write_state.hpp"
#include "archive/sqlite/writer_lock.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace feedarc::sqlite {

/// The archive in one SQLite file. Reading is in reading.cpp, what pages showed in
/// page_reading.cpp, categories in category_reading.cpp, events in event_reading.cpp, prefixes in
/// prefix_reading.cpp, writing in write_batch.cpp, how bodies are kept in body_store.cpp.
class SqliteArchive final : public Archive {
public:
    SqliteArchive(const std::string& path, OpenMode mode, std::chrono::milliseconds wait);
    /// Of a private database of the newest version, which needs no lock.
    explicit SqliteArchive(Connection private_copy) : db_(std::move(private_copy)) {}
    ~SqliteArchive() override;

    void find(const Filter& filter, const std::function<bool(const Record&)>& visit) override;
    std::int64_t count(const Filter& filter) override;
    void find_at(Time at, const Filter& filter,
                 const std::function<bool(const Record&)>& visit) override;
    void events(const EventFilter& filter, const std::function<bool(const Event&)>& visit) override;
    std::optional<RecordDetail> record(RecordId id) override;
    std::vector<KeyBearer> bearers(std::span<const EvidenceKey> keys) override;
    std::vector<std::string> sources_with_texts(std::span<const TextKey> keys) override;
    std::vector<SourceText> text_bearers(std::string_view source, TextKey key,
                                         std::size_t most) override;
    void snapshots(const std::optional<std::string>& source,
                   const std::function<bool(const SnapshotInfo&)>& visit) override;
    std::optional<SnapshotInfo> snapshot(SnapshotId id) override;
    std::vector<ShownEntry> entries(SnapshotId id) override;
    std::optional<SnapshotId> snapshot_at(std::string_view source, std::string_view page_url,
                                          Time at) override;
    std::vector<WatchedPage> pages() override;
    std::vector<SourceInfo> sources() override;
    std::vector<CategoryInfo> categories(const std::optional<std::string>& source) override;
    void category_texts(const std::optional<std::string>& source,
                        const VisitCategoryText& visit) override;
    void category_texts(std::span<const RecordId> records, const VisitCategoryText& visit) override;
    Statistics statistics() override;
    Watch watch(std::string_view source) override;
    std::optional<std::chrono::seconds> recommended_interval(std::string_view source) override;
    std::optional<Time> host_not_before(std::string_view host) override;
    std::optional<RobotsFile> robots(std::string_view origin) override;
    std::optional<FetchedPage> fetched_page(std::string_view source,
                                            std::string_view page_url) override;
    std::optional<std::string> body(SnapshotId id) override;
    std::optional<StoredReading> reading(const Hash128& body, std::string_view url,
                                         std::string_view media_type, Form form,
                                         std::string_view rules) override;
    std::optional<std::string> body_bytes(const Hash128& body) override;
    bool has_body(const Hash128& body) override;
    bool was_pruned(const Hash128& body) override;
    std::optional<std::vector<Hash128>> body_hashes(std::size_t most) override;
    std::optional<Base> latest_body(std::string_view source, std::string_view page_url) override;
    std::optional<Base> similar_body(std::string_view source, std::string_view page_url,
                                     std::span<const Hash128> contents) override;
    std::optional<Entry> content(const Hash128& hash) override;
    std::vector<Revision> revisions(RecordId record) override;
    std::vector<Place> volatile_places(RecordId record) override;
    bool stood_together(RecordId one, RecordId other) override;
    std::vector<Correction> corrections() override;
    std::unique_ptr<BodyWalk> walk_bodies() override;
    std::unique_ptr<SnapshotWalk> walk_snapshots(const SnapshotFilter& filter) override;
    BodyStore& body_store() override;
    std::unique_ptr<WriteBatch> begin(std::chrono::milliseconds wait) override;

    [[nodiscard]] sqlite3& database() { return *db_; }

private:
    class Batch;
    class Store;

    // Made by the first write, so that a reader prepares none of their statements.
    struct Writers {
        Writers(sqlite3& db, Bodies& bodies)
            : log(db, bodies, state), derived(db, state), presence(db, state), fetches(db) {}
        WriteState state;
        LogWriter log;
        DerivedWriter derived;
        PresenceWriter presence;
        FetchLog fetches;
        std::optional<Rebuilding> rebuilding;
        std::optional<Merging> merging;
        std::optional<AssignmentLog> assignments;
    };

    void search(const Filter& filter, const std::function<bool(const Record&)>& visit);
    void read_urls(Record& record);
    void read_state(SourceInfo& source);
    Bodies& bodies();

    std::string path_;
    std::optional<WriterLock> lock_;  // none for a reader and for a private copy
    Connection db_;
    bool failed_ = false;  // in writing: what it remembers may not be what the disk has
    std::optional<Bodies> bodies_;
    std::unique_ptr<Writers> writers_;
    std::unique_ptr<BodyStore> store_;
    std::optional<Statement> urls_, reading_, similar_body_, revisions_, volatile_places_,
        stood_together_, text_bearers_;
};

}  // namespace feedarc::sqlite
