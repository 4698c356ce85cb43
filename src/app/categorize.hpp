#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/categorize.hpp>

#include "app/category_rules.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace feedarc::app {

/// The archive for assigning categories, or for saying what would be assigned.
[[nodiscard]] std::unique_ptr<Archive> open_to_categorize(const std::string& location, bool dry_run,
                                                          std::chrono::milliseconds wait);

/// Throws Error(interrupted) where a signal came.
void stop_if_asked(const std::atomic<int>* stop);

/// Stores what was decided, some thousand records in one transaction. Returns how many changed.
std::int64_t store_changes(Archive& archive, const CategorizeOptions& options, CategoryFrom origin,
                           std::span<const CategoryChange> changes);

}  // namespace feedarc::app
