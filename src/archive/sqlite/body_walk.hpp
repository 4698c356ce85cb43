#pragma once

#include <feedarc/archive.hpp>

#include "archive/sqlite/bodies.hpp"
#include "archive/sqlite/statement.hpp"

#include <compare>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace feedarc::sqlite {

/// Walks the kept bodies in depth, each after the one whose bytes are its prefix, so that each is
/// unpacked once and few are held at a time. Takes 24 bytes of memory for each body.
class StoredBodyWalk final : public BodyWalk {
public:
    /// `unread`: only those of snapshots that a rebuild has not heard of and another reader read.
    StoredBodyWalk(sqlite3& db, Bodies& bodies, bool unread);

    std::optional<BodyToRead> next() override;
    /// The one that next() gave.
    [[nodiscard]] BodyId body() const noexcept { return body_; }

private:
    using Bytes = std::shared_ptr<const std::string>;
    struct Frame {
        BodyId body = 0;
        Bytes bytes;            ///< null where it was let go or is damaged
        std::size_t child = 0;  ///< the next one, in `by_base_`
    };

    /// Those of a block one after the other, so that it is unpacked once.
    struct Placed {
        BodyId base = 0;    ///< or 0
        BlockId block = 0;  ///< or 0
        BodyId body = 0;

        auto operator<=>(const Placed&) const = default;
    };

    std::optional<BodyId> advance();
    [[nodiscard]] std::size_t first_child(BodyId body) const;
    bool enter(BodyId body);
    void let_go();
    std::vector<SnapshotToRead> snapshots_of(BodyId body);

    Bodies& bodies_;
    Statement snapshots_;
    bool unread_;
    std::vector<Placed> by_base_;  ///< sorted
    std::vector<Frame> path_;
    std::size_t held_ = 0;  ///< bytes, in `path_`
    std::string damage_;
    BodyId body_ = 0;
};

}  // namespace feedarc::sqlite
