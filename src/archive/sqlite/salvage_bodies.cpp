#include <feedarc/error.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/salvage_state.hpp"
#include "base/bit_places.hpp"
#include "base/zstd.hpp"

#include <algorithm>
#include <list>
#include <memory>

// Bodies, of which each is unpacked and compared with its hash.
namespace feedarc::sqlite {
namespace {

// The columns of `bodies` and of `blocks`.
namespace column {
enum Body { hash = 1, size, encoding, base, chain, data, block };
enum Block { block_size = 1, block_bodies, block_bytes, block_places, block_data };
}  // namespace column

constexpr std::size_t kMostHeld = 64U << 20U;  // bytes of bodies that others are packed with

constexpr std::size_t kMostMended = 256;  // bodies that cannot be unpacked

// The bytes of a frame; nothing where it is damaged.
std::optional<std::string> unpacked(std::string_view frame, std::string_view prefix,
                                    std::size_t most) {
    const auto size = base::zstd_content_size(frame);
    if (!size || *size > most) return std::nullopt;
    try {
        return base::zstd_decompress(frame, prefix, static_cast<std::size_t>(*size));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::archive) throw;
        return std::nullopt;
    }
}

// Bytes of bodies of the new archive, those used last.
class BodyBytes {
public:
    using Bytes = std::shared_ptr<const std::string>;
    explicit BodyBytes(sqlite3& db) : bodies_(db) {}

    Bytes of(BodyId id) {
        const auto at = held_.find(id);
        if (at != held_.end()) {
            order_.splice(order_.begin(), order_, at->second);
            return at->second->second;
        }
        return put(id, std::make_shared<const std::string>(bodies_.bytes(id)));
    }

    Bytes put(BodyId id, Bytes bytes) {
        size_ += bytes->size();
        order_.emplace_front(id, bytes);
        held_[id] = order_.begin();
        while (size_ > kMostHeld && order_.size() > 1) {
            size_ -= order_.back().second->size();
            held_.erase(order_.back().first);
            order_.pop_back();
        }
        return bytes;
    }

private:
    Bodies bodies_;
    std::list<std::pair<BodyId, Bytes>> order_;
    std::unordered_map<BodyId, decltype(order_)::iterator> held_;
    std::size_t size_ = 0;
};

class FoundBodies {
public:
    explicit FoundBodies(SalvageWork& work)
        : work_(work),
          bytes_(work.db),
          find_(work.db, "SELECT id FROM main.bodies WHERE hash = ?"),
          chain_(work.db, "SELECT chain FROM main.bodies WHERE id = ?"),
          insert_(work.db,
                  "INSERT OR IGNORE INTO main.bodies (id, hash, size, encoding, base, chain, data, "
                  "block) VALUES (?, ?, ?, 'zstd', ?, ?, ?, ?)"),
          insert_block_(work.db,
                        "INSERT OR IGNORE INTO main.blocks (id, size, bodies, bytes, places, data) "
                        "VALUES (?, ?, 0, 0, ?, ?)") {}

    void run() {
        work_.found.each(LogTable::bodies, [&](const FoundRows::Row& row) { note(row); });
        total_ = pending_.size();
        // Others may be packed with one that was mended. Where many are damaged it was no bit.
        while (take_all() && pending_.size() <= kMostMended) {
            if (!any_of_pending([&](const FoundRows::Row& row) { return mend(row); })) break;
        }
        execute(work_.db,
                "UPDATE main.blocks SET (bodies, bytes) = (SELECT count(*), coalesce(sum(b.size), "
                "0) FROM main.bodies b WHERE b.block = blocks.id)");
    }

private:
    // A body mostly stands behind the one that it is packed with. True where some are left.
    bool take_all() {
        while (any_of_pending([&](const FoundRows::Row& row) { return take(row); })) {
        }
        return !pending_.empty();
    }

