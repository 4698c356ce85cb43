#include "app/site.hpp"

#include "base/changed_file.hpp"
#include "cli/exports/exports.hpp"
#include "cli/stop.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

namespace feedarc::cli {
namespace {

// Writes those files of a folder that become different, in folders that are made as they come.
class SiteFolder {
public:
    explicit SiteFolder(std::string folder) : folder_(std::move(folder)) {
        base::remove_left_behind(folder_);
    }

    void write(const std::string& path, std::string_view bytes) {
        const std::string place = folder_ + path;
        const std::string folder = place.substr(0, place.rfind('/'));
        if (made_.insert(folder).second) {
            base::make_public_folders(folder);
            base::remove_left_behind(folder);
        }
        ++files_;
        if (changed_.write(place, bytes)) ++written_;
    }

    void finish() { changed_.finish(); }

    [[nodiscard]] std::string report() const {
        return fmt::format("{} files written, {} are as they were", written_, files_ - written_);
    }

private:
    const std::string folder_;  // with a slash at its end
    std::set<std::string> made_;
    base::ChangedFiles changed_;
    std::int64_t files_ = 0, written_ = 0;
};

}  // namespace

std::int64_t export_as_site(const Context& context, Archive& archive, const ExportRequest& request,
                            const std::string& folder) {
    app::SiteRequest wanted;
    wanted.title = request.title.value_or(default_title(request));
    wanted.filter = request.filter.filter(context);
    wanted.at = request.filter.as_of(context);
    wanted.stop = stop_of(context);
    SiteFolder files(folder);
    const std::int64_t records = app::write_site(
        archive, wanted,
        [&files](const std::string& path, std::string_view bytes) { files.write(path, bytes); });
    files.finish();
    if (!context.options.quiet) {
        context.tell(fmt::format("{} records; {}", records, files.report()));
    }
    return records;
}

}  // namespace feedarc::cli
