#include "cli/output_options.hpp"

#include "cli/options.hpp"

#include <CLI/CLI.hpp>

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

const render::Format& OutputOptions::chosen_format(const Context& context) const {
    return render::format_named(format.value_or(context.session.terminal.out ? "table" : "tsv"));
}

render::Style OutputOptions::style(const Context& context) const {
    const Terminal& terminal = context.session.terminal;
    return {terminal.width, context.colour_on_out(), local, csv_exact, terminal.out};
}

bool prints_rows(const CLI::App& app) {
    return app.get_option_no_throw("--csv-exact") != nullptr;
}

}  // namespace feedarc::cli
