#pragma once

#include <feedarc/identity.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace feedarc::app {

/// The contents that were met lately, by the hash of their fields: most entries of a snapshot stood
/// on the one before, so what identity compares of them is known already. May be used by several
/// threads at once; bounded in memory.
class ContentMemo {
public:
    using Contents = std::vector<std::shared_ptr<const Content>>;

    /// The contents of entries, in their order.
    [[nodiscard]] Contents contents_of(std::vector<Entry> entries);

private:
    void remember(const std::shared_ptr<const Content>& content);

    std::mutex mutex_;
    std::unordered_map<Hash128, std::shared_ptr<const Content>> known_;
    std::size_t bytes_ = 0;
};

}  // namespace feedarc::app
