#pragma once

#include <feedarc/check.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace feedarc {

/// What was copied of a log.
struct SalvagedLog {
    std::int64_t snapshots = 0;
    std::int64_t bodies = 0;    ///< with their bytes
    std::int64_t contents = 0;  ///< distinct entries
    std::int64_t corrections = 0;
    std::int64_t assignments = 0;  ///< of categories
    std::int64_t fetches = 0;
    std::int64_t read_again = 0;  ///< snapshots whose entries were lost, and not their bytes
    std::int64_t mended = 0;      ///< rows of which one bit was flipped, as their hashes tell
};

struct SalvageReport {
    SalvagedLog log;
    std::int64_t records = 0;   ///< derived from it
    std::int64_t kept_ids = 0;  ///< of them have the id that they had
    std::size_t losses = 0;     ///< 0: nothing was lost
    std::vector<Damage> lost;   ///< the first of them, at most kMostDamagesKept; without remedy
};

struct SalvageListener {
    std::function<void(const CheckProgress&)> progress;
    std::function<void(const Damage&)> lost;  ///< as it is found
};

/// Makes a new archive of what verifies of one that is damaged, and derives all else again. The
/// file is looked at byte by byte, whatever its header, its trees and its log say; a row is taken
/// where its hash vouches for it. So what an undamaged part of the file holds comes back, and
/// nothing is invented. A snapshot whose entries are lost is read again from its bytes; one whose
/// bytes are lost keeps its entries. Ids are kept.
///
/// Nothing is written to the old one, and no other feedarc writes to it meanwhile, where it has a
/// lock file. The new one appears whole or not at all. Throws Error(usage) where something stands
/// in its place, Error(archive) where there is no old one, Error(busy), Error(io).
[[nodiscard]] SalvageReport salvage_archive(const std::string& location, const std::string& to,
                                            std::chrono::milliseconds wait,
                                            const SalvageListener& listener);

}  // namespace feedarc
