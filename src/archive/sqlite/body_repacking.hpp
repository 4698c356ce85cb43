#pragma once

#include <feedarc/body_store.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/statement.hpp"

#include <span>
#include <vector>

namespace feedarc::sqlite {

/// Changes how bodies are kept, within a transaction. Nothing that is given up here is so before
/// what takes its place was read back.
class BodyRepacking {
public:
    BodyRepacking(sqlite3& db, Bodies& bodies);

    /// As BodyStore::store() and drop() have it.
    bool store(const NewBlock& block);
    std::vector<BodyId> drop(std::span<const UnneededBody> bodies,
                             std::span<const Repacked> repacked);

private:
    [[nodiscard]] bool is_as_read(const NewBlock::Member& member);
    bool repack(const Repacked& body);
    bool drop(const UnneededBody& body);
    void read_back(BodyId body);
    void drop_block_if_empty(BlockId block);
    void set_chains_after(std::vector<BodyId> changed);

    Bodies& bodies_;
    Statement prefix_, insert_block_, set_member_, set_frame_, chain_, packed_with_, set_chain_,
        snapshots_, drop_, drop_block_;
};

}  // namespace feedarc::sqlite
