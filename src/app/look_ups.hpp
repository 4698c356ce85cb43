#pragma once

#include <feedarc/archive.hpp>

#include "app/known_bodies.hpp"

#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>

namespace feedarc::app {

/// What is stored already, for those who read and pack. They have a connection of their own, so
/// that they and the writer do not wait for each other. May be used by several threads at once.
class LookUps {
public:
    /// `archive` may be null where there is nothing to be found.
    LookUps(std::unique_ptr<Archive> archive, KnownBodies known)
        : archive_(std::move(archive)), known_(std::move(known)) {}

    /// False where the archive did not have the body when the run began.
    [[nodiscard]] bool may_hold(const Hash128& body) const {
        return archive_ && known_.may_hold(body);
    }

    /// What `ask(archive)` gives; without an archive the same as for what is not found.
    template <typename Ask>
    [[nodiscard]] std::invoke_result_t<Ask, Archive&> ask(Ask ask) {
        if (!archive_) return {};
        const std::lock_guard lock(mutex_);
        return ask(*archive_);
    }

private:
    std::mutex mutex_;
    const std::unique_ptr<Archive> archive_;
    const KnownBodies known_;
};

}  // namespace feedarc::app
