#pragma once

#include <feedarc/snapshot.hpp>

#include "read/html/outline.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// What a page says of itself.
struct PageHead {
    std::string title;
    std::string_view language;  ///< of `<html lang>`; a view into the Dom
    std::string canonical_url;  ///< `<link rel=canonical>`, else `og:url`; absolute, else empty
    /// What relative links are resolved against: `<base href>`, else the snapshot's URL, else the
    /// canonical one; empty where there is none.
    std::string base_url;
    std::vector<std::string>
        next_links;                    ///< of `<link rel=next>` and `prev`, as the page gives them
    std::vector<NodeId> data_scripts;  ///< that hold JSON-LD
};

[[nodiscard]] PageHead read_head(const Dom& dom, const Snapshot& snapshot);

/// Targets as absolute URLs: each once, without the page itself, at most 100.
[[nodiscard]] std::vector<std::string> page_links(std::span<const std::string_view> targets,
                                                  const PageHead& head, const Snapshot& snapshot);

/// The pages before and after this one: absolute, each once, without the page itself.
[[nodiscard]] std::vector<std::string> pager_links(const Outline& outline, const PageHead& head,
                                                   const Snapshot& snapshot);

}  // namespace feedarc::read
