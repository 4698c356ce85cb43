#include "render/site/lifelines.hpp"

#include "render/local_time.hpp"
#include "render/site/frame.hpp"
#include "text/width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace feedarc::render::site {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// The parts of the picture, in its own units.
constexpr double kLabels = 280;  // what is left of the axis
constexpr double kWidth = 960;
constexpr double kRight = 40;
constexpr double kTop = 56;  // above the rows: the axis and the captures
constexpr double kRow = 20;
constexpr double kBar = 8;
constexpr std::size_t kLabelColumns = 34;
constexpr std::size_t kMostMissed = 100;

constexpr double kPlot = kWidth - kLabels - kRight;

std::string number(double value) {
    return fmt::format("{:.1f}", value);
}

// Between two marks of the axis: few enough of them that their words do not touch.
seconds step_of(seconds span) {
    constexpr int kMostMarks = 7;
    constexpr std::array kSteps{hours(1),   hours(3),    hours(6),   hours(12),
                                hours(24),  hours(48),   hours(168), hours(336),
                                hours(720), hours(2160), hours(4320)};
    for (const hours step : kSteps) {
        if (span / step <= kMostMarks) return step;
    }
    const hours year(8760);
    return year * (span / (year * kMostMarks) + 1);
}

std::string words_of_mark(Time time, seconds step) {
    constexpr std::size_t kDay = 10;
    const std::string words = short_time(time, false);
    return step < hours(24) ? words.substr(kDay - 5) : words.substr(0, kDay);
}

void add_rect(Html& html, double x, double y, double width, double height,
              std::string_view classes) {
    html.element("rect", "",
                 {{"x", number(x)},
                  {"y", number(y)},
                  {"width", number(width)},
                  {"height", number(height)},
                  {"class", classes}});
}

void add_legend_entry(Html& html, std::string_view mark, std::string_view words) {
    html.open("li").element("span", "", {{"class", mark}});
    html.text(" ").text(words).close();
}

}  // namespace

Lifelines::Lifelines(std::vector<Lifeline> records, Time end)
    : records_(std::move(records)), begin_(end), end_(end) {
    for (const Lifeline& record : records_) {
        begin_ = std::min(begin_, record.first_seen);
        end_ = std::max(end_, record.last_seen);
    }
    if (begin_ == end_) begin_ -= hours(1);
}

double Lifelines::x_of(Time time) const {
    const auto place = static_cast<double>((time - begin_).count());
    return kLabels + kPlot * place / static_cast<double>((end_ - begin_).count());
}

void Lifelines::add_capture(Time at, bool healthy) {
    if (at < begin_ || at > end_) return;
    ++captures_;
    if (!healthy) ++unhealthy_;
    const auto part =
        static_cast<double>((at - begin_).count()) / static_cast<double>((end_ - begin_).count());
    const auto column = static_cast<std::size_t>(part * (kColumns - 1));
    columns_.at(column) =
        std::max(columns_.at(column), healthy ? Column::healthy : Column::unhealthy);
}

void Lifelines::add_missed(MissedTime missed) {
    if (missed.end < begin_ || missed.begin > end_) return;
    missed.begin = std::max(missed.begin, begin_);
    missed_.push_back(std::move(missed));
}

void Lifelines::write_axis(Html& html, double height) const {
    const seconds step = step_of(end_ - begin_);
    const seconds first = (begin_.time_since_epoch() / step + 1) * step;
    for (Time mark(first); mark <= end_; mark += step) {
        const std::string x = number(x_of(mark));
        html.element(
            "line", "",
            {{"x1", x}, {"x2", x}, {"y1", "22"}, {"y2", number(height)}, {"class", "mark"}});
        html.element("text", words_of_mark(mark, step),
                     {{"x", x}, {"y", "14"}, {"text-anchor", "middle"}, {"class", "words"}});
    }
}

void Lifelines::write_captures(Html& html) const {
    html.element("text", "captures", {{"x", "0"}, {"y", "40"}, {"class", "words"}});
    for (std::size_t i = 0; i < kColumns; ++i) {
        if (columns_.at(i) == Column::none) continue;
        const double x = kLabels + kPlot * static_cast<double>(i) / (kColumns - 1);
        const bool healthy = columns_.at(i) == Column::healthy;
        add_rect(html, x - 0.5, healthy ? 32 : 26, 1.5, healthy ? 10 : 20,
                 healthy ? "capture" : "capture unhealthy");
    }
}

void Lifelines::write_rows(Html& html) const {
    double y = kTop;
    for (const Lifeline& record : records_) {
        html.element("text", text::truncate_to_width(record.title, kLabelColumns),
                     {{"x", "0"}, {"y", number(y + 12)}, {"class", "name"}});
        for (const Lifeline::Span& span : record.spans) {
            constexpr double kLeast = 3;
            const double x = x_of(std::max(span.begin, begin_));
            const double width = std::max(kLeast, x_of(std::min(span.end, end_)) - x);
            const std::string classes = std::string("bar ") + to_string(span.how);
            add_rect(html, x, y + (kRow - kBar) / 2, width, kBar, classes);
            // How it ended is told by a shape, too.
            if (span.how == RunEnd::removed) {
                add_rect(html, x + width, y + 2, 2.5, kRow - 4, "end removed");
            } else if (span.how == RunEnd::present) {
                html.element(
                    "path", "",
                    {{"d", fmt::format("M{} {}l8 6l-8 6z", number(x + width), number(y + 4))},
                     {"class", "end present"}});
            }
        }
        y += kRow;
    }
}

