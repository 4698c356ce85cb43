#include "render/site/arrivals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

namespace feedarc::render::site {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

using Unit = Arrivals::Unit;

constexpr double kWidth = 960;
constexpr double kHeight = 260;
constexpr double kLeft = 48;
constexpr double kTop = 12;
constexpr double kBottom = 28;
constexpr double kPlotWidth = kWidth - kLeft - 8;
constexpr double kPlotHeight = kHeight - kTop - kBottom;

// The first day of the unit that a day is in. Weeks begin on Mondays.
sys_days begin_of(sys_days day, Unit unit) {
    const year_month_day date(day);
    switch (unit) {
        case Unit::day: return day;
        case Unit::week: return day - days(std::chrono::weekday(day).iso_encoding() - 1);
        case Unit::month: return sys_days(date.year() / date.month() / 1);
        case Unit::year: return sys_days(date.year() / 1 / 1);
    }
    return day;
}

sys_days next(sys_days begin, Unit unit) {
    const year_month_day date(begin);
    switch (unit) {
        case Unit::day: return begin + days(1);
        case Unit::week: return begin + days(7);
        case Unit::month:
            return sys_days((date.year() / date.month() + std::chrono::months(1)) / 1);
        case Unit::year: return sys_days((date.year() + std::chrono::years(1)) / 1 / 1);
    }
    return begin;
}

std::string label_of(sys_days begin, Unit unit) {
    const year_month_day date(begin);
    const std::string year = fmt::format("{:04}", static_cast<int>(date.year()));
    if (unit == Unit::year) return year;
    const std::string month = fmt::format("{}-{:02}", year, static_cast<unsigned>(date.month()));
    if (unit == Unit::month) return month;
    return fmt::format("{}-{:02}", month, static_cast<unsigned>(date.day()));
}

std::size_t bars_between(sys_days first, sys_days last, Unit unit, std::size_t most) {
    std::size_t bars = 1;
    for (sys_days at = begin_of(first, unit); at < begin_of(last, unit) && bars <= most;
         at = next(at, unit)) {
        ++bars;
    }
    return bars;
}

Unit unit_for(sys_days first, sys_days last) {
    for (const Unit unit : {Unit::day, Unit::week, Unit::month}) {
        if (bars_between(first, last, unit, Arrivals::kMostBars) <= Arrivals::kMostBars) {
            return unit;
        }
    }
    return Unit::year;
}

std::string_view words_for(Unit unit) {
    switch (unit) {
        case Unit::day: return "day";
        case Unit::week: return "week, by its Monday";
        case Unit::month: return "month";
        case Unit::year: return "year";
    }
    return "";
}

std::string number(double value) {
    return fmt::format("{:.1f}", value);
}

// A round number that is not less.
std::int64_t rounded_up(std::int64_t value) {
    for (std::int64_t power = 1;; power *= 10) {
        for (const std::int64_t factor : {1, 2, 5}) {
            if (factor * power >= value) return factor * power;
        }
    }
}

std::string class_of(std::size_t series) {
    return fmt::format("c{}", series);
}

void write_scale(Html& html, std::int64_t top) {
    for (const std::int64_t value : {std::int64_t{0}, top / 2, top}) {
        if (value == top / 2 && top < 2) continue;
        const double y =
            kTop + kPlotHeight * (1 - static_cast<double>(value) / static_cast<double>(top));
        html.element("line", "",
                     {{"x1", number(kLeft)},
                      {"x2", number(kWidth)},
                      {"y1", number(y)},
                      {"y2", number(y)},
                      {"class", "mark"}});
        html.element("text", std::to_string(value),
                     {{"x", number(kLeft - 8)},
                      {"y", number(y + 4)},
                      {"text-anchor", "end"},
                      {"class", "words"}});
    }
}

void write_bars(Html& html, const Arrivals::Chart& chart, std::int64_t top) {
    constexpr double kWidest = 40;
    const double step = kPlotWidth / static_cast<double>(chart.bars.size());
    const double width = std::min(kWidest, std::max(1.0, step * 0.8));
    const std::size_t every = chart.bars.size() / 8 + 1;
    for (std::size_t i = 0; i < chart.bars.size(); ++i) {
        const double middle = kLeft + step * (static_cast<double>(i) + 0.5);
        double y = kTop + kPlotHeight;
        for (std::size_t part = 0; part < chart.series.size(); ++part) {
            const std::int64_t count = chart.bars[i].parts[part];
            if (count == 0) continue;
            const double height =
                kPlotHeight * static_cast<double>(count) / static_cast<double>(top);
            y -= height;
            html.element("rect", "",
                         {{"x", number(middle - width / 2)},
                          {"y", number(y)},
                          {"width", number(width)},
                          {"height", number(height)},
                          {"class", class_of(part)}});
        }
        if (i % every != 0) continue;
        html.element("text", chart.bars[i].label,
                     {{"x", number(middle)},
                      {"y", number(kHeight - 8)},
                      {"text-anchor", "middle"},
                      {"class", "words"}});
    }
}

void write_picture(Html& html, const Arrivals::Chart& chart) {
    std::int64_t most = 1;
    for (const Arrivals::Bar& bar : chart.bars) most = std::max(most, bar.total());
    const std::int64_t top = rounded_up(most);
    html.open("div", {{"class", "wide"},
                      {"tabindex", "0"},
                      {"role", "region"},
                      {"aria-label", "Picture of what came when"}});
    html.open("svg", {{"viewBox", fmt::format("0 0 {} {}", number(kWidth), number(kHeight))},
                      {"role", "img"},
                      {"aria-labelledby", "arrivals-title"},
                      {"aria-describedby", "arrivals-desc"},
                      {"class", "picture"}});
    html.element("title", "How many records came when, by category", {{"id", "arrivals-title"}});
    html.element(
        "desc",
        fmt::format("A bar for each {}, from {} to {}; the highest stands for {} records. "
                    "The table below says the same.",
                    words_for(chart.unit), chart.bars.front().label, chart.bars.back().label, most),
        {{"id", "arrivals-desc"}});
    write_scale(html, top);
    write_bars(html, chart, top);
    html.close().close();
}

void write_table(Html& html, const Arrivals::Chart& chart) {
    html.open("details").element("summary", "The numbers as a table");
    html.open("div", {{"class", "wide"},
                      {"tabindex", "0"},
                      {"role", "region"},
                      {"aria-label", "The numbers as a table"}});
    html.open("table").element(
        "caption", fmt::format("Records by {} in which they were seen first, and by category",
                               words_for(chart.unit)));
    html.open("thead").open("tr").element("th", "From", {{"scope", "col"}});
    for (const std::string& name : chart.series) html.foreign("th", name, {{"scope", "col"}});
    html.element("th", "All", {{"scope", "col"}}).close().close().open("tbody");
    for (const Arrivals::Bar& bar : chart.bars) {
        if (bar.total() == 0) continue;
        html.open("tr").element("th", bar.label, {{"scope", "row"}});
        for (const std::int64_t part : bar.parts) html.element("td", std::to_string(part));
        html.element("td", std::to_string(bar.total())).close();
    }
    html.close().close().close().close();
}

}  // namespace

