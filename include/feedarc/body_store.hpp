#pragma once

#include <feedarc/hash.hpp>
#include <feedarc/ids.hpp>
#include <feedarc/time.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

using BodyId = std::int64_t;
using BlockId = std::int64_t;

/// How the frame of a body is to be unpacked: with the bytes of another body as prefix, with what a
/// block unpacks to, or alone.
struct BodyPrefix {
    std::optional<BodyId> base;
    std::optional<BlockId> block;

    bool operator==(const BodyPrefix&) const = default;
};

/// A body whose bytes are kept.
struct KeptBody {
    BodyId id = 0;
    SourceId source = 0;    ///< of the snapshot that showed it first
    Time first_captured{};  ///< likewise
    std::uint64_t size = 0;
    std::uint64_t stored = 0;  ///< bytes of its frame
    BodyPrefix prefix;
    int chain = 0;  ///< bodies to unpack before it
};

/// What many bodies have in common.
struct BodyBlock {
    BlockId id = 0;
    SourceId source = 0;  ///< of its bodies
    std::uint64_t size = 0;
    std::uint64_t stored = 0;
    std::int64_t bodies = 0;  ///< it was made of
    std::uint64_t bytes = 0;  ///< of all these, as captured
    std::int64_t left = 0;    ///< of them, are kept
};

/// A block that is to take the place of what its bodies are packed with.
struct NewBlock {
    struct Member {
        BodyId id = 0;
        BodyPrefix read_with;  ///< as it was when its bytes were read
        std::string data;      ///< a frame whose prefix are the bytes of the block
    };
    std::uint64_t size = 0;
    std::uint64_t bytes = 0;  ///< of all bodies, as captured
    std::string data;
    std::vector<Member> members;
};

/// A snapshot whose bytes are kept.
struct KeptSnapshot {
    SnapshotId id = 0;
    BodyId body = 0;
    Time captured_at{};
    bool refused = false;    ///< never read: over a limit
    bool forgotten = false;  ///< by a correction
};

/// The kept snapshots of a page.
struct KeptPage {
    SourceId source = 0;
    std::string source_name;
    std::string page_url;
    std::vector<KeptSnapshot> snapshots;  ///< in capture order
};

/// A body whose bytes nothing is to keep.
struct UnneededBody {
    BodyId id = 0;
    std::int64_t snapshots = 0;  ///< that show it, and of which that was judged
};

/// A body that is to be unpacked without one that goes.
struct Repacked {
    BodyId id = 0;
    BodyId without = 0;          ///< the base that it has, and that goes
    std::optional<BodyId> base;  ///< that it has then; it stays
    std::string data;
};

/// How the file of an archive is filled.
struct FileUse {
    std::uint64_t bytes = 0;      ///< of the file
    std::uint64_t free = 0;       ///< of them, hold nothing
    std::uint64_t available = 0;  ///< that shrinking may take of the disks that it needs
};

/// How the raw bytes of snapshots are kept. What changes something is one transaction, which takes
/// the lock as Archive::begin() does; all else may be used while others write.
class BodyStore {
public:
    BodyStore() = default;
    BodyStore(const BodyStore&) = delete;
    BodyStore& operator=(const BodyStore&) = delete;
    virtual ~BodyStore() = default;

    /// The bodies that are in no block, in capture order.
    virtual std::vector<KeptBody> loose() = 0;
    virtual std::vector<BodyBlock> blocks() = 0;
    /// Those of a block, in capture order.
    virtual std::vector<KeptBody> members(BlockId block) = 0;
    virtual std::optional<KeptBody> find(BodyId body) = 0;
    /// Those that have a body as base.
    virtual std::vector<KeptBody> packed_with(BodyId base) = 0;
    /// The bytes of a body, compared with their hash. Where those of its base are at hand they need
    /// not be unpacked. Nothing where it was pruned. Throws Error(archive) where it is damaged.
    struct Base {
        BodyId id = 0;
        std::string_view bytes;
    };
    virtual std::optional<std::string> bytes(BodyId body, const std::optional<Base>& base) = 0;

    /// Stores a block. Every body is read back from it before what it was packed as is dropped.
    /// Does nothing, and gives false, where one is not packed any more as it was when it was read.
    /// Throws Error(internal) where one cannot be read back.
    virtual bool store(const NewBlock& block, std::chrono::milliseconds wait) = 0;

    /// Visits the pages of all sources whose snapshots have bytes, by source and page.
    virtual void visit_pages(const std::function<void(const KeptPage&)>& visit) = 0;

    /// Drops the bytes of bodies, which come after those that are packed with them. `repacked` are
    /// packed anew before; each is read back. Bodies stay that another snapshot shows meanwhile, or
    /// another body is packed with. Gives those that went or had gone.
    virtual std::vector<BodyId> drop(std::span<const UnneededBody> bodies,
                                     std::span<const Repacked> repacked,
                                     std::chrono::milliseconds wait) = 0;

    virtual FileUse file_use() = 0;
    /// Writes the file anew without its free space. Takes the lock for all of the time; those who
    /// read meanwhile see the archive as it is.
    virtual void shrink(std::chrono::milliseconds wait) = 0;
};

}  // namespace feedarc
