#include <feedarc/error.hpp>

#include "archive/sqlite/age_list.hpp"
#include "archive/sqlite/body_walk.hpp"
#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/content_list.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <utility>

namespace feedarc::sqlite {
namespace {

// Rows to remember between batches: some 100 bytes each.
constexpr std::size_t kMostRemembered = 1'000'000;

}  // namespace

class SqliteArchive::Batch final : public WriteBatch {
public:
    Batch(SqliteArchive& archive, std::chrono::milliseconds wait) : archive_(archive) {
        // After a failed write nobody knows what the disk has: a new connection reads it anew.
        if (archive.failed_) {
            throw Error(ErrorCode::io, fmt::format("{}: writing to it failed before; run it again",
                                                   archive.path_));
        }
        if (archive.lock_) {
            held_.emplace(*archive.lock_, wait);
            check_not_moved(*archive.db_, archive.path_);
        }
        execute(*archive.db_, "BEGIN IMMEDIATE");
        open_ = true;
        try {
            if (!archive.writers_) {
                archive.writers_ = std::make_unique<Writers>(*archive.db_, archive.bodies());
            }
            WriteState& state = archive.writers_->state;
            const std::int64_t version = integer_of(*archive.db_, "PRAGMA data_version");
            if (version != state.data_version || state.size() > kMostRemembered) state.clear();
            state.data_version = version;
            if (archive.writers_->assignments) archive.writers_->assignments->begin();
        } catch (...) {
            roll_back();
            throw;
        }
    }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    ~Batch() override { roll_back(); }

    SourceId source(std::string_view name, std::string_view url) override {
        return log().source(name, url);
    }

    void set_rules(SourceId source, std::string_view rules) override {
        log().set_rules(source, rules);
    }

    void set_category(SourceId source, std::string_view category) override {
        log().set_category(source, category);
    }

    std::optional<CaptureOrder> latest(SourceId source) override {
        Statement statement(
            *archive_.db_,
            "SELECT n.captured_at, max(b.hash) FROM snapshots n INDEXED BY snapshots_by_time "
            "CROSS JOIN bodies b ON b.id = n.body WHERE n.source = ?1 AND n.captured_at = "
            "(SELECT max(captured_at) FROM snapshots WHERE source = ?1)");
        Statement::Run run(statement, source);
        if (!run.next() || run.is_null(0)) return std::nullopt;
        return CaptureOrder{time_of(run.integer(0)), run.hash(1)};
    }

    Added add(SourceId source, const PreparedSnapshot& snapshot) override {
        return log().add(source, snapshot);
    }

    std::optional<Assigned> assigned(SourceId source, ContentId content) override {
        return derived().assigned(source, content);
    }
    RecordIndex& records(SourceId source) override { return derived().records(source); }
    RecordId new_record(SourceId source, const Content& first, ContentId content) override {
        return derived().new_record(source, first, content);
    }
    void assign(SourceId source, ContentId content, RecordId record,
                const Joined& joined) override {
        derived().assign(source, content, record, joined);
    }
    void claim(SourceId source, const EvidenceKey& key, RecordId record,
               ContentId content) override {
        derived().claim(source, key, record, content);
    }
    void spoil(SourceId source, const EvidenceKey& key, ContentId content) override {
        derived().spoil(source, key, content);
    }
    void add_text_key(SourceId source, TextKey key, ContentId content) override {
        derived().add_text_key(source, key, content);
    }
    RecordId join(SourceId source, RecordId one, RecordId other) override {
        return derived().join(source, one, other);
    }
    void sight(SourceId source, ContentId content, Time at, std::int64_t position) override {
        derived().sight(source, content, at, position);
    }

    void set_age(SourceId source, ContentId content, const AgeSighting& age) override {
        derived().set_age(source, content, age);
    }

    void walk(SourceId source, const VisitSnapshot& visit) override {
        Statement snapshots(
            *archive_.db_,
            "SELECT n.id, n.captured_at, b.hash, p.entries, p.contents, p.ages FROM snapshots n "
            "JOIN bodies b ON b.id = n.body JOIN pages p ON p.id = n.page "
            "WHERE n.source = ? ORDER BY n.captured_at, b.hash, n.page_url");
        Statement::Run snapshot(snapshots, source);
        while (snapshot.next()) {
            const StoredPage page =
                read_stored_page(snapshot.integer(3), snapshot.text(4), snapshot.text(5));
            visit(snapshot.integer(0), CaptureOrder{time_of(snapshot.integer(1)), snapshot.hash(2)},
                  page.contents, page.ages);
        }
    }