std::int64_t Arrivals::Bar::total() const {
    return std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
}

void Arrivals::add(Time first_seen, const std::string& category_key, const std::string& label) {
    ++days_[std::chrono::floor<days>(first_seen)][category_key];
    labels_.try_emplace(category_key, label);
}

std::vector<std::string> Arrivals::largest() const {
    std::map<std::string, std::int64_t> totals;
    for (const auto& [day, categories] : days_) {
        for (const auto& [key, count] : categories) totals[key] += count;
    }
    std::vector<std::pair<std::string, std::int64_t>> sorted(totals.begin(), totals.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> keys;
    for (auto& [key, count] : sorted) keys.push_back(std::move(key));
    return keys;
}

Arrivals::Chart Arrivals::chart() const {
    Chart chart;
    if (days_.empty()) return chart;
    std::vector<std::string> keys = largest();
    const bool others = keys.size() > kMostSeries;
    if (others) keys.resize(kMostSeries - 1);
    std::map<std::string, std::size_t> places;
    for (const std::string& key : keys) {
        places[key] = chart.series.size();
        chart.series.push_back(labels_.at(key));
    }
    if (others) chart.series.emplace_back("others");
    const sys_days first = days_.begin()->first;
    const sys_days last = days_.rbegin()->first;
    chart.unit = unit_for(first, last);
    auto day = days_.begin();
    for (sys_days begin = begin_of(first, chart.unit); begin <= last;
         begin = next(begin, chart.unit)) {
        Bar& bar = chart.bars.emplace_back();
        bar.label = label_of(begin, chart.unit);
        bar.parts.resize(chart.series.size());
        for (; day != days_.end() && day->first < next(begin, chart.unit); ++day) {
            for (const auto& [key, count] : day->second) {
                const auto place = places.find(key);
                bar.parts[place == places.end() ? chart.series.size() - 1 : place->second] += count;
            }
        }
    }
    return chart;
}

void Arrivals::write(Html& html) const {
    const Chart chart = this->chart();
    if (chart.bars.empty()) {
        html.element("p", "There are no records.");
        return;
    }
    html.open("figure");
    write_picture(html, chart);
    html.open("figcaption");
    html.text(fmt::format("A bar for each {}.", words_for(chart.unit)));
    html.open("ul", {{"class", "legend"}});
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        html.open("li").element("span", "", {{"class", "swatch " + class_of(i)}});
        html.text(" ").foreign("bdi", chart.series[i]).close();
    }
    html.close().close().close();
    write_table(html, chart);
}

}  // namespace feedarc::render::site
