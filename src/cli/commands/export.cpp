#include <feedarc/error.hpp>

#include "base/atomic_file.hpp"
#include "cli/commands/commands.hpp"
#include "cli/export_folder.hpp"
#include "cli/exports/exports.hpp"
#include "cli/options.hpp"
#include "cli/suggest.hpp"
#include "text/uri.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <unistd.h>

namespace feedarc::cli {
namespace {

using Formats = std::vector<const ExportFormat*>;

struct Options {
    std::vector<std::string> formats, events;
    std::optional<std::string> out;
    ExportRequest request;
    bool warc = false;
    bool per_category = false;
    bool per_source = false;
};

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const ExportFormat& format : kExportFormats) names.emplace_back(format.name);
    return names;
}

Formats chosen_formats(const Options& chosen) {
    std::vector<std::string> names = chosen.formats;
    if (chosen.warc) {
        if (std::any_of(names.begin(), names.end(),
                        [](const auto& name) { return name != "warc"; })) {
            throw Error(ErrorCode::usage, "--warc, --format: only one of them");
        }
        names = {"warc"};
    }
    if (names.empty()) {
        throw Error(ErrorCode::usage,
                    fmt::format("--format: say which ({})", fmt::join(format_names(), ", ")));
    }
    Formats formats;
    for (const ExportFormat& format : kExportFormats) {
        if (std::find(names.begin(), names.end(), format.name) != names.end()) {
            formats.push_back(&format);
        }
    }
    return formats;
}

bool any_of_kind(const Formats& formats, ExportKind kind) {
    return std::any_of(formats.begin(), formats.end(),
                       [&](const ExportFormat* format) { return format->kind == kind; });
}

[[noreturn]] void refuse(std::string_view option, std::string_view reason) {
    throw Error(ErrorCode::usage, fmt::format("{}: {}", option, reason));
}

// Of the filters those alone that the thing exported has.
void check_filters(const ExportRequest& request, std::initializer_list<std::string_view> known,
                   std::string_view what) {
    for (const auto& [option, value] : request.filter.given()) {
        if (std::find(known.begin(), known.end(), option) != known.end()) continue;
        refuse(option,
               fmt::format("does not choose {} (what does: {})", what, fmt::join(known, ", ")));
    }
}

void check_snapshots(const Formats& formats, const Options& chosen) {
    const bool warc = any_of_kind(formats, ExportKind::snapshots);
    if (chosen.request.gzip && !warc) {
        refuse("--gzip", "packs --format warc alone; pipe others through gzip");
    }
    if (!warc) return;
    if (formats.size() > 1) refuse("--format warc", "is a file of its own, with no other format");
    check_filters(chosen.request, {"--source", "--since", "--until"}, "snapshots");
}

void check_feeds(const Formats& formats, const Options& chosen) {
    const ExportRequest& request = chosen.request;
    if (request.changes) {
        const bool others = std::any_of(formats.begin(), formats.end(), [](const auto* format) {
            return format->kind != ExportKind::feed;
        });
        if (others) refuse("--changes", "is for feeds alone; `feedarc log` has other formats");
        check_filters(request, {"--category", "--source", "--since", "--until", "--limit"},
                      "changes");
    }
    if (!request.events.empty() && !request.changes) refuse("--event", "goes with --changes");
    if (any_of_kind(formats, ExportKind::feed)) return;
    if (request.title && !any_of_kind(formats, ExportKind::site)) {
        refuse("--title", "is for feeds (atom, rss, jsonfeed) and html");
    }
    for (const auto& [option, value] :
         {std::pair("--feed-url", &request.feed_url), std::pair("--home-url", &request.home_url)}) {
        if (*value) refuse(option, "is for feeds (atom, rss, jsonfeed)");
    }
}

