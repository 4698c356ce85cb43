#pragma once

#include <feedarc/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace feedarc::test {

/// A snapshot as files have it, with what a user says of it.
struct Capture {
    std::string source;
    std::string url;  ///< as given; empty: the page may say it itself
    Time at{};
    std::string extension;  ///< `html`, `txt` or `json`
    std::string bytes;
};

/// Captures of a few listing pages that live as such pages do, in the order of time: articles
/// arrive, are edited, cut, bumped, pinned, removed, posted again and moved; links, titles and
/// texts are shared by several; pages are redesigned, cut off, blocked and missed. Some seeds give
/// pages of entries thrown together from few links, titles, texts and dates, so that these meet in
/// every combination.
[[nodiscard]] std::vector<Capture> listing_sequence(std::uint32_t seed);

}  // namespace feedarc::test
