#pragma once

#include <feedarc/archive_log.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/logged_snapshots.hpp"
#include "archive/sqlite/statement.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

namespace feedarc::sqlite {

/// The bytes of bodies in whatever order they are asked for, each unpacked about once where those
/// that are packed with one another are asked for near one another.
class UnpackedBodies {
public:
    explicit UnpackedBodies(sqlite3& db);

    [[nodiscard]] std::shared_ptr<const std::string> bytes(BodyId body);

private:
    using Bytes = std::shared_ptr<const std::string>;
    using Held = std::list<std::pair<BodyId, Bytes>>;

    [[nodiscard]] Bytes find(BodyId body);
    void hold(BodyId body, Bytes bytes);

    Bodies bodies_;
    Statement base_;
    Held held_;  ///< lately used first
    std::unordered_map<BodyId, Held::iterator> by_body_;
    std::size_t held_bytes_ = 0;
};

/// The log of an archive in an SQLite file, in one read transaction.
class SqliteLog final : public ArchiveLog {
public:
    explicit SqliteLog(const std::string& path);

    std::vector<LoggedSource> sources() override;
    std::vector<Correction> corrections() override;
    void assignments(const std::function<void(const CategoryAssignment&)>& visit) override;
    std::int64_t count_snapshots() override {
        return integer_of(*db_, "SELECT count(*) FROM snapshots");
    }
    std::vector<LoggedKey> keys(std::string_view source) override;
    LoggedSnapshot snapshot(SnapshotId id) override { return snapshots_.read(id); }
    LoggedPage page(std::int64_t page) override;
    LoggedContent content(ContentId content) override;
    std::optional<Hash128> base_of(const Hash128& body) override;
    LoggedBody body(const Hash128& body) override;
    std::vector<LoggedFetch> fetches(std::string_view source) override;
    std::optional<Watch> watch(std::string_view source) override;
    void hosts(const std::function<void(std::string_view, Time)>& visit) override;
    void robots(const std::function<void(std::string_view, const RobotsFile&)>& visit) override;

private:
    Connection db_;
    LoggedSnapshots snapshots_;
    UnpackedBodies unpacked_;
    Statement page_, content_, base_of_, frame_;
};

}  // namespace feedarc::sqlite