void check_site(const Formats& formats, const Options& chosen) {
    if (!any_of_kind(formats, ExportKind::site)) return;
    // In its folder they would be among the pages of the whole.
    constexpr const char* kOwn = "html has pages of its own for each category and each source";
    if (chosen.per_category) refuse("--per-category", kOwn);
    if (chosen.per_source) refuse("--per-source", kOwn);
}

void check_rows(const Formats& formats, const ExportRequest& request) {
    if (any_of_kind(formats, ExportKind::rows)) return;
    if (request.fields) refuse("--fields", "is for rows (csv, tsv, json, jsonl, markdown)");
    if (request.csv_exact) refuse("--csv-exact", "is for --format csv");
}

std::optional<std::string> checked_url(const char* option, const std::optional<std::string>& url) {
    if (!url) return std::nullopt;
    auto uri = text::web_uri(*url);
    if (!uri) refuse(option, fmt::format("'{}' is no absolute http or https URL", *url));
    return uri;
}

EventKind kind_named(const std::string& name) {
    const auto kind = event_kind_from(name);
    if (!kind) {
        refuse(fmt::format("--event {}", name),
               fmt::format("there is no such event{}", did_you_mean(name, event_kind_names())));
    }
    return *kind;
}

// What does not fit together is refused before anything is opened or written.
ExportRequest checked_request(const Context& context, const Formats& formats,
                              const Options& chosen) {
    ExportRequest request = chosen.request;
    for (const std::string& name : chosen.events) request.events.push_back(kind_named(name));
    Options with_events = chosen;
    with_events.request = request;
    check_snapshots(formats, with_events);
    check_feeds(formats, with_events);
    check_rows(formats, request);
    check_site(formats, chosen);
    if (request.title && request.title->empty()) refuse("--title", "the title is empty");
    request.feed_url = checked_url("--feed-url", request.feed_url);
    request.home_url = checked_url("--home-url", request.home_url);
    (void)request.filter.filter(context);
    (void)request.filter.as_of(context);
    return request;
}

bool is_folder(const Options& chosen, const Formats& formats) {
    std::error_code error;
    return chosen.out->ends_with('/') || formats.size() > 1 || chosen.per_category ||
           chosen.per_source || formats.front()->write_folder != nullptr ||
           std::filesystem::is_directory(*chosen.out, error);
}

std::int64_t write_folder(const Context& context, Archive& archive, const Options& chosen,
                          const Formats& formats, const ExportRequest& request) {
    FolderExport wanted{*chosen.out, formats, chosen.per_category, chosen.per_source};
    while (wanted.folder.size() > 1 && wanted.folder.ends_with('/')) wanted.folder.pop_back();
    return export_to_folder(context, archive, wanted, request);
}

std::int64_t write_file(const Context& context, Archive& archive, const std::string& path,
                        const ExportFormat& format, const ExportRequest& request) {
    // Of an export that was killed.
    for (const std::string& left : base::left_behind(base::resolve_links(path))) {
        ::unlink(left.c_str());
    }
    base::AtomicFile file(path);
    const std::int64_t written = format.write(
        context, archive, request, [&file](std::string_view bytes) { file.write(bytes); });
    file.finish();
    return written;
}

std::int64_t write_out(const Context& context, Archive& archive, const ExportFormat& format,
                       const ExportRequest& request) {
    std::ostream& out = context.session.out;
    const std::int64_t written =
        format.write(context, archive, request, [&out](std::string_view bytes) {
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        });
    out.flush();
    return written;
}

