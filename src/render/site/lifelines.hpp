#pragma once

#include <feedarc/health.hpp>
#include <feedarc/time.hpp>

#include "render/site/html.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace feedarc::render::site {

/// A record as a row of the picture: the runs in which it stood on pages.
struct Lifeline {
    struct Span {
        Time begin{}, end{};
        RunEnd how{};
    };
    std::string uuid;
    std::string title;
    Time first_seen{}, last_seen{};
    std::vector<Span> spans;
};

/// A time in which entries of a page may have been missed.
struct MissedTime {
    Time begin{}, end{};
    std::string page;  ///< its URL, or the name of its source
};

/// A picture of when records stood on their pages, with the captures that tell it. Its size depends
/// on the number of records alone.
class Lifelines {
public:
    /// `end`: of the axis, unless a record was seen later.
    Lifelines(std::vector<Lifeline> records, Time end);

    // What lies outside of the axis is left out.
    [[nodiscard]] Time begin() const noexcept { return begin_; }
    [[nodiscard]] Time end() const noexcept { return end_; }
    void add_capture(Time at, bool healthy);
    void add_missed(MissedTime missed);

    /// The picture as SVG, a legend, and all of it again in tables.
    void write(Html& html, std::string_view path) const;

private:
    static constexpr std::size_t kColumns = 640;

    [[nodiscard]] double x_of(Time time) const;
    void write_picture(Html& html) const;
    void write_axis(Html& html, double height) const;
    void write_captures(Html& html) const;
    void write_rows(Html& html) const;
    void write_table(Html& html, std::string_view path) const;
    void write_missed(Html& html) const;

    std::vector<Lifeline> records_;
    Time begin_{}, end_{};
    std::int64_t captures_ = 0, unhealthy_ = 0;
    enum class Column : std::uint8_t { none, healthy, unhealthy };
    std::array<Column, kColumns> columns_{};
    std::vector<MissedTime> missed_;
};

}  // namespace feedarc::render::site
