#pragma once

#include "render/renderer.hpp"

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::cli {

/// Writes the rows that the program sqlite3 prints as JSON (a list for each statement that has any,
/// a row a line) in one of our formats, as they come.
class SqlRows {
public:
    SqlRows(const render::Format& format, const render::Style& style, std::ostream& out);

    /// What sqlite3 prints next. Throws Error(input) for what is no such row.
    void add(std::string_view bytes);
    void finish();

private:
    void read_line(std::string_view line);
    void end_list();

    const render::Format& format_;
    render::Style style_;
    std::ostream& out_;
    std::unique_ptr<render::Renderer> renderer_;
    std::vector<std::string> names_;  // of the columns, as the format writes them
    std::string unread_;              // the beginning of a line
    bool any_ = false;
};

}  // namespace feedarc::cli
