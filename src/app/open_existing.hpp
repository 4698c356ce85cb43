#pragma once

#include <feedarc/archive.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace feedarc::app {

/// Opens an archive that is there for writing, or a private copy of it. Throws Error(archive) where
/// there is none.
[[nodiscard]] std::unique_ptr<Archive> open_existing(const std::string& location, bool rehearse,
                                                     std::chrono::milliseconds wait);

}  // namespace feedarc::app
