#pragma once

#include <feedarc/time.hpp>

#include "render/site/html.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace feedarc::render::site {

/// How many records came when, by category: counted day by day, shown by day, week, month or year,
/// so that the picture has its size.
class Arrivals {
public:
    void add(Time first_seen, const std::string& category_key, const std::string& label);

    /// The picture as SVG, a legend, and all of it again in a table.
    void write(Html& html) const;

    /// Of what was counted: what the bars are, oldest first.
    enum class Unit { day, week, month, year };
    struct Bar {
        std::string label;
        std::vector<std::int64_t> parts;  ///< one for each of the series
        [[nodiscard]] std::int64_t total() const;
    };
    struct Chart {
        Unit unit = Unit::day;
        std::vector<std::string> series;  ///< the largest first; the rest of them as the last
        std::vector<Bar> bars;
    };
    /// At most kMostSeries series and kMostBars bars (of years, as many as there are).
    [[nodiscard]] Chart chart() const;
    static constexpr std::size_t kMostSeries = 8;
    static constexpr std::size_t kMostBars = 92;

private:
    [[nodiscard]] std::vector<std::string> largest() const;

    std::map<std::chrono::sys_days, std::map<std::string, std::int64_t>> days_;
    std::map<std::string, std::string> labels_;
};

}  // namespace feedarc::render::site
