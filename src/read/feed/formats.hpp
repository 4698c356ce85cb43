#pragma once

#include <feedarc/read.hpp>

#include <cstddef>

namespace feedarc::read {

/// Reads RSS 0.90 to 2.0 (RDF among them), Atom 0.3 and 1.0, and CDF. Throws Error(input) for what
/// has no root of any of them.
[[nodiscard]] Page read_xml_feed(const Snapshot& snapshot, const ReadLimits& limits);

/// Reads JSON Feed 1.0 and 1.1. Throws Error(input) for what is no JSON object.
[[nodiscard]] Page read_json_feed(const Snapshot& snapshot, const ReadLimits& limits);

/// More entries are left out with a warning.
inline constexpr std::size_t kMostFeedEntries = 100'000;

}  // namespace feedarc::read
