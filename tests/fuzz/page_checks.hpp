#pragma once

#include <feedarc/read.hpp>

#include "text/unicode.hpp"

#include <chrono>
#include <cstdlib>
#include <string>

// What holds for the entries of every form, whatever the bytes were.

namespace feedarc::fuzz {

inline void require(bool holds) {
    if (!holds) std::abort();
}

inline void require_folded(const std::string& text) {
    require(text::is_valid_utf8(text));
    require(text == text::fold_space(text));
    require(text.find('\0') == std::string::npos);
}

inline void require_url(const std::string& url) {
    require(url.empty() || url.starts_with("http://") || url.starts_with("https://"));
}

// Small, so that each run is short.
inline ReadLimits limits_of_a_run() {
    ReadLimits limits;
    limits.parse_bytes = 64U << 20U;
    limits.parse_work = 10'000'000;
    limits.parse_time = std::chrono::seconds(5);
    return limits;
}

inline void require_clean(const Page& page) {
    require_folded(page.title);
    require_url(page.canonical_url);
    for (const std::string& link : page.pager_links) require_url(link);
    for (const Entry& entry : page.entries) {
        for (const std::string* field :
             {&entry.title, &entry.category, &entry.excerpt, &entry.guid}) {
            require_folded(*field);
        }
        require_url(entry.url);
        require(entry.published.value.empty() ==
                (entry.published.precision == DatePrecision::none));
    }
}

}  // namespace feedarc::fuzz
