#pragma once

#include <feedarc/archive.hpp>

#include "render/site/arrivals.hpp"
#include "render/site/lifelines.hpp"
#include "render/site/model.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace feedarc::app {

/// Gathers what the timeline of a site shows: counts by day and category, and the newest records
/// with the captures of their time.
class SiteTimeline {
public:
    /// `filter`: of which source the captures are.
    SiteTimeline(Archive& archive, const Filter& filter)
        : archive_(archive), source_(filter.source) {}

    /// Records come in the order in which they were seen first.
    void add(const Record& record, const render::site::Row& row,
             const std::vector<PresenceRun>& runs);
    [[nodiscard]] std::string page(const render::site::Site& site);

    static constexpr std::size_t kMostLifelines = 60;

private:
    void add_captures(render::site::Lifelines& lifelines);

    Archive& archive_;
    std::optional<std::string> source_;
    render::site::Arrivals arrivals_;
    std::deque<render::site::Lifeline> newest_;
    std::int64_t records_ = 0;
};

}  // namespace feedarc::app