void check_place(const Context& context, const Options& chosen, const Formats& formats,
                 const ExportRequest& request) {
    const ExportFormat& format = *formats.front();
    if (!chosen.out) {
        if (formats.size() > 1) refuse("--format", "more than one go into a folder: --out FOLDER");
        if (format.write_folder != nullptr) refuse(format.name, "is a folder: give --out FOLDER");
        if (chosen.per_category) refuse("--per-category", "goes with --out FOLDER");
        if (chosen.per_source) refuse("--per-source", "goes with --out FOLDER");
        if (context.session.terminal.out && (!format.for_terminals || request.gzip)) {
            throw Error(ErrorCode::usage,
                        fmt::format("{} is nothing for a terminal: give --out FILE, or write it "
                                    "to a file or a pipe",
                                    format.name));
        }
        return;
    }
    if (chosen.out->empty()) refuse("--out", "the path is empty");
    if (is_folder(chosen, formats) && format.file == nullptr && format.write_folder == nullptr) {
        refuse(fmt::format("--out {}", *chosen.out),
               fmt::format("is a folder, and {} is one file: give its name, too", format.name));
    }
}

void explain_nothing(const Context& context, Archive& archive, const ExportRequest& request) {
    Filter named;
    named.source = request.filter.source;
    named.categories = request.filter.categories;
    explain_no_match(context, archive, named);
}

ExitStatus run_export(const Context& context, const Options& chosen) {
    const Formats formats = chosen_formats(chosen);
    ExportRequest request = checked_request(context, formats, chosen);
    check_place(context, chosen, formats, request);
    request.format = formats.front()->name;
    const bool packed = chosen.out && chosen.out->ends_with(".gz");
    if (packed && formats.front()->kind == ExportKind::snapshots) request.gzip = true;
    request.to_terminal = !chosen.out && context.session.terminal.out;
    const DeferredInterruption deferred(context.session.interruption);
    const auto archive = context.open_archive();
    std::int64_t written = 0;
    if (!chosen.out) {
        written = write_out(context, *archive, *formats.front(), request);
    } else if (is_folder(chosen, formats)) {
        written = write_folder(context, *archive, chosen, formats, request);
    } else {
        written = write_file(context, *archive, *chosen.out, *formats.front(), request);
    }
    if (written == 0) explain_nothing(context, *archive, request);
    return ExitStatus::ok;
}

void add_options_of_feeds(CLI::App& options, Options& chosen) {
    constexpr const char* kGroup = "Feeds";
    ExportRequest& request = chosen.request;
    add_flag(options, "--changes", request.changes,
             "What happened to the records (appeared, returned, revised, removed), not they")
        .group(kGroup);
    add_texts(options, "--event", chosen.events, "KIND",
              "Of changes: this kind, as `log` has them (may be repeated)")
        .group(kGroup);
    add_text(options, "--title", request.title, "TEXT",
             "Its title, also of html (the source, the category)")
        .group(kGroup);
    add_text(options, "--feed-url", request.feed_url, "URL",
             "Where it will be had; of a folder, where that will be")
        .group(kGroup);
    add_text(options, "--home-url", request.home_url, "URL",
             "The page that it is about (that of the source)")
        .group(kGroup);
}

}  // namespace

Action configure_export(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    ExportRequest& request = chosen->request;
    add_choices(options, "--format", chosen->formats, format_names(),
                "What to write (into a folder also several: may be repeated)");
    add_flag(options, "--warc", chosen->warc, "The same as --format warc");
    add_text(
        options, "--out", chosen->out, "FILE|FOLDER",
        "Write to this file, which is replaced once all is written, or to files in this folder "
        "(standard output)");
    add_flag(options, "--per-category", chosen->per_category,
             "Into the folder also those of each category, in category/NAME/");
    add_flag(options, "--per-source", chosen->per_source,
             "Into the folder also those of each source, in source/NAME/");
    add_flag(options, "--gzip", request.gzip,
             "Pack the WARC file (where the name of the file ends in .gz)");
    add_text(options, "--fields", request.fields, "NAME,NAME",
             "Of rows: only these fields, in this order");
    add_flag(options, "--csv-exact", request.csv_exact,
             "CSV as it is stored: without the guard against formulas, nothing escaped");
    add_options_of_feeds(options, *chosen);
    request.filter.add_to(options);
    request.filter.add_search_to(options);
    return [chosen](Context& context) { return run_export(context, *chosen); };
}

}  // namespace feedarc::cli
