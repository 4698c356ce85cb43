#include "cli/source_rows.hpp"

#include <feedarc/archive.hpp>

#include "cli/configuration.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace feedarc::cli {
namespace {

std::vector<SourceInfo> archived_sources(const Context& context, bool may_be_missing) {
    std::error_code error;
    if (may_be_missing && !std::filesystem::exists(context.archive_location(), error) && !error) {
        return {};
    }
    return context.open_archive()->sources();
}

}  // namespace

std::vector<SourceRow> source_rows(const Context& context) {
    std::vector<ConfiguredSource> configured = configuration(context).sources;
    std::vector<SourceRow> rows;
    for (SourceInfo& info : archived_sources(context, !configured.empty())) {
        rows.push_back({std::move(info), true, std::nullopt});
    }
    for (ConfiguredSource& source : configured) {
        auto row = std::find_if(rows.begin(), rows.end(), [&](const SourceRow& archived) {
            return archived.info.name == source.name;
        });
        if (row == rows.end()) {
            row = rows.insert(rows.end(), SourceRow());
            row->info.name = source.name;
        }
        // The archive may not have been told of the latest one.
        if (!source.url.empty()) row->info.url = source.url;
        row->configured = std::move(source);
    }
    return rows;
}

}  // namespace feedarc::cli
