#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/identity.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>

namespace feedarc::app {

/// The contents of an archive that a walk over snapshots met lately, with what identity compares of
/// them: most of a page stood on the one before. Bounded in memory.
class RecentContents {
public:
    using Load = std::function<Content(ContentId)>;

    explicit RecentContents(Load load) : load_(std::move(load)) {}
    explicit RecentContents(WriteBatch& batch)
        : RecentContents([&batch](ContentId id) { return make_content(batch.entry(id)); }) {}

    [[nodiscard]] std::shared_ptr<const Content> of(ContentId id) {
        if (const auto at = recent_.find(id); at != recent_.end()) return at->second;
        if (recent_.size() >= kMost) older_ = std::exchange(recent_, {});
        const auto at = older_.find(id);
        auto content = at != older_.end() ? at->second : std::make_shared<const Content>(load_(id));
        recent_.emplace(id, content);
        return content;
    }

private:
    static constexpr std::size_t kMost = 4096;

    Load load_;
    std::unordered_map<ContentId, std::shared_ptr<const Content>> recent_, older_;
};

}  // namespace feedarc::app
