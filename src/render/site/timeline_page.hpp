#pragma once

#include "render/site/arrivals.hpp"
#include "render/site/lifelines.hpp"
#include "render/site/model.hpp"

#include <cstdint>
#include <string>

namespace feedarc::render::site {

/// The page with the pictures: of `shown` records, of as many as there are.
[[nodiscard]] std::string timeline_page(const Site& site, const Arrivals& arrivals,
                                        const Lifelines& lifelines, std::int64_t shown,
                                        std::int64_t records);

}  // namespace feedarc::render::site
