#pragma once

#include <feedarc/entry.hpp>

#include "read/html/date_context.hpp"
#include "read/html/listing.hpp"

#include <string_view>

namespace feedarc::read {

/// Reads the fields of one entry out of its block. A relative link without a `base_url` identifies
/// nothing and is left out.
[[nodiscard]] Entry read_entry(const Outline& outline, const Block& block,
                               const DateContext& context, std::string_view base_url);

}  // namespace feedarc::read