    Entry entry(ContentId id) override { return derived().entry(id); }
    std::vector<RecordId> replace_derived(SourceId source, const DerivedSource& result) override {
        return derived().replace(source, result);
    }
    std::vector<RecordId> touched() override { return derived().touched(); }
    std::vector<Revision> revisions(RecordId record) override {
        return derived().revisions(record);
    }
    void set_best(RecordId record, const BestFields& best) override {
        derived().set_best(record, best);
    }
    VariationStore& variations() override { return derived().variations(); }

    std::vector<Correction> corrections(std::optional<SourceId> source) override {
        return read_corrections(*archive_.db_, source);
    }
    std::vector<Correction> snapshot_corrections() override {
        return read_snapshot_corrections(*archive_.db_);
    }
    Correction add_correction(Correction correction, Time made_at) override {
        return correction_log().add(std::move(correction), made_at);
    }
    void set_contents(const Correction& correction) override {
        correction_log().set_contents(correction);
    }
    std::vector<ContentRef> content_refs(RecordId record) override {
        derived().flush();
        return correction_log().content_refs(record);
    }
    std::optional<ContentRef> content_at(SnapshotId snapshot, std::int64_t position) override {
        return correction_log().content_at(snapshot, position);
    }
    std::optional<PlacedSnapshot> placed(SnapshotId snapshot) override {
        return correction_log().placed(snapshot);
    }
    std::optional<PlacedSnapshot> placed(const SnapshotRef& ingested) override {
        return correction_log().placed(ingested);
    }
    void place(std::span<const PlacedSnapshot> snapshots) override {
        correction_log().place(snapshots);
    }

    std::vector<RecordState> record_states(SourceId source) override {
        return derived().states(source);
    }
    std::optional<RecordId> current_id(RecordId record) override {
        Statement find(*archive_.db_,
                       "SELECT id FROM records WHERE id = coalesce((SELECT record FROM "
                       "record_aliases WHERE id = ?1), ?1)");
        Statement::Run run(find, record);
        if (!run.next()) return std::nullopt;
        return run.integer(0);
    }
    void begin_rebuild() override { rebuilding().begin(); }
    void note_reading(SnapshotId snapshot, const ParsedPage& page) override {
        rebuilding().note(snapshot, page);
    }
    std::unique_ptr<BodyWalk> walk_unread() override {
        return std::make_unique<StoredBodyWalk>(*archive_.db_, archive_.bodies(), true);
    }
    void apply_rebuild(const std::function<void(const RereadSnapshot&)>& visit) override {
        rebuilding().apply(visit);
    }
    void refresh_fingerprints(const std::function<Fingerprint(const Entry&)>& compute) override {
        rebuilding().refresh_fingerprints(compute);
    }
    void end_rebuild() override {
        derived().flush();
        rebuilding().end();
        archive_.writers_->state.clear();
    }
    Hash128 content_hash_of(ContentId content) override {
        return derived().hash_of_content(content);
    }
    PresenceStore& presence() override { return archive_.writers_->presence; }
    AssignmentStore& assignments() override {
        derived().flush();
        auto& assignments = archive_.writers_->assignments;
        if (!assignments) assignments.emplace(*archive_.db_, archive_.writers_->state);
        return *assignments;
    }
    FetchStore& fetches() override { return archive_.writers_->fetches; }
    MergeStore& merging() override {
        auto& merging = archive_.writers_->merging;
        if (!merging) merging.emplace(*archive_.db_, log(), archive_.writers_->state);
        return *merging;
    }

    void commit() override {
        derived().flush();
        log().index_contents();
        committing_ = true;
        execute(*archive_.db_, "COMMIT");
        open_ = false;
        held_.reset();
    }

private:
    LogWriter& log() { return archive_.writers_->log; }
    DerivedWriter& derived() { return archive_.writers_->derived; }
    CorrectionLog correction_log() { return CorrectionLog(*archive_.db_); }
    Rebuilding& rebuilding() {
        auto& rebuilding = archive_.writers_->rebuilding;
        if (!rebuilding) rebuilding.emplace(*archive_.db_, log());
        return *rebuilding;
    }

    void roll_back() noexcept {
        if (!open_) return;
        open_ = false;
        // SQLite itself ends a transaction where the disk is full or fails.
        const bool ended = sqlite3_get_autocommit(archive_.db_.get()) != 0;
        archive_.failed_ = archive_.failed_ || committing_ || ended;
        sqlite3_exec(archive_.db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        if (!archive_.writers_) return;
        archive_.writers_->state.clear();
    }

    SqliteArchive& archive_;
    std::optional<WriterLock::Held> held_;
    bool open_ = false;
    bool committing_ = false;
};

std::unique_ptr<WriteBatch> SqliteArchive::begin(std::chrono::milliseconds wait) {
    return std::make_unique<Batch>(*this, wait);
}

}  // namespace feedarc::sqlite
