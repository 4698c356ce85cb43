#pragma once

#include "render/value.hpp"

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::render {

/// How things look, apart from the format.
struct Style {
    std::size_t width = 80;  ///< columns of the terminal, for tables
    bool colour = false;
    bool local_time = false;   ///< tables show the time of the place, not UTC
    bool csv_exact = false;    ///< CSV as it is stored: no guard against formulas, no escapes
    bool to_terminal = false;  ///< then what is unsafe is made visible in exact CSV too
    bool links = false;        ///< tables link titles, as terminals understand it
    std::string_view line_template{};  ///< of template_format(); lives as long as the renderer
};

/// Writes rows in one format, as they come: memory does not grow with their number.
class Renderer {
public:
    Renderer() = default;
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;
    virtual ~Renderer() = default;

    /// What stands before the first row. The names of the columns live as long as the renderer.
    virtual void begin(const std::vector<Column>& columns) = 0;
    /// Where the text of a column of the next row leads, for formats that show it. The view lives
    /// until that row.
    virtual void link(std::size_t column, std::string_view url);
    /// One value for each column.
    virtual void row(std::span<const Value> values) = 0;
    virtual void finish() = 0;
};

/// Whom a format is for: it decides which fields are shown by default.
enum class Audience { people, sheets, programs };

/// One row of the table of formats.
struct Format {
    std::string_view name;
    Audience audience;
    std::unique_ptr<Renderer> (*make)(std::ostream& out, const Style& style);
};

/// Every format that rows can be written in.
[[nodiscard]] std::span<const Format> formats() noexcept;
[[nodiscard]] std::vector<std::string> format_names();

/// Throws Error(usage) for a name that is none.
[[nodiscard]] const Format& format_named(std::string_view name);

}  // namespace feedarc::render
