#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/statement.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::sqlite {

using BodyId = std::int64_t;

inline constexpr std::int64_t kLargestBody = 256 << 20;  ///< bytes
inline constexpr std::int64_t kLargestBlock = 256 << 20;

/// Of a body, in SQL where `b` is its row: whether its bytes are kept.
inline constexpr std::string_view kIsKept = "(b.data IS NOT NULL OR b.block IS NOT NULL)";

/// The raw bytes of snapshots: zstd frames, most of them with another body as prefix; or a part of
/// a block, which is one frame over many of them.
class Bodies {
public:
    explicit Bodies(sqlite3& db);

    [[nodiscard]] std::optional<BodyId> find(const Hash128& hash);

    /// Stores a body that is not there yet; `base` is the one whose hash it names.
    BodyId insert(const PackedBody& body, std::optional<BodyId> base);

    /// Unpacks a body and compares it with its hash. Throws Error(archive) when it is damaged or
    /// gone.
    [[nodiscard]] std::string bytes(BodyId id);

    /// The same where the bytes of the body that it is packed with are at hand.
    [[nodiscard]] std::string bytes_by(BodyId id, BodyId base, std::string_view base_bytes);

private:
    struct Row {
        Hash128 hash;
        std::size_t size = 0;
        std::optional<BodyId> base;
        std::string data;
        std::optional<std::int64_t> block;  ///< then it has no data and no base
        std::int64_t block_offset = 0;
    };
    struct UnpackedBlock {
        std::int64_t id = 0;
        std::string bytes;
    };
    [[nodiscard]] Row row(BodyId id);
    [[nodiscard]] std::string cut_from_block(const Row& row);
    [[nodiscard]] std::string unpack(BodyId id, const Row& row, std::string_view base);

    sqlite3& db_;
    Statement find_;
    Statement insert_;
    Statement row_;
    Statement block_;
    std::optional<UnpackedBlock> unpacked_;  ///< the one read last, since neighbours are read next
};

}  // namespace feedarc::sqlite
