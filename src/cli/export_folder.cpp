#include "cli/export_folder.hpp"

#include <feedarc/error.hpp>

#include "base/changed_file.hpp"
#include "base/safe_file_name.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace feedarc::cli {
namespace {

// A part of the records with a folder of its own.
struct Part {
    std::string folder;  ///< below the whole one, with a slash at its end; empty: all of it
    ExportRequest request;
};

class Parts {
public:
    explicit Parts(ExportRequest request) : whole_(std::move(request)) {
        parts_.push_back({"", whole_});
    }

    // Categories are compared without regard to letter case, so their names are.
    void add_categories(Archive& archive) {
        const std::vector<std::string>& chosen = whole_.filter.categories;
        std::set<std::string> wanted;
        for (const std::string& name : chosen) wanted.insert(text::fold(name));
        for (const CategoryInfo& category : archive.categories(whole_.filter.source)) {
            const std::string key = text::fold(category.name);
            if (!wanted.empty() && !wanted.contains(key)) continue;
            add("category", key).filter.categories = {category.name};
        }
    }

    void add_sources(Archive& archive) {
        for (const SourceInfo& source : archive.sources()) {
            if (whole_.filter.source && *whole_.filter.source != source.name) continue;
            add("source", source.name).filter.source = source.name;
        }
    }

    [[nodiscard]] const std::vector<Part>& all() const { return parts_; }

private:
    ExportRequest& add(std::string_view kind, std::string_view name) {
        std::string folder = fmt::format("{}/{}/", kind, base::safe_file_name(name));
        if (!folders_.insert(folder).second) {
            throw Error(ErrorCode::io,
                        fmt::format("{}: two names of this archive give this folder", folder));
        }
        parts_.push_back({std::move(folder), whole_});
        return parts_.back().request;
    }

    const ExportRequest whole_;
    std::vector<Part> parts_;
    std::set<std::string> folders_;
};

std::string file_name(const ExportFormat& format, bool changes) {
    return changes ? fmt::format("changes-{}", format.file) : format.file;
}

// Where a feed of a folder can be had, if the folder can be had at the URL that was given.
std::optional<std::string> url_in(const std::optional<std::string>& folder, const Part& part,
                                  const std::string& file) {
    if (!folder) return std::nullopt;
    return *folder + (folder->ends_with('/') ? "" : "/") + part.folder + file;
}

}  // namespace

std::int64_t export_to_folder(const Context& context, Archive& archive, const FolderExport& wanted,
                              const ExportRequest& request) {
    Parts parts(request);
    if (wanted.per_category) parts.add_categories(archive);
    if (wanted.per_source) parts.add_sources(archive);
    std::int64_t of_whole = 0;
    std::int64_t written = 0;
    std::int64_t files = 0;
    base::ChangedFiles changed;
    for (const Part& part : parts.all()) {
        const std::string folder = wanted.folder + "/" + part.folder;
        base::make_public_folders(folder);
        base::remove_left_behind(folder);
        for (const ExportFormat* const format : wanted.formats) {
            ExportRequest own = part.request;
            own.format = format->name;
            std::int64_t things = 0;
            if (format->write_folder != nullptr) {
                things = format->write_folder(context, archive, own, folder);
            } else {
                const std::string file = file_name(*format, own.changes);
                own.feed_url = url_in(request.feed_url, part, file);
                std::string bytes;
                things = format->write(context, archive, own,
                                       [&bytes](std::string_view piece) { bytes += piece; });
                ++files;
                if (changed.write(folder + file, bytes)) ++written;
            }
            if (part.folder.empty()) of_whole = things;
        }
    }
    changed.finish();
    if (files > 0 && !context.options.quiet) {
        context.tell(
            fmt::format("{} files written, {} are as they were", written, files - written));
    }
    return of_whole;
}

}  // namespace feedarc::cli
