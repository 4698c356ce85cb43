#pragma once

#include <feedarc/hash.hpp>

#include "unpack/web_archive.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace feedarc::app {

/// The records of WARC files that revisits may refer to, of one run. Keeps about 100 bytes of each,
/// of the last 200,000, and the bytes of the last 8 MiB.
class Originals {
public:
    struct Original {
        bool page = false;  ///< else it was passed over
        Hash128 body;
        Hash128 digest;  ///< the key of its payload digest; nothing but zeros where it has none
        std::string media_type;
        std::weak_ptr<const std::string> bytes;
    };

    /// A record as it was captured; `bytes` is null for one that was passed over.
    void add(const unpack::WebRecord& record, const std::shared_ptr<const std::string>& bytes,
             const Hash128& body);

    /// The original of a revisit: the one it names by address and time, unless both have payload
    /// digests that differ (an address may be captured twice in a second); else one with its
    /// payload digest; else, where the server said "not modified", the last of the same address
    /// (ISO 28500, 6.7).
    [[nodiscard]] const Original* find(const unpack::WebRecord& revisit) const;

private:
    void put(const Hash128& key, const Original& original);
    const Original* at(const Hash128& key) const;

    std::unordered_map<Hash128, Original> known_;
    std::deque<Hash128> order_;
    std::deque<std::shared_ptr<const std::string>> recent_;
    std::size_t recent_bytes_ = 0;
};

}  // namespace feedarc::app
