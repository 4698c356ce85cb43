#pragma once

#include <feedarc/archive.hpp>

#include <cstddef>
#include <optional>
#include <unordered_set>

namespace feedarc::app {

/// Spares a run the look-ups of bodies that its archive has never had, which are nearly all of a
/// bulk ingest: the hashes are loaded at once where that costs less than to ask for each input.
/// What others store meanwhile is not noticed, so this must decide about nothing but work.
class KnownBodies {
public:
    KnownBodies(Archive& archive, std::size_t inputs);

    /// False where the archive did not have it when the run began.
    [[nodiscard]] bool may_hold(const Hash128& body) const {
        return !hashes_ || hashes_->contains(body);
    }

    /// True where the archive had none at all.
    [[nodiscard]] bool none() const { return hashes_ && hashes_->empty(); }

private:
    std::optional<std::unordered_set<Hash128>> hashes_;  ///< nothing: too many
};

}  // namespace feedarc::app
