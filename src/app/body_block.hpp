#pragma once

#include <feedarc/body_store.hpp>

#include "app/shared_text.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace feedarc::app {

/// Bodies that are to share a block, and their bytes.
class BlockMembers {
public:
    /// Whether it would grow too large for one more to be added.
    [[nodiscard]] bool is_full() const;
    void add(const KeptBody& body, std::string bytes);

    [[nodiscard]] const std::vector<KeptBody>& bodies() const { return bodies_; }
    /// Those of one that was added; null for another one.
    [[nodiscard]] const std::string* bytes_of(BodyId body) const;
    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// The block. Takes 3 ms for a body of 90 kB.
    [[nodiscard]] NewBlock make_block() const;

private:
    std::vector<KeptBody> bodies_;
    std::vector<std::string> bytes_;                     // in the same order
    std::unordered_map<BodyId, std::size_t> positions_;  // in them
    SharedText shared_;  // as large as the one of the block, which is of another order
    std::uint64_t size_ = 0;
    std::size_t largest_ = 0;
};

/// Whether more bodies would go into a block.
[[nodiscard]] bool has_room(const BodyBlock& block);
/// Whether so many of its bodies were pruned that those which are left are to be packed anew.
[[nodiscard]] bool is_hollow(const BodyBlock& block);

}  // namespace feedarc::app
