#pragma once

#include <feedarc/archive.hpp>

#include "base/byte_sink.hpp"
#include "cli/context.hpp"
#include "cli/filter_options.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::cli {

/// What of the archive is to be exported, and how, as options say it.
struct ExportRequest {
    std::string_view format;  ///< the name of the row of the table
    FilterOptions filter;     ///< for what is made of snapshots, its times are those of captures
    bool changes = false;     ///< what happened to the records, and not they themselves
    std::vector<EventKind> events;                  ///< of changes: which
    std::optional<std::string> fields;              ///< of rows
    bool csv_exact = false;                         ///< likewise
    std::optional<std::string> title;               ///< of feeds and sites
    std::optional<std::string> feed_url, home_url;  ///< of feeds
    bool gzip = false;                              ///< of snapshots
    bool to_terminal = false;                       ///< the output goes to one
};

/// What a format is made of, and so which options fit it.
enum class ExportKind { snapshots, rows, feed, site };

/// One row of the table of formats.
struct ExportFormat {
    const char* name;
    ExportKind kind;
    bool for_terminals;  ///< people may read it; else it is not written to a terminal
    const char* file;    ///< its name in a folder; none: it is no part of one
    /// Writes to the sink alone, and returns how many things it wrote.
    std::int64_t (*write)(const Context& context, Archive& archive, const ExportRequest& request,
                          const base::ByteSink& sink);
    /// Of a format that is a folder of files, and takes the place of `write`: writes them into one
    /// that is there.
    std::int64_t (*write_folder)(const Context& context, Archive& archive,
                                 const ExportRequest& request, const std::string& folder) = nullptr;
};

std::int64_t export_as_warc(const Context& context, Archive& archive, const ExportRequest& request,
                            const base::ByteSink& sink);
std::int64_t export_as_rows(const Context& context, Archive& archive, const ExportRequest& request,
                            const base::ByteSink& sink);
std::int64_t export_as_feed(const Context& context, Archive& archive, const ExportRequest& request,
                            const base::ByteSink& sink);
std::int64_t export_as_site(const Context& context, Archive& archive, const ExportRequest& request,
                            const std::string& folder);

/// What feeds and sites are called where nobody says it: by their sources and categories.
[[nodiscard]] std::string default_title(const ExportRequest& request);

/// Every format of `feedarc export`. A new one is its row here and, where it is not of a kind that
/// is there, a file in this folder and its declaration above.
inline constexpr std::array kExportFormats{
    ExportFormat{"atom", ExportKind::feed, true, "atom.xml", export_as_feed},
    ExportFormat{"rss", ExportKind::feed, true, "rss.xml", export_as_feed},
    ExportFormat{"jsonfeed", ExportKind::feed, true, "feed.json", export_as_feed},
    ExportFormat{"csv", ExportKind::rows, true, "records.csv", export_as_rows},
    ExportFormat{"tsv", ExportKind::rows, true, "records.tsv", export_as_rows},
    ExportFormat{"json", ExportKind::rows, true, "records.json", export_as_rows},
    ExportFormat{"jsonl", ExportKind::rows, true, "records.jsonl", export_as_rows},
    ExportFormat{"markdown", ExportKind::rows, true, "records.md", export_as_rows},
    ExportFormat{"html", ExportKind::site, false, nullptr, nullptr, export_as_site},
    ExportFormat{"warc", ExportKind::snapshots, false, nullptr, export_as_warc},
};

}  // namespace feedarc::cli
