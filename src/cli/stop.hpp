#pragma once

#include "cli/context.hpp"

#include <atomic>

namespace feedarc::cli {

/// What says that a run is to end; null where nothing does.
[[nodiscard]] inline const std::atomic<int>* stop_of(const Context& context) {
    auto* const interruption = context.session.interruption;
    return interruption != nullptr ? &interruption->signal : nullptr;
}

}  // namespace feedarc::cli
