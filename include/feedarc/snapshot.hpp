#pragma once

#include <feedarc/time.hpp>

#include <string>

namespace feedarc {

/// The bytes of a page as captured at one instant, with how they were got.
struct Snapshot {
    std::string bytes;  ///< as received, after unpacking; never re-encoded
    std::string url;    ///< of the page, absolute; empty when not known
    Time captured_at{};
    std::string media_type;  ///< as declared by who sent it, such as `text/html`; may be empty
};

}  // namespace feedarc
