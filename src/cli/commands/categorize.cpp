#include <feedarc/categorize.hpp>
#include <feedarc/suggest_categories.hpp>

#include "cli/care_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/context.hpp"
#include "cli/counted.hpp"
#include "cli/filter_options.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "cli/stop.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <memory>
#include <ostream>
#include <string_view>

namespace feedarc::cli {
namespace {

using render::Field;
using render::JsonObject;
using render::Kind;
using render::text_or_null;
using render::Value;

struct Options {
    std::optional<std::string> source;
    bool suggest = false, apply = false, take_back = false, dry_run = false, json = false;
    std::optional<std::string> min_confidence;
    std::optional<std::int64_t> limit;
    OutputOptions output;
};

constexpr std::array kCategoryFields{
    Field<CategorizedAs>{{"category"},
                         [](const CategorizedAs& row) { return text_or_null(row.category); }},
    Field<CategorizedAs>{{"records", Kind::integer},
                         [](const CategorizedAs& row) { return Value(row.records); }},
    Field<CategorizedAs>{{"assigned", Kind::integer},
                         [](const CategorizedAs& row) { return Value(row.assigned); }},
};
constexpr render::FieldTable<CategorizedAs> kCategories{kCategoryFields, {}, {}};

// What names a record that has no title.
std::string_view shown_title(const Suggestion& row) {
    return row.title.empty() ? row.excerpt : row.title;
}

constexpr std::array kSuggestionFields{
    Field<Suggestion>{{"id", Kind::integer}, [](const Suggestion& row) { return Value(row.id); }},
    Field<Suggestion>{{"title"},
                      [](const Suggestion& row) { return text_or_null(row.title); },
                      [](const Suggestion& row) { return text_or_null(shown_title(row)); }},
    Field<Suggestion>{{"source"}, [](const Suggestion& row) { return text_or_null(row.source); }},
    Field<Suggestion>{{"category"},
                      [](const Suggestion& row) { return text_or_null(row.category); }},
    Field<Suggestion>{{"confidence"}, [](const Suggestion& row) { return Value(row.confidence); }},
};
constexpr render::FieldTable<Suggestion> kSuggestions{
    kSuggestionFields, "id,confidence,category,title", "id,confidence,category,source,title"};

double confidence_of(const Options& chosen) {
    if (!chosen.min_confidence) return kMinConfidence;
    const std::string& text = *chosen.min_confidence;
    double value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0 && value <= 1)) {
        throw Error(ErrorCode::usage,
                    fmt::format("--min-confidence {}: no number from 0 to 1", text));
    }
    return value;
}

// Throws Error(usage) for options that do not go together.
void check_options(const Options& chosen) {
    if (chosen.json && (chosen.output.format || chosen.output.line_template)) {
        throw Error(ErrorCode::usage, "--json, --format: only one of them");
    }
    const auto refuse = [](const char* option, const char* why) {
        throw Error(ErrorCode::usage, fmt::format("{}: {}", option, why));
    };
    if (!chosen.suggest) {
        if (chosen.apply) refuse("--apply", "goes with --suggest; rules are applied without it");
        if (chosen.min_confidence) refuse("--min-confidence", "goes with --suggest");
        if (chosen.limit) refuse("--limit", "goes with --suggest");
    } else {
        if (chosen.take_back) refuse("--take-back", "does not go with --suggest");
        if (chosen.dry_run) refuse("--dry-run", "--suggest alone writes nothing");
    }
}

CategorizeOptions rule_options(const Context& context, const Options& chosen) {
    CategorizeOptions options;
    options.rules = configuration(context).categories;
    options.source = chosen.source;
    options.dry_run = chosen.dry_run;
    options.now = context.session.now();
    options.wait = context.wait();
    options.stop = stop_of(context);
    return options;
}

void print_json(const Context& context, const CategorizeReport& report, bool dry_run) {
    std::ostream& out = context.session.out;
    for (const CategorizedAs& row : report.categories) {
        out << JsonObject()
                   .add("type", std::string_view("category"))
                   .add("category", std::string_view(row.category))
                   .add("records", row.records)
                   .add("assigned", row.assigned)
                   .text()
            << '\n';
    }
    out << JsonObject()
               .add("type", std::string_view("summary"))
               .add("records", report.records)
               .add("matched", report.matched)
               .add("assigned", report.assigned)
               .add("taken_back", report.taken_back)
               .add("dry_run", dry_run)
               .text()
        << '\n';
}