void Lifelines::write_picture(Html& html) const {
    const double height = kTop + kRow * static_cast<double>(records_.size()) + 4;
    html.open("div", {{"class", "wide"},
                      {"tabindex", "0"},
                      {"role", "region"},
                      {"aria-label", "Picture of the records"}});
    html.open("svg", {{"viewBox", fmt::format("0 0 {} {}", number(kWidth), number(height))},
                      {"role", "img"},
                      {"aria-labelledby", "lifelines-title"},
                      {"aria-describedby", "lifelines-desc"},
                      {"class", "picture"}});
    html.element("title", "When records stood on their pages", {{"id", "lifelines-title"}});
    html.element(
        "desc",
        fmt::format("A bar for each of {} records, from {} to {}, below the {} captures "
                    "of that time. The tables below say the same.",
                    records_.size(), short_time(begin_, false), short_time(end_, false), captures_),
        {{"id", "lifelines-desc"}});
    for (const MissedTime& missed : missed_) {
        const double x = x_of(missed.begin);
        add_rect(html, x, 46, std::max(1.0, x_of(std::min(missed.end, end_)) - x), height - 46,
                 "missed");
    }
    write_axis(html, height);
    write_captures(html);
    write_rows(html);
    html.close().close();
}

void Lifelines::write_table(Html& html, std::string_view path) const {
    html.open("details").element("summary", "The records as a table");
    html.open("div", {{"class", "wide"},
                      {"tabindex", "0"},
                      {"role", "region"},
                      {"aria-label", "The records as a table"}});
    html.open("table").element("caption", "When these records stood on their pages");
    html.open("thead").open("tr");
    for (const std::string_view column : {"Record", "From", "To", "Runs", "State"}) {
        html.element("th", column, {{"scope", "col"}});
    }
    html.close().close().open("tbody");
    for (const Lifeline& record : records_) {
        html.open("tr").open("th", {{"scope", "row"}});
        html.open("a", {{"href", link(path, record_path(record.uuid))}});
        html.foreign("bdi", record.title).close().close();
        html.open("td");
        add_time(html, record.first_seen);
        html.close().open("td");
        add_time(html, record.last_seen);
        html.close();
        html.element("td", std::to_string(record.spans.size()));
        html.open("td");
        const bool present = std::any_of(record.spans.begin(), record.spans.end(),
                                         [](const auto& s) { return s.how == RunEnd::present; });
        if (!record.spans.empty()) {
            add_presence(html, present ? RunEnd::present : record.spans.back().how);
        }
        html.close().close();
    }
    html.close().close().close().close();
}

void Lifelines::write_missed(Html& html) const {
    if (missed_.empty()) return;
    html.open("details").element("summary", "Times in which entries may have been missed");
    html.open("div", {{"class", "wide"},
                      {"tabindex", "0"},
                      {"role", "region"},
                      {"aria-label", "Times in which entries may have been missed"}});
    html.open("table").element(
        "caption", missed_.size() > kMostMissed
                       ? fmt::format("The latest {} of {} such times", kMostMissed, missed_.size())
                       : "Between two captures that share no entry");
    html.open("thead").open("tr");
    for (const std::string_view column : {"From", "To", "Page"}) {
        html.element("th", column, {{"scope", "col"}});
    }
    html.close().close().open("tbody");
    for (std::size_t i = 0; i < std::min(kMostMissed, missed_.size()); ++i) {
        html.open("tr").open("td");
        add_time(html, missed_[i].begin);
        html.close().open("td");
        add_time(html, missed_[i].end);
        html.close();
        html.foreign("td", missed_[i].page).close();
    }
    html.close().close().close().close();
}

void Lifelines::write(Html& html, std::string_view path) const {
    html.open("figure");
    write_picture(html);
    html.open("figcaption");
    html.text(fmt::format(
        "From {} to {}: {} captures, {} of them not healthy; {} times in which "
        "entries may have been missed.",
        short_time(begin_, false), short_time(end_, false), captures_, unhealthy_, missed_.size()));
    html.open("ul", {{"class", "legend"}});
    add_legend_entry(html, "swatch bar present", "on the page still");
    add_legend_entry(html, "swatch bar scrolled-off", "scrolled off");
    add_legend_entry(html, "swatch bar removed", "removed");
    add_legend_entry(html, "swatch bar unknown", "gone, and it cannot be said how");
    add_legend_entry(html, "swatch capture unhealthy", "a capture that is not healthy");
    add_legend_entry(html, "swatch missed", "entries may have been missed");
    html.close().close().close();
    write_table(html, path);
    write_missed(html);
}

}  // namespace feedarc::render::site
