#include "app/source_ids.hpp"

#include <feedarc/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::app {

std::set<SourceId> source_ids(Archive& archive, const std::vector<std::string>& names) {
    std::set<SourceId> ids;
    if (names.empty()) return ids;
    const auto sources = archive.sources();
    for (const std::string& name : names) {
        const auto found =
            std::find_if(sources.begin(), sources.end(),
                         [&](const SourceInfo& source) { return source.name == name; });
        if (found == sources.end()) {
            throw Error(ErrorCode::not_found,
                        fmt::format("there is no source '{}' in the archive (feedarc sources lists "
                                    "them)",
                                    name));
        }
        ids.insert(found->id);
    }
    return ids;
}

}  // namespace feedarc::app
