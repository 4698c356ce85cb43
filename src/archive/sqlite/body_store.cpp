#include <feedarc/body_store.hpp>
#include <feedarc/error.hpp>

#include "archive/sqlite/body_repacking.hpp"
#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/file_use.hpp"
#include "archive/sqlite/read_transaction.hpp"
#include "archive/sqlite/sqlite_archive.hpp"
#include "archive/sqlite/stored_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <type_traits>

namespace feedarc::sqlite {
namespace {

// Each body with the snapshot that showed it first: the other columns are of the row with the
// least time.
std::string kept_bodies(std::string_view condition) {
    return fmt::format(
        "SELECT b.id, b.size, length(b.data), b.base, b.block, b.chain, n.source, "
        "min(n.captured_at) FROM bodies b CROSS JOIN snapshots n ON n.body = b.id "
        "WHERE {} AND {} GROUP BY b.id",
        condition, kIsKept);
}

KeptBody read_body(const Statement::Run& row) {
    KeptBody body;
    body.id = row.integer(0);
    body.size = static_cast<std::uint64_t>(row.integer(1));
    body.stored = static_cast<std::uint64_t>(row.integer(2));
    if (!row.is_null(3)) body.prefix.base = row.integer(3);
    if (!row.is_null(4)) body.prefix.block = row.integer(4);
    body.chain = static_cast<int>(row.integer(5));
    body.source = row.integer(6);
    body.first_captured = time_of(row.integer(7));
    return body;
}

template <typename... Values>
std::vector<KeptBody> read_bodies(Statement& statement, Values... values) {
    std::vector<KeptBody> bodies;
    {
        Statement::Run row(statement, values...);
        while (row.next()) bodies.push_back(read_body(row));
    }
    std::sort(bodies.begin(), bodies.end(), [](const KeptBody& a, const KeptBody& b) {
        return std::tie(a.first_captured, a.id) < std::tie(b.first_captured, b.id);
    });
    return bodies;
}

}  // namespace

class SqliteArchive::Store final : public BodyStore {
public:
    explicit Store(SqliteArchive& archive)
        : archive_(archive),
          db_(*archive.db_),
          loose_(db_, kept_bodies("b.block IS NULL")),
          members_(db_, kept_bodies("b.block = ?")),
          find_(db_, kept_bodies("b.id = ?")),
          packed_with_(db_, kept_bodies("b.block IS NULL AND b.base = ?")) {}

    std::vector<KeptBody> loose() override { return read_bodies(loose_); }

    std::vector<BodyBlock> blocks() override {
        Statement statement(db_,
                            "SELECT k.id, k.size, length(k.data), k.bodies, k.bytes, "
                            "count(b.id), (SELECT source FROM snapshots n WHERE n.body = b.id) "
                            "FROM blocks k CROSS JOIN bodies b ON b.block = k.id "
                            "AND b.data IS NOT NULL GROUP BY k.id");
        std::vector<BodyBlock> blocks;
        Statement::Run row(statement);
        while (row.next()) {
            BodyBlock& block = blocks.emplace_back();
            block.id = row.integer(0);
            block.size = static_cast<std::uint64_t>(row.integer(1));
            block.stored = static_cast<std::uint64_t>(row.integer(2));
            block.bodies = row.integer(3);
            block.bytes = static_cast<std::uint64_t>(row.integer(4));
            block.left = row.integer(5);
            block.source = row.integer(6);
        }
        return blocks;
    }

    std::vector<KeptBody> members(BlockId block) override { return read_bodies(members_, block); }

    std::optional<KeptBody> find(BodyId body) override {
        const auto found = read_bodies(find_, body);
        if (found.empty()) return std::nullopt;
        return found.front();
    }

    std::vector<KeptBody> packed_with(BodyId base) override {
        return read_bodies(packed_with_, base);
    }

    std::optional<std::string> bytes(BodyId body, const std::optional<Base>& base) override {
        try {
            return base ? archive_.bodies().bytes_by(body, base->id, base->bytes)
                        : archive_.bodies().bytes(body);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::not_found) throw;
            return std::nullopt;
        }
    }

    bool store(const NewBlock& block, std::chrono::milliseconds wait) override {
        return change(wait, [&](BodyRepacking& repacking) { return repacking.store(block); });
    }

    void visit_pages(const std::function<void(const KeptPage&)>& visit) override {
        Statement statement(
            db_, fmt::format("SELECT n.source, s.name, n.page_url, n.id, n.body, n.captured_at, "
                             "n.page IS NULL AND n.forgotten_page IS NULL, "
                             "n.forgotten_page IS NOT NULL FROM sources s "
                             "CROSS JOIN snapshots n ON n.source = s.id "
                             "CROSS JOIN bodies b ON b.id = n.body WHERE {} "
                             "ORDER BY s.name, n.page_url, n.captured_at, b.hash",
                             kIsKept));
        KeptPage page;
        Statement::Run row(statement);
        while (row.next()) {
            if (row.integer(0) != page.source || row.text(2) != page.page_url) {
                if (!page.snapshots.empty()) visit(page);
                page = {row.integer(0), std::string(row.text(1)), std::string(row.text(2)), {}};
            }
            page.snapshots.push_back({row.integer(3), row.integer(4), time_of(row.integer(5)),
                                      row.integer(6) != 0, row.integer(7) != 0});
        }
        if (!page.snapshots.empty()) visit(page);
    }

    std::vector<BodyId> drop(std::span<const UnneededBody> bodies,
                             std::span<const Repacked> repacked,
                             std::chrono::milliseconds wait) override {
        return change(wait,
                      [&](BodyRepacking& repacking) { return repacking.drop(bodies, repacked); });
    }

    FileUse file_use() override { return read_file_use(db_, archive_.path_); }

    void shrink(std::chrono::milliseconds wait) override {
        std::optional<WriterLock::Held> held;
        if (archive_.lock_) {
            held.emplace(*archive_.lock_, wait);
            check_not_moved(db_, archive_.path_);
        }
        try {
            execute(db_, "VACUUM");
            // Who reads an older state keeps the log from being emptied; the next writer does it.
            execute(db_, "PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (...) {
            archive_.failed_ = true;
            throw;
        }
    }

private:
    template <typename Change>
    std::invoke_result_t<Change, BodyRepacking&> change(std::chrono::milliseconds wait,
                                                        const Change& make) {
        const auto batch = archive_.begin(wait);
        if (!repacking_) repacking_.emplace(db_, archive_.bodies());
        try {
            auto result = make(*repacking_);
            batch->commit();
            return result;
        } catch (...) {
            archive_.bodies().forget_block();  // the next one may have its number
            throw;
        }
    }

    SqliteArchive& archive_;
    sqlite3& db_;
    Statement loose_, members_, find_, packed_with_;
    std::optional<BodyRepacking> repacking_;
};

BodyStore& SqliteArchive::body_store() {
    if (!store_) store_ = std::make_unique<Store>(*this);
    return *store_;
}

}  // namespace feedarc::sqlite
