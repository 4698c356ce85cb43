#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/body_store.hpp>

#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::sqlite {

inline constexpr std::int64_t kLargestBody = 256 << 20;  ///< bytes
inline constexpr std::int64_t kLargestBlock = 256 << 20;

/// Of a body, in SQL where `b` is its row: whether its bytes are kept.
inline constexpr std::string_view kIsKept = "b.data IS NOT NULL";

/// The raw bytes of snapshots: zstd frames, most of them with the bytes of another body as prefix,
/// or with those of a block, which many bodies share.
class Bodies {
public:
    explicit Bodies(sqlite3& db);

    [[nodiscard]] std::optional<BodyId> find(const Hash128& hash);
    [[nodiscard]] bool is_kept(BodyId id);

    /// Stores a body that is not there yet; `base` is the one whose hash it names. One that is not
    /// kept any more is no base: then the body is packed alone.
    BodyId insert(const PackedBody& body, std::optional<BodyId> base);
    /// Stores the bytes of a body that was pruned.
    void restore(BodyId id, const PackedBody& body, std::optional<BodyId> base);

    /// Unpacks a body and compares it with its hash. Throws Error(not_found) where it was pruned,
    /// Error(archive) where it is damaged.
    [[nodiscard]] std::string bytes(BodyId id);

    /// The same where the bytes of the body that it is packed with are at hand.
    [[nodiscard]] std::string bytes_by(BodyId id, BodyId base, std::string_view base_bytes);

    /// Forgets the block that was unpacked last: of a transaction that is rolled back.
    void forget_block() { unpacked_.reset(); }

private:
    struct Row {
        BodyId id = 0;
        Hash128 hash;
        std::size_t size = 0;
        BodyPrefix prefix;
        std::string data;
    };
    struct UnpackedBlock {
        BlockId id = 0;
        std::string bytes;
    };
    struct Frame {
        std::string alone;  ///< where it could not be taken as it came
        std::string_view data;
        std::optional<BodyId> base;
        int chain = 0;
    };
    [[nodiscard]] Frame frame_of(const PackedBody& body, std::optional<BodyId> base);
    [[nodiscard]] std::optional<Row> row(BodyId id);
    [[nodiscard]] const std::string& block(BlockId id);
    [[nodiscard]] std::string unpack(const Row& row, std::string_view base);

    sqlite3& db_;
    Statement find_;
    Statement state_;
    Statement insert_;
    Statement restore_;
    Statement row_;
    Statement block_;
    std::optional<UnpackedBlock> unpacked_;  ///< the one read last, since neighbours are read next
};

}  // namespace feedarc::sqlite
