#pragma once

#include <feedarc/archive.hpp>

#include "app/look_ups.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace feedarc::app {

/// A body that can serve as the zstd prefix of another one.
struct PrefixBody {
    Hash128 hash;
    int chain = 0;
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const ParsedPage> page;  ///< may be null, or without contents
};

/// The bodies met lately, and which of them is the best prefix for the next one: of its page the
/// one that shows most of the same entries. That need not be the latest one: dumps without a URL
/// may be of several pages, and so are those that give one canonical URL (`/`, `/page/2`). Bounded
/// in memory.
class Prefixes {
public:
    using PageKey = std::pair<std::string, std::string>;  // source, page URL

    explicit Prefixes(LookUps& look_ups) : look_ups_(look_ups) {}

    /// The best prefix for a body of a page, as far as it was read; null when there is none.
    [[nodiscard]] std::shared_ptr<const PrefixBody> choose(const PageKey& key,
                                                           const ParsedPage* page);
    void add(const PageKey& key, PrefixBody body);

private:
    using Pointer = std::shared_ptr<const PrefixBody>;
    struct Page {
        Pointer latest;
        std::unordered_map<Hash128, Pointer> by_content;  // the latest that shows it
    };
    struct Best {
        Pointer body;
        double shows = 0;  // this part of the entries
    };
    using Ask = std::function<std::optional<Archive::Base>(Archive&)>;

    [[nodiscard]] static Best best_of(const Page& page, const ParsedPage& shown);
    Best most_like(const PageKey& key, const ParsedPage& shown);
    Pointer from_archive(const PageKey& key, Archive::Base stored);
    void forget_oldest();

    LookUps& look_ups_;
    std::map<PageKey, Page> pages_;
    std::deque<std::pair<PageKey, Pointer>> held_;  // oldest first
    std::size_t bytes_ = 0;
};

}  // namespace feedarc::app
