#pragma once

#include <feedarc/archive.hpp>

#include "app/look_ups.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <memory>
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

/// The bodies met lately, and which of them is the best prefix for the next one: the latest of its
/// page; for dumps, which have no URL and may be of several pages, the one that shows most of the
/// same entries. Bounded in memory.
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
    struct Held {
        PageKey key;
        Pointer body;
    };

    [[nodiscard]] Pointer best_of(const Page& page, const ParsedPage& shown) const;
    Pointer from_archive(const PageKey& key, const std::vector<Hash128>& contents);
    void forget(std::list<Held>::iterator held);

    LookUps& look_ups_;
    std::map<PageKey, Page> pages_;
    std::list<Held> held_;                               // oldest first
    std::map<PageKey, std::list<Held>::iterator> only_;  // of pages with a URL, which keep one
    std::size_t bytes_ = 0;
};

}  // namespace feedarc::app
