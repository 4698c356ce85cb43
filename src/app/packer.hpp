#pragma once

#include <feedarc/archive.hpp>

#include "app/known_bodies.hpp"
#include "app/prefixes.hpp"
#include "app/prepare.hpp"
#include "base/thread_pool.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace feedarc::app {

/// Packs the bodies of snapshots on the threads of a pool, each with a like body of its page as
/// prefix: 1.3 kB a snapshot of 84 kB, against 7.3 kB with any other body (measured on generated
/// pages). Every 128th body of a chain is packed alone, so that reading one back stays cheap.
class Packer {
public:
    /// Looks in `archive`, which may be null, for what is stored already.
    Packer(std::unique_ptr<Archive> archive, const KnownBodies& known, base::ThreadPool& pool)
        : archive_(std::move(archive)), known_(known), pool_(pool), prefixes_(archive_.get()) {}

    /// Packs those that are to be kept and are not in the archive yet, in this order, and lets go
    /// of the bytes that are no longer needed.
    void pack(std::vector<Prepared>& snapshots);

private:
    [[nodiscard]] bool is_stored(const Hash128& body) const {
        return archive_ && known_.may_hold(body) && archive_->has_body(body);
    }

    std::unique_ptr<Archive> archive_;
    const KnownBodies& known_;
    base::ThreadPool& pool_;
    Prefixes prefixes_;
    std::unordered_set<Hash128> packed_;
};

}  // namespace feedarc::app
