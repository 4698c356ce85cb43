#include "cli/commands/commands.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"

#include <memory>

namespace feedarc::cli {
namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;

constexpr std::array kFields{
    Field<CategoryInfo>{{"category"},
                        [](const CategoryInfo& row) { return text_or_null(row.name); },
                        [](const CategoryInfo& row) {
                            return row.name.empty() ? Value(std::string_view("(none)"))
                                                    : Value(std::string_view(row.name));
                        }},
    Field<CategoryInfo>{{"records", Kind::integer},
                        [](const CategoryInfo& row) { return Value(row.records); }},
    Field<CategoryInfo>{{"assigned", Kind::integer},
                        [](const CategoryInfo& row) { return Value(row.assigned); }},
    Field<CategoryInfo>{{"last_seen", Kind::time},
                        [](const CategoryInfo& row) { return Value(row.last_seen); }},
};

constexpr render::FieldTable<CategoryInfo> kTable{kFields, {}, {}};

struct Options {
    std::optional<std::string> source;
    OutputOptions output;
};

}  // namespace

Action configure_categories(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_text(options, "--source", chosen->source, "NAME", "Only those of this source");
    chosen->output.add_to(options);
    return [chosen](Context& context) {
        auto rows = chosen->output.rows(context, kTable);
        const auto archive = context.open_archive();
        const auto categories = archive->categories(chosen->source);
        for (const CategoryInfo& category : categories) rows.add(category);
        rows.finish();
        if (categories.empty()) {
            Filter filter;
            filter.source = chosen->source;
            explain_no_match(context, *archive, filter);
        }
        return ExitStatus::ok;
    };
}

}  // namespace feedarc::cli