    // Drops what `step` is done with from those that are to be taken. False where it was with none.
    template <typename Step>
    bool any_of_pending(Step step) {
        const std::size_t before = pending_.size();
        std::erase_if(pending_, [&](std::int64_t number) {
            bool done = false;
            work_.found.row(number, [&](const FoundRows::Row& row) { done = step(row); });
            if (done) work_.progress("bodies", ++done_, total_);
            return done;
        });
        return pending_.size() < before;
    }

    // What a body is, as far as it is known before it is unpacked.
    void note(const FoundRows::Row& row) {
        const auto hash = hash_in(row.record, column::hash);
        if (!hash) return;
        work_.bodies_of[row.id].push_back(*hash);
        if (row.record.is_null(column::data) && row.record.is_null(column::block)) {
            work_.pruned.emplace(*hash, row.record.integer(column::size));
        } else {
            pending_.push_back(row.number);
        }
    }

    struct Block {
        std::string data, bytes;
        bool mended = false;
    };

    // What a frame is packed with in the new archive.
    struct Prefix {
        std::optional<BodyId> base;
        const Block* block = nullptr;
    };

    // The likeliest; nothing where that was not found.
    std::optional<Prefix> prefix_of(const StoredRow& record) {
        if (!record.is_null(column::block)) {
            const auto& blocks = blocks_of(record.integer(column::block));
            if (blocks.empty()) return std::nullopt;
            return Prefix{std::nullopt, &blocks.front()};
        }
        if (record.is_null(column::base)) return Prefix{};
        const auto at = new_ids_.find(record.integer(column::base));
        if (at == new_ids_.end()) return std::nullopt;
        return Prefix{at->second.front(), nullptr};
    }

    // False where it may still be unpacked once another one was.
    bool take(const FoundRows::Row& row) {
        const StoredRow& record = row.record;
        if (!record.is_null(column::block)) return take_with_block(row);
        const std::string_view frame = record.bytes(column::data);
        if (record.is_null(column::base)) {
            const auto bytes = unpacked(frame, "", kLargestBody);
            if (bytes) insert(row, *bytes, {}, frame);
            return bytes.has_value();
        }
        std::vector<BodyId> bases;
        add_alike(new_ids_, record.integer(column::base), bases);
        for (const BodyId base : bases) {
            const auto prefix = bytes_.of(base);
            const auto bytes = unpacked(frame, *prefix, kLargestBody);
            if (!bytes) continue;
            insert(row, *bytes, {base, nullptr}, frame);
            return true;
        }
        return false;
    }

    // One of which a bit was flipped. Each is tried, as long as patience lasts: some GB a second.
    bool mend(const FoundRows::Row& row) {
        const auto hash = hash_in(row.record, column::hash);
        const auto size = static_cast<std::uint64_t>(row.record.integer(column::size));
        const std::uint64_t bits = 8 * row.record.bytes(column::data).size();
        if (bits == 0 || size > kLargestBody || size * bits > patience_) return false;
        const auto with = prefix_of(row.record);
        if (!with) return false;
        patience_ -= size * bits;
        const BodyBytes::Bytes base = with->base ? bytes_.of(*with->base) : nullptr;
        const std::string_view prefix = base          ? std::string_view(*base)
                                        : with->block ? std::string_view(with->block->bytes)
                                                      : std::string_view();
        std::string frame(row.record.bytes(column::data));
        for (std::uint64_t bit = 0; bit < bits; ++bit) {
            char& byte = frame[static_cast<std::size_t>(bit / 8)];
            const char before = byte;
            byte = static_cast<char>(static_cast<unsigned char>(before) ^ 1U << bit % 8);
            const auto bytes = unpacked(frame, prefix, static_cast<std::size_t>(size));
            if (bytes && hash_of(*bytes) == hash) {
                insert(row, *bytes, *with, frame);
                ++work_.counts.mended;
                return true;
            }
            byte = before;
        }
        return false;
    }

    // Of an id those that were found and can be unpacked.
    std::vector<Block>& blocks_of(std::int64_t id) {
        if (id == block_id_ && !blocks_.empty()) return blocks_;
        blocks_.clear();
        block_id_ = id;
        for (const std::int64_t alike : alike_ids(id)) {
            work_.found.each_of(LogTable::blocks, alike,
                                [&](const FoundRows::Row& row) { take_block(row.record); });
            if (!blocks_.empty()) break;
        }
        return blocks_;
    }

