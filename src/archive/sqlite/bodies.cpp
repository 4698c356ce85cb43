#include "archive/sqlite/bodies.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/damage.hpp"
#include "base/zstd.hpp"

#include <fmt/format.h>

#include <unordered_set>
#include <vector>

namespace feedarc::sqlite {
namespace {

// Chains are far shorter; this bounds what a damaged or hostile archive can ask for.
constexpr std::size_t kLongestChain = 4096;

}  // namespace

Bodies::Bodies(sqlite3& db)
    : db_(db),
      find_(db, "SELECT id FROM bodies WHERE hash = ?"),
      insert_(db,
              "INSERT INTO bodies (hash, size, encoding, base, chain, data) "
              "VALUES (?, ?, 'zstd', ?, ?, ?)"),
      row_(db, "SELECT hash, size, base, data, block, block_offset FROM bodies WHERE id = ?"),
      block_(db, "SELECT size, data FROM blocks WHERE id = ?") {}

std::optional<BodyId> Bodies::find(const Hash128& hash) {
    Statement::Run run(find_, hash);
    if (!run.next()) return std::nullopt;
    return run.integer(0);
}

BodyId Bodies::insert(const PackedBody& body, std::optional<BodyId> base) {
    const std::span data(reinterpret_cast<const std::uint8_t*>(body.data.data()), body.data.size());
    Statement::Run run(insert_, body.hash, body.size, base, body.chain, data);
    return run.insert();
}

Bodies::Row Bodies::row(BodyId id) {
    Statement::Run run(row_, id);
    const auto damaged = [&](const char* what) {
        return Error(ErrorCode::archive,
                     fmt::format("{}: body {} {}; restore the archive from a backup",
                                 sqlite3_db_filename(&db_, nullptr), id, what));
    };
    if (!run.next()) throw damaged("is missing");
    if (run.is_null(3) && run.is_null(4)) throw damaged("was pruned");
    const std::int64_t size = run.integer(1);
    if (size < 0 || size > kLargestBody) throw damaged("has an impossible size");
    Row row;
    row.hash = run.hash(0);
    row.size = static_cast<std::size_t>(size);
    if (!run.is_null(4)) {
        row.block = run.integer(4);
        row.block_offset = run.integer(5);
        return row;
    }
    if (!run.is_null(2)) row.base = run.integer(2);
    const auto data = run.blob(3);
    row.data.assign(data.begin(), data.end());
    return row;
}

std::string Bodies::cut_from_block(const Row& row) {
    if (!unpacked_ || unpacked_->id != *row.block) {
        unpacked_.reset();
        Statement::Run run(block_, *row.block);
        const auto size = run.next() ? run.integer(0) : -1;
        if (size < 0 || size > kLargestBlock) {
            throw damaged(fmt::format("block {} of bodies", *row.block));
        }
        const auto data = run.blob(1);
        unpacked_ = {*row.block, base::zstd_decompress(
                                     {reinterpret_cast<const char*>(data.data()), data.size()}, {},
                                     static_cast<std::size_t>(size))};
    }
    const std::string& bytes = unpacked_->bytes;
    if (row.block_offset < 0 || static_cast<std::size_t>(row.block_offset) > bytes.size() ||
        row.size > bytes.size() - static_cast<std::size_t>(row.block_offset)) {
        throw damaged(fmt::format("the place of a body in block {}", *row.block));
    }
    return bytes.substr(static_cast<std::size_t>(row.block_offset), row.size);
}

std::string Bodies::unpack(BodyId id, const Row& row, std::string_view base) {
    std::string bytes =
        row.block ? cut_from_block(row) : base::zstd_decompress(row.data, base, row.size);
    if (hash_of(bytes) != row.hash) {
        throw Error(ErrorCode::archive,
                    fmt::format("body {}: its bytes do not match their hash; restore the archive "
                                "from a backup",
                                id));
    }
    return bytes;
}

std::string Bodies::bytes(BodyId id) {
    std::vector<Row> chain;
    std::unordered_set<BodyId> in_chain;
    for (std::optional<BodyId> next = id; next; next = chain.back().base) {
        if (chain.size() == kLongestChain || !in_chain.insert(*next).second) {
            throw Error(ErrorCode::archive, fmt::format("body {}: its chain has no end", id));
        }
        chain.push_back(row(*next));
    }
    std::string bytes;
    for (; !chain.empty(); chain.pop_back()) bytes = unpack(id, chain.back(), bytes);
    return bytes;
}

std::string Bodies::bytes_by(BodyId id, BodyId base, std::string_view base_bytes) {
    const Row found = row(id);
    return found.base == base ? unpack(id, found, base_bytes) : bytes(id);
}

}  // namespace feedarc::sqlite
