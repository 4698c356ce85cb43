#include "cli/output_options.hpp"

#include <feedarc/error.hpp>

#include "cli/options.hpp"
#include "render/line_template.hpp"

#include <fmt/format.h>

namespace feedarc::cli {

void OutputOptions::add_to(CLI::App& app, bool with_fields) {
    add_choice(app, "--format", format, render::format_names(),
               "Output format (table on a terminal, tsv into a pipe)");
    if (with_fields) {
        add_text(app, "--fields", fields, "NAME,NAME", "Only these fields, in this order");
    }
    add_flag(app, "--local", local, "Show local time in tables, not UTC");
    add_flag(app, "--csv-exact", csv_exact,
             "CSV as it is stored: without the guard against formulas, nothing escaped");
}

void OutputOptions::add_template_to(CLI::App& app) {
    add_text(app, "--template", line_template, "TEXT",
             "A line of your own for each: '{title} <{url}>\\n'; fields as in --format json");
}

const render::Format& OutputOptions::chosen_format(const Context& context) const {
    if (line_template) {
        if (format || fields) {
            throw Error(ErrorCode::usage, fmt::format("--template, {}: only one of them",
                                                      format ? "--format" : "--fields"));
        }
        return render::template_format();
    }
    return render::format_named(format.value_or(context.session.terminal.out ? "table" : "tsv"));
}

render::Style OutputOptions::style(const Context& context) const {
    const Terminal& terminal = context.session.terminal;
    render::Style style{terminal.width, context.colour_on_out(), local, csv_exact, terminal.out};
    style.links = context.links_on_out();
    if (line_template) style.line_template = *line_template;
    return style;
}

std::optional<std::string> OutputOptions::chosen_fields() const {
    if (!line_template) return fields;
    return render::LineTemplate(*line_template).fields();
}

bool prints_rows(const CLI::App& app) {
    return declares(app, "--csv-exact");
}

}  // namespace feedarc::cli