    // Many bodies need one, and a bit of it that flipped need not be looked for.
    void take_block(const StoredRow& record) {
        Block block{std::string(record.bytes(column::block_data)), {}, false};
        auto bytes = unpacked(block.data, "", kLargestBlock);
        if (!bytes) {
            const auto then = static_cast<std::uint64_t>(record.integer(column::block_places));
            const std::uint64_t place = then ^ base::bit_places(block.data);
            if (place == 0 || place > 8 * block.data.size()) return;
            char& byte = block.data[static_cast<std::size_t>((place - 1) / 8)];
            byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 1U << (place - 1) % 8);
            bytes = unpacked(block.data, "", kLargestBlock);
            if (!bytes) return;
            block.mended = true;
        }
        block.bytes = std::move(*bytes);
        blocks_.push_back(std::move(block));
    }

    bool take_with_block(const FoundRows::Row& row) {
        const std::string_view frame = row.record.bytes(column::data);
        for (const Block& block : blocks_of(row.record.integer(column::block))) {
            const auto bytes = unpacked(frame, block.bytes, kLargestBody);
            if (!bytes) continue;
            insert(row, *bytes, {std::nullopt, &block}, frame);
            return true;
        }
        return false;
    }

    void insert(const FoundRows::Row& row, std::string_view bytes, const Prefix& prefix,
                std::string_view frame) {
        const Hash128 hash = hash_of(bytes);
        {
            Statement::Run there(find_, hash);
            if (there.next()) {
                new_ids_[row.id].push_back(there.integer(0));
                return;
            }
        }
        // Of one whose hash is damaged a snapshot may know better.
        if (hash != hash_in(row.record, column::hash)) work_.bodies_of[row.id].push_back(hash);
        std::int64_t chain = 0;
        if (prefix.base) {
            Statement::Run above(chain_, *prefix.base);
            chain = above.next() ? above.integer(0) + 1 : 1;
        }
        std::optional<BlockId> block;
        if (prefix.block != nullptr) block = block_now(*prefix.block);
        for (const auto& id : {std::optional(row.id), std::optional<std::int64_t>()}) {
            Statement::Run run(insert_, id, hash, bytes.size(), prefix.base, chain, blob_of(frame),
                               block);
            const auto made = run.insert_unless_there();
            if (!made) continue;
            new_ids_[row.id].push_back(*made);
            (void)bytes_.put(*made, std::make_shared<const std::string>(bytes));
            break;
        }
    }

    // The id of a block in the new archive.
    BlockId block_now(const Block& block) {
        const auto [at, is_new] = block_ids_.try_emplace(hash_of(block.data));
        if (!is_new) return at->second;
        if (block.mended) ++work_.counts.mended;
        const auto places = static_cast<std::int64_t>(base::bit_places(block.data));
        for (const auto& id : {std::optional(block_id_), std::optional<std::int64_t>()}) {
            Statement::Run run(insert_block_, id, block.bytes.size(), places, blob_of(block.data));
            if (const auto made = run.insert_unless_there()) return at->second = *made;
        }
        return at->second;
    }

    SalvageWork& work_;
    BodyBytes bytes_;
    std::vector<std::int64_t> pending_;
    std::size_t done_ = 0, total_ = 0;
    std::uint64_t patience_ = std::uint64_t{1} << 34;  // bytes that are unpacked to mend frames
    std::unordered_map<std::int64_t, std::vector<BodyId>> new_ids_;  // by the ids that they had
    std::vector<Block> blocks_;
    std::int64_t block_id_ = 0;
    std::unordered_map<Hash128, BlockId> block_ids_;
    Statement find_, chain_, insert_, insert_block_;
};

}  // namespace

void salvage_bodies(SalvageWork& work) {
    FoundBodies(work).run();
}

}  // namespace feedarc::sqlite
