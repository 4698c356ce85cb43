#include "archive/sqlite/check_bodies.hpp"

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/body_walk.hpp"
#include "archive/sqlite/check_parts.hpp"

#include <cstring>

namespace feedarc::sqlite {
namespace {

constexpr const char* kSnapshotOfBody =
    "SELECT n.id, s.name, n.page_url, n.captured_at FROM snapshots n INDEXED BY snapshots_by_body "
    "LEFT JOIN sources s ON s.id = n.source WHERE n.body = ? ORDER BY n.id LIMIT 1";

// Of the statement below.
namespace column {
enum Column {
    id,
    size,
    base,
    chain,
    has_data,
    block,
    base_id,
    base_chain,
    base_kept,
    block_id,
};
}

constexpr const char* kBodies =
    "SELECT b.id, b.size, b.base, b.chain, b.data IS NOT NULL, b.block, p.id, p.chain, "
    "p.data IS NOT NULL, k.id FROM bodies b LEFT JOIN bodies p ON p.id = b.base "
    "LEFT JOIN blocks k ON k.id = b.block";

const char* problem_of(const Statement::Run& row) {
    const std::int64_t size = row.integer(column::size);
    if (size < 0 || size > kLargestBody) return "its size is none that there is";
    const bool in_block = !row.is_null(column::block);
    if (row.integer(column::has_data) == 0) {
        const bool pruned = !in_block && row.is_null(column::base);
        return pruned ? nullptr : "its bytes are missing, and it was not pruned";
    }
    if (in_block && row.is_null(column::block_id)) {
        return "the block that it is packed with is missing";
    }
    if (in_block && !row.is_null(column::base)) return "it is packed with a block and with a body";
    if (row.is_null(column::base)) {
        return row.integer(column::chain) == 0 ? nullptr : "it counts bodies that it does not need";
    }
    if (row.is_null(column::base_id)) return "the body that it is packed with is missing";
    if (row.integer(column::base_kept) == 0) {
        return "the bytes of the body that it is packed with are not kept";
    }
    // So no chain goes round in a circle either.
    if (row.integer(column::base_chain) < 0 ||
        row.integer(column::chain) - 1 != row.integer(column::base_chain)) {
        return "it does not count the bodies that it needs";
    }
    return nullptr;
}

class BodyReport {
public:
    BodyReport(sqlite3& db, const archive::CheckSink& sink)
        : where_(db, kSnapshotOfBody), sink_(sink) {}

    void add(std::int64_t id, std::string problem) {
        Damage damage{"bodies", std::to_string(id), std::move(problem), kRestore};
        where_.name(damage, id);
        sink_.damage(std::move(damage));
    }

private:
    SnapshotOf where_;
    const archive::CheckSink& sink_;
};

std::uint64_t slice_of(const Hash128& hash, const BodySlice& slice) {
    std::uint64_t number = 0;
    std::memcpy(&number, hash.bytes.data(), sizeof number);
    return number % slice.slices;
}

}  // namespace

std::int64_t check_body_places(sqlite3& db, const archive::CheckSink& sink) {
    BodyReport report(db, sink);
    return each_row(db, kBodies, "bodies", sink, [&](const Statement::Run& row) {
        if (const char* problem = problem_of(row)) report.add(row.integer(0), problem);
    });
}

// Each is unpacked once.
archive::ArchiveCheck::Bodies check_all_bodies(sqlite3& db, const archive::CheckSink& sink) {
    archive::ArchiveCheck::Bodies result;
    BodyReport report(db, sink);
    Bodies bodies(db);
    const auto kept =
        integer_of(db, fmt::format("SELECT count(*) FROM bodies b WHERE {}", kIsKept));
    StoredBodyWalk walk(db, bodies, false);
    while (const auto body = walk.next()) {
        ++result.count;
        if (body->bytes) {
            result.bytes += static_cast<std::int64_t>(body->bytes->size());
        } else {
            report.add(walk.body(), body->damage);
        }
        if (sink.progress) {
            sink.progress(static_cast<std::size_t>(result.count), static_cast<std::size_t>(kept));
        }
    }
    return result;
}

archive::ArchiveCheck::Bodies check_some_bodies(sqlite3& db, const BodySlice& slice,
                                                const archive::CheckSink& sink) {
    archive::ArchiveCheck::Bodies result;
    BodyReport report(db, sink);
    Bodies bodies(db);
    const auto kept =
        integer_of(db, fmt::format("SELECT count(*) FROM bodies b WHERE {}", kIsKept));
    std::size_t done = 0;
    each_row(db, fmt::format("SELECT b.id, b.hash FROM bodies b WHERE {}", kIsKept), "bodies", sink,
             [&](const Statement::Run& row) {
                 if (sink.progress) sink.progress(++done, static_cast<std::size_t>(kept));
                 if (slice_of(row.hash(1), slice) != slice.number) return;
                 ++result.count;
                 try {
                     result.bytes += static_cast<std::int64_t>(bodies.bytes(row.integer(0)).size());
                 } catch (const Error& error) {
                     if (!is_damage(error)) throw;
                     report.add(row.integer(0), error.what());
                 }
             });
    return result;
}

}  // namespace feedarc::sqlite
