#pragma once

#include "support/archive_sql.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace feedarc::test {

/// Makes an archive that has something of all that archives keep: sources, rules, a category, HTML,
/// text and feeds, captured snapshots, refused, forgotten and amended ones, corrections,
/// assigned categories, failed fetches, watches, hosts, robots.txt, bodies by themselves, in chains
/// and in a block, one that was pruned, records with several revisions, former ids, volatile
/// places, presence and health.
///
/// The same for a seed on every machine. It holds `sequences` sequences of captures, some 30
/// snapshots and 100 kB each.
void make_rich_archive(const std::string& location, std::uint32_t seed, std::size_t sequences = 1);

}  // namespace feedarc::test
