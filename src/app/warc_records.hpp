#pragma once

#include <feedarc/snapshot_walk.hpp>

#include "unpack/warc/record_writer.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace feedarc::app {

/// Writes snapshots as records of a WARC file. Remembers the last 50,000 bodies, about 250 bytes of
/// each, so that what shows one of them again is a revisit; those who read need remember no more.
class WarcRecords {
public:
    explicit WarcRecords(unpack::RecordWriter& writer) : writer_(writer) {}

    /// The record about the file, which comes first. Its time is that of the first snapshot, since
    /// it may not depend on when it is written.
    void begin(Time time);
    /// `bytes` gives those of the snapshot, and is asked only where they are needed.
    void add(const WalkedSnapshot& snapshot,
             const std::function<std::shared_ptr<const std::string>()>& bytes);

    [[nodiscard]] std::int64_t revisits() const noexcept { return revisits_; }

private:
    // The record with the bytes of a body.
    struct Original {
        std::string id, target, payload_digest, media_type;
        Time captured_at{};
        std::size_t size = 0;
    };

    void write_whole(const WalkedSnapshot& snapshot, const std::string& bytes);
    void write_revisit(const WalkedSnapshot& snapshot, const Original& original);
    void remember(const Hash128& body, Original original);

    unpack::RecordWriter& writer_;
    std::unordered_map<Hash128, Original> originals_;
    std::deque<Hash128> order_;  // the oldest first
    std::int64_t revisits_ = 0;
};

}  // namespace feedarc::app
