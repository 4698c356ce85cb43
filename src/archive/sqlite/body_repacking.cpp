#include "archive/sqlite/body_repacking.hpp"

#include <feedarc/error.hpp>

#include "base/bit_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace feedarc::sqlite {
BodyRepacking::BodyRepacking(sqlite3& db, Bodies& bodies)
    : bodies_(bodies),
      prefix_(db, "SELECT base, block FROM bodies WHERE id = ? AND data IS NOT NULL"),
      insert_block_(db,
                    "INSERT INTO blocks (size, bodies, bytes, places, data) "
                    "VALUES (?, ?, ?, ?, ?)"),
      set_member_(db, "UPDATE bodies SET data = ?, block = ?, base = NULL, chain = 0 WHERE id = ?"),
      set_frame_(db, "UPDATE bodies SET data = ?, base = ?, block = NULL WHERE id = ?"),
      chain_(db,
             "SELECT coalesce((SELECT c.chain + 1 FROM bodies c WHERE c.id = b.base), 0), b.chain "
             "FROM bodies b WHERE b.id = ?"),
      packed_with_(db,
                   "SELECT id FROM bodies WHERE block IS NULL AND base = ? AND data IS NOT NULL"),
      set_chain_(db, "UPDATE bodies SET chain = ? WHERE id = ?"),
      snapshots_(db, "SELECT count(*) FROM snapshots WHERE body = ?"),
      drop_(db, "UPDATE bodies SET data = NULL, base = NULL, block = NULL, chain = 0 WHERE id = ?"),
      drop_block_(db,
                  "DELETE FROM blocks WHERE id = ?1 AND NOT EXISTS "
                  "(SELECT 1 FROM bodies WHERE block = ?1 AND data IS NOT NULL)") {}

bool BodyRepacking::is_as_read(const NewBlock::Member& member) {
    Statement::Run row(prefix_, member.id);
    if (!row.next()) return false;
    BodyPrefix prefix;
    if (!row.is_null(0)) prefix.base = row.integer(0);
    if (!row.is_null(1)) prefix.block = row.integer(1);
    return prefix == member.read_with;
}

// The hash of a body vouches for it; this compares.
void BodyRepacking::read_back(BodyId body) {
    try {
        (void)bodies_.bytes(body);
    } catch (const Error& error) {
        throw Error(ErrorCode::internal,
                    fmt::format("what was packed anew cannot be read back: {}", error.what()));
    }
}

void BodyRepacking::drop_block_if_empty(BlockId block) {
    Statement::Run(drop_block_, block).next();
}

// Of those that are packed with bodies whose chain may be another one now, and so on.
void BodyRepacking::set_chains_after(std::vector<BodyId> changed) {
    while (!changed.empty()) {
        const BodyId base = changed.back();
        changed.pop_back();
        std::vector<BodyId> packed_with;
        {
            Statement::Run row(packed_with_, base);
            while (row.next()) packed_with.push_back(row.integer(0));
        }
        for (const BodyId body : packed_with) {
            std::int64_t chain = 0;
            {
                Statement::Run row(chain_, body);
                if (!row.next() || row.integer(0) == row.integer(1)) continue;
                chain = row.integer(0);
            }
            Statement::Run(set_chain_, chain, body).next();
            changed.push_back(body);
        }
    }
}

bool BodyRepacking::store(const NewBlock& block) {
    const auto& members = block.members;
    if (!std::all_of(members.begin(), members.end(),
                     [&](const auto& member) { return is_as_read(member); })) {
        return false;
    }
    const auto bytes = static_cast<std::int64_t>(block.bytes);
    Statement::Run insert(insert_block_, static_cast<std::int64_t>(block.size), members.size(),
                          bytes, static_cast<std::int64_t>(base::bit_places(block.data)),
                          blob_of(block.data));
    const BlockId id = insert.insert();
    std::set<BlockId> left;
    std::vector<BodyId> changed;
    for (const NewBlock::Member& member : members) {
        Statement::Run(set_member_, blob_of(member.data), id, member.id).next();
        if (member.read_with.block) left.insert(*member.read_with.block);
        changed.push_back(member.id);
    }
    for (const BlockId old : left) drop_block_if_empty(old);
    set_chains_after(std::move(changed));
    for (const NewBlock::Member& member : members) read_back(member.id);
    return true;
}

// False where it is not as it was when its bytes were read, or its new base has gone.
bool BodyRepacking::repack(const Repacked& body) {
    if (!is_as_read({body.id, {body.without, std::nullopt}, {}})) return false;
    if (body.base && !bodies_.is_kept(*body.base)) return false;
    Statement::Run(set_frame_, blob_of(body.data), body.base, body.id).next();
    std::int64_t chain = 0;
    {
        Statement::Run row(chain_, body.id);
        if (row.next()) chain = row.integer(0);
    }
    Statement::Run(set_chain_, chain, body.id).next();
    read_back(body.id);
    set_chains_after({body.id});
    return true;
}

bool BodyRepacking::drop(const UnneededBody& body) {
    std::optional<BlockId> block;
    {
        Statement::Run row(prefix_, body.id);
        if (!row.next()) return true;
        if (!row.is_null(1)) block = row.integer(1);
    }
    {
        Statement::Run row(snapshots_, body.id);
        if (!row.next() || row.integer(0) != body.snapshots) return false;
    }
    {
        Statement::Run row(packed_with_, body.id);
        if (row.next()) return false;
    }
    Statement::Run(drop_, body.id).next();
    if (block) drop_block_if_empty(*block);
    return true;
}

std::vector<BodyId> BodyRepacking::drop(std::span<const UnneededBody> bodies,
                                        std::span<const Repacked> repacked) {
    for (const Repacked& body : repacked) (void)repack(body);
    std::vector<BodyId> dropped;
    for (const UnneededBody& body : bodies) {
        if (drop(body)) dropped.push_back(body.id);
    }
    return dropped;
}

}  // namespace feedarc::sqlite
