#include <feedarc/error.hpp>

#include "cli/commands/commands.hpp"
#include "cli/corrected_report.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace feedarc::cli {

namespace {

using render::Field;
using render::Kind;
using render::text_or_null;
using render::Value;

// A correction with what it is about, in words.
struct Row {
    Correction correction;
    std::string about;
};

constexpr std::array kFields{
    Field<Row>{{"id", Kind::integer}, [](const Row& row) { return Value(row.correction.id); }},
    Field<Row>{{"made_at", Kind::time},
               [](const Row& row) { return Value(row.correction.made_at); }},
    Field<Row>{{"kind"},
               [](const Row& row) { return text_or_null(to_string(row.correction.kind)); }},
    Field<Row>{{"in_force", Kind::boolean},
               [](const Row& row) { return Value(row.correction.in_force); }},
    Field<Row>{{"source"}, [](const Row& row) { return text_or_null(row.correction.source); }},
    Field<Row>{{"about"}, [](const Row& row) { return text_or_null(row.about); }},
    Field<Row>{{"uuid"}, [](const Row& row) { return Value(row.correction.uuid.hex()); }},
};

constexpr render::FieldTable<Row> kTable{kFields, "id,made_at,kind,in_force,source,about", {}};

struct Options {
    std::optional<std::string> correction;
    bool list = false;
    bool json = false;
    OutputOptions output;
};

std::string title_of(Archive& archive, const std::vector<ContentRef>& contents) {
    for (const ContentRef& ref : contents) {
        const auto entry = archive.content(ref.content);
        if (entry) return entry->title.empty() ? entry->excerpt : entry->title;
    }
    return "(not in this archive)";
}

std::string about(Archive& archive, const std::vector<Correction>& all,
                  const Correction& correction) {
    switch (correction.kind) {
        case CorrectionKind::join:
            return fmt::format("{} | {}", title_of(archive, correction.one),
                               title_of(archive, correction.other));
        case CorrectionKind::split:
            return fmt::format("{} | not {}", title_of(archive, correction.one),
                               title_of(archive, correction.other));
        case CorrectionKind::undo: break;
        case CorrectionKind::forget:
        case CorrectionKind::amend: {
            std::string text = fmt::format(
                "the capture of {}{}{}", format_time(correction.snapshot->captured_at),
                correction.snapshot->page_url.empty() ? "" : " of ", correction.snapshot->page_url);
            if (correction.new_source) text += fmt::format(", source {}", *correction.new_source);
            if (correction.new_captured_at) {
                text += fmt::format(", captured {}", format_time(*correction.new_captured_at));
            }
            return text;
        }
    }
    const auto undone = std::find_if(all.begin(), all.end(), [&](const Correction& one) {
        return one.uuid == correction.undoes;
    });
    return undone == all.end() ? "" : fmt::format("correction {}", undone->id);
}

ExitStatus list(const Context& context, const Options& chosen) {
    auto rows = chosen.output.rows(context, kTable);
    const auto archive = context.open_archive();
    std::vector<Correction> all = archive->corrections();
    mark_in_force(all);
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
        rows.add({*at, about(*archive, all, *at)});
    }
    rows.finish();
    return ExitStatus::ok;
}

ExitStatus undo(const Context& context, const Options& chosen) {
    if (chosen.list) {
        if (chosen.correction) {
            throw Error(ErrorCode::usage, "undo: --list takes no CORRECTION");
        }
        return list(context, chosen);
    }
    std::optional<std::int64_t> wanted;
    if (chosen.correction) wanted = parse_id("CORRECTION", *chosen.correction);
    return correct(context, chosen.json, "",
                   [&](Corrector& corrector) { return corrector.undo(wanted); });
}

}  // namespace

Action configure_undo(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_optional_argument(options, "CORRECTION", chosen->correction,
                          "The number of a correction (the latest that is in force)");
    add_flag(options, "--list", chosen->list, "List all corrections, the latest first");
    add_json_option(options, chosen->json);
    chosen->output.add_to(options);
    return [chosen](Context& context) { return undo(context, *chosen); };
}

}  // namespace feedarc::cli
