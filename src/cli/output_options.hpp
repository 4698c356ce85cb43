#pragma once

#include "cli/context.hpp"
#include "render/renderer.hpp"
#include "render/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace feedarc::cli {

/// So many rows of a long list are shown on a terminal, as many as fit on a screen or two. Whoever
/// pipes the list wants all of it.
inline constexpr std::int64_t kLimitOnTerminal = 50;

/// How a command that prints rows writes them.
struct OutputOptions {
    std::optional<std::string> format;
    std::optional<std::string> fields;
    std::optional<std::string> line_template;
    bool local = false;
    bool csv_exact = false;

    /// Declares `--format`, `--local` and `--csv-exact`; for rows `--fields` too.
    void add_to(CLI::App& app, bool with_fields = true);
    /// Declares `--template`, for rows.
    void add_template_to(CLI::App& app);

    /// The format asked for; else a table on a terminal and TSV into a pipe. Throws Error(usage)
    /// for a template beside what it does itself.
    [[nodiscard]] const render::Format& chosen_format(const Context& context) const;
    [[nodiscard]] render::Style style(const Context& context) const;

    /// Those of `--fields` or of the template.
    [[nodiscard]] std::optional<std::string> chosen_fields() const;

    /// The rows of a command, in the format and with the fields asked for.
    template <typename Item>
    [[nodiscard]] render::Rows<Item> rows(const Context& context,
                                          const render::FieldTable<Item>& table) const {
        return render::Rows<Item>(table, chosen_format(context), chosen_fields(), style(context),
                                  context.session.out);
    }
};

/// Whether a command has these options: then what it prints is data, in rows.
[[nodiscard]] bool prints_rows(const CLI::App& app);

}  // namespace feedarc::cli
