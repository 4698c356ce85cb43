#include "archive/sqlite/bodies.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/damage.hpp"
#include "archive/sqlite/read_transaction.hpp"
#include "base/zstd.hpp"

#include <fmt/format.h>

#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc::sqlite {
namespace {

// Chains are far shorter; this bounds what a damaged or hostile archive can ask for.
constexpr std::size_t kLongestChain = 4096;

}  // namespace

Bodies::Bodies(sqlite3& db)
    : db_(db),
      find_(db, "SELECT id FROM bodies WHERE hash = ?"),
      state_(db, "SELECT data IS NOT NULL, chain FROM bodies WHERE id = ?"),
      insert_(db,
              "INSERT INTO bodies (hash, size, encoding, base, chain, data) "
              "VALUES (?, ?, 'zstd', ?, ?, ?)"),
      restore_(db, "UPDATE bodies SET base = ?, chain = ?, data = ?, block = NULL WHERE id = ?"),
      row_(db, "SELECT hash, size, base, data, block FROM bodies WHERE id = ?"),
      block_(db, "SELECT size, data FROM blocks WHERE id = ?") {}

std::optional<BodyId> Bodies::find(const Hash128& hash) {
    Statement::Run run(find_, hash);
    if (!run.next()) return std::nullopt;
    return run.integer(0);
}

bool Bodies::is_kept(BodyId id) {
    Statement::Run run(state_, id);
    return run.next() && run.integer(0) != 0;
}

// The chain of a base may have become shorter since it was read.
Bodies::Frame Bodies::frame_of(const PackedBody& body, std::optional<BodyId> base) {
    Frame frame;
    if (base) {
        Statement::Run run(state_, *base);
        if (run.next() && run.integer(0) != 0) {
            frame.base = base;
            frame.chain = static_cast<int>(run.integer(1)) + 1;
        }
    }
    frame.data = body.data;
    if ((frame.base || !body.base) && !body.data.empty()) return frame;
    if (!body.bytes) {
        throw Error(ErrorCode::busy,
                    fmt::format("another process pruned what the body {} is packed with; run it "
                                "again",
                                body.hash.hex()));
    }
    frame.alone = base::ZstdCompressor().compress(*body.bytes, {});
    frame.data = frame.alone;
    return frame;
}

BodyId Bodies::insert(const PackedBody& body, std::optional<BodyId> base) {
    const Frame frame = frame_of(body, base);
    Statement::Run run(insert_, body.hash, body.size, frame.base, frame.chain, blob_of(frame.data));
    return run.insert();
}

void Bodies::restore(BodyId id, const PackedBody& body, std::optional<BodyId> base) {
    const Frame frame = frame_of(body, base);
    Statement::Run(restore_, frame.base, frame.chain, blob_of(frame.data), id).next();
}

// Nothing where it was pruned.
std::optional<Bodies::Row> Bodies::row(BodyId id) {
    Statement::Run run(row_, id);
    const auto impossible = [&](const char* what) {
        return Error(ErrorCode::archive,
                     fmt::format("{}: body {} {}; restore the archive from a backup",
                                 sqlite3_db_filename(&db_, nullptr), id, what));
    };
    if (!run.next()) throw impossible("is missing");
    if (run.is_null(3)) return std::nullopt;
    const std::int64_t size = run.integer(1);
    if (size < 0 || size > kLargestBody) throw impossible("has an impossible size");
    Row row;
    row.id = id;
    row.hash = run.hash(0);
    row.size = static_cast<std::size_t>(size);
    if (!run.is_null(2)) row.prefix.base = run.integer(2);
    if (!run.is_null(4)) row.prefix.block = run.integer(4);
    if (row.prefix.base && row.prefix.block) throw impossible("has two prefixes");
    const auto data = run.blob(3);
    row.data.assign(data.begin(), data.end());
    return row;
}

const std::string& Bodies::block(BlockId id) {
    if (unpacked_ && unpacked_->id == id) return unpacked_->bytes;
    unpacked_.reset();
    Statement::Run run(block_, id);
    const auto size = run.next() ? run.integer(0) : -1;
    if (size < 0 || size > kLargestBlock) throw damaged(fmt::format("block {} of bodies", id));
    const auto data = run.blob(1);
    unpacked_ = {
        id, base::zstd_decompress({reinterpret_cast<const char*>(data.data()), data.size()}, {},
                                  static_cast<std::size_t>(size))};
    return unpacked_->bytes;
}

std::string Bodies::unpack(const Row& row, std::string_view base) {
    std::string bytes = base::zstd_decompress(
        row.data, row.prefix.block ? block(*row.prefix.block) : base, row.size);
    if (hash_of(bytes) != row.hash) {
        throw Error(ErrorCode::archive,
                    fmt::format("body {}: its bytes do not match their hash; restore the archive "
                                "from a backup",
                                row.id));
    }
    return bytes;
}

std::string Bodies::bytes(BodyId id) {
    // Others may pack and prune between one row and the next.
    const ReadTransaction transaction(db_);
    std::vector<Row> chain;
    std::unordered_set<BodyId> in_chain;
    for (std::optional<BodyId> next = id; next; next = chain.back().prefix.base) {
        if (chain.size() == kLongestChain || !in_chain.insert(*next).second) {
            throw Error(ErrorCode::archive, fmt::format("body {}: its chain has no end", id));
        }
        auto found = row(*next);
        if (!found && *next == id) {
            throw Error(ErrorCode::not_found, fmt::format("body {}: its bytes were pruned", id));
        }
        if (!found) throw damaged(fmt::format("body {}, with which body {} is packed,", *next, id));
        chain.push_back(*std::move(found));
    }
    std::string bytes;
    for (; !chain.empty(); chain.pop_back()) bytes = unpack(chain.back(), bytes);
    return bytes;
}

std::string Bodies::bytes_by(BodyId id, BodyId base, std::string_view base_bytes) {
    {
        const ReadTransaction transaction(db_);
        const auto found = row(id);
        if (found && found->prefix.base == base) return unpack(*found, base_bytes);
    }
    return bytes(id);
}

}  // namespace feedarc::sqlite