ExitStatus by_rules(const Context& context, const Options& chosen) {
    const CategorizeOptions options = rule_options(context, chosen);
    const CategorizeReport report = categorize(context.archive_location(), options);
    for (const std::string& problem : report.problems) context.say(problem);
    const bool nothing_new = report.assigned == 0 && report.taken_back == 0;
    const bool silent = context.options.quiet && nothing_new;
    if (chosen.json) {
        print_json(context, report, chosen.dry_run);
    } else if (!silent) {
        auto rows = chosen.output.rows(context, kCategories);
        for (const CategorizedAs& row : report.categories) rows.add(row);
        rows.finish();
        context.session.out.flush();
        if (options.rules.empty()) {
            context.note("there are no rules: write [[category]] tables into the configuration");
        }
        context.tell(fmt::format(
            "{}{} whose pages show no category: {} assigned, {} taken back, {} by rules now",
            chosen.dry_run ? "dry run, nothing stored: " : "",
            counted(report.records, "record", "records"), report.assigned, report.taken_back,
            report.matched));
    }
    return report.problems.empty() ? ExitStatus::ok : ExitStatus::failed;
}

ExitStatus take_back(const Context& context, const Options& chosen) {
    const std::int64_t count =
        take_back_suggested(context.archive_location(), rule_options(context, chosen));
    if (chosen.json) {
        context.session.out << JsonObject()
                                   .add("type", std::string_view("summary"))
                                   .add("taken_back", count)
                                   .add("dry_run", chosen.dry_run)
                                   .text()
                            << '\n';
    } else if (count > 0 || !context.options.quiet) {
        context.tell(fmt::format("{}{} taken back",
                                 chosen.dry_run ? "dry run, nothing stored: " : "",
                                 counted(count, "suggestion", "suggestions")));
    }
    return ExitStatus::ok;
}

void print_json(const Context& context, const SuggestReport& report) {
    std::ostream& out = context.session.out;
    for (const Suggestion& row : report.suggestions) {
        out << JsonObject()
                   .add("type", std::string_view("suggestion"))
                   .add("id", row.id)
                   .add("title", text_or_null(row.title))
                   .add("source", text_or_null(row.source))
                   .add("category", std::string_view(row.category))
                   .add("confidence", row.confidence)
                   .text()
            << '\n';
    }
    out << JsonObject()
               .add("type", std::string_view("summary"))
               .add("examples", report.examples)
               .add("records", report.records)
               .add("suggested", static_cast<std::int64_t>(report.suggestions.size()))
               .add("applied", report.applied)
               .text()
        << '\n';
}

ExitStatus suggest(const Context& context, const Options& chosen) {
    SuggestOptions options;
    options.source = chosen.source;
    options.min_confidence = confidence_of(chosen);
    options.limit = chosen.limit;
    options.apply = chosen.apply;
    options.now = context.session.now();
    options.wait = context.wait();
    options.stop = stop_of(context);
    const SuggestReport report = suggest_categories(context.archive_location(), options);
    if (chosen.json) {
        print_json(context, report);
        return ExitStatus::ok;
    }
    if (context.options.quiet && report.suggestions.empty()) return ExitStatus::ok;
    auto rows = chosen.output.rows(context, kSuggestions);
    for (const Suggestion& row : report.suggestions) rows.add(row);
    rows.finish();
    context.session.out.flush();
    context.tell(fmt::format(
        "{} without a category, {} with one to learn from: {}{}",
        counted(report.records, "record", "records"), report.examples,
        counted(static_cast<std::int64_t>(report.suggestions.size()), "suggestion", "suggestions"),
        chosen.apply ? fmt::format(", {} applied", report.applied)
                     : std::string(report.suggestions.empty() ? "" : " (--apply assigns them)")));
    return ExitStatus::ok;
}

ExitStatus run_categorize(const Context& context, const Options& chosen) {
    check_options(chosen);
    if (chosen.source) require_source(*context.open_archive(), *chosen.source);
    const DeferredInterruption deferred(context.session.interruption);
    if (chosen.suggest) return suggest(context, chosen);
    return chosen.take_back ? take_back(context, chosen) : by_rules(context, chosen);
}

}  // namespace

Action configure_categorize(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_text(options, "--source", chosen->source, "NAME", "Only records of this source");
    add_flag(options, "--suggest", chosen->suggest,
             "Propose categories for records without one, from the texts of those that have one");
    add_text(options, "--min-confidence", chosen->min_confidence, "P",
             "How sure a suggestion must be, from 0 to 1 (0.9)");
    add_number(options, "--limit", chosen->limit, {1}, "N", "At most so many suggestions");
    add_flag(options, "--apply", chosen->apply, "Assign what is suggested");
    add_flag(options, "--take-back", chosen->take_back,
             "Take back what was suggested and assigned");
    add_flag(options, "--dry-run", chosen->dry_run, "Say what would be done, and store nothing");
    add_flag(options, "--json", chosen->json, "Print JSON lines, and a summary");
    chosen->output.add_to(options);
    return [chosen](Context& context) { return run_categorize(context, *chosen); };
}

}  // namespace feedarc::cli
