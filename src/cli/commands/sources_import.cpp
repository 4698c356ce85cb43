#include <feedarc/read.hpp>

#include "app/config_values.hpp"
#include "app/source_names.hpp"
#include "base/file.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "read/feed/opml.hpp"
#include "text/url.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <set>
#include <vector>

namespace feedarc::cli {
namespace {

struct Import {
    std::vector<app::NewSource> added;
    std::vector<std::string> refused;  ///< lines for people
    std::size_t known = 0;             ///< were configured already, or stand in the list twice
};

std::string read_list(const Context& context, const std::string& file) {
    const std::size_t limit = ReadLimits().page_bytes;
    if (file != "-") return base::read_file(file, limit);
    return base::read_rest({}, context.session.input, "standard input", limit);
}

Import choose(const std::vector<read::OutlinedFeed>& feeds, const app::Config& config) {
    Import chosen;
    std::set<std::string> urls;
    for (const ConfiguredSource& source : config.sources) {
        if (auto url = text::canonical_url(source.url)) urls.insert(*std::move(url));
    }
    app::SourceNames names(config.sources);
    for (const read::OutlinedFeed& feed : feeds) {
        const auto url = text::canonical_url(feed.url);
        if (const auto problem = app::url_problem(feed.url)) {
            chosen.refused.push_back(fmt::format("{}: {}", feed.title, *problem));
        } else if (!urls.insert(*url).second) {
            ++chosen.known;
        } else {
            chosen.added.push_back({names.take(feed.title, feed.url), feed.url});
        }
    }
    return chosen;
}

ExitStatus import(const Context& context, const std::string& file) {
    const auto feeds = read::read_opml(read_list(context, file));
    const std::string path = required_config_path(context);
    Import chosen;
    change_configuration(context, [&](const std::string& text, const app::Config& config) {
        chosen = choose(feeds, config);
        return app::with_sources(text, chosen.added, path, home_of(context));
    });
    for (const app::NewSource& source : chosen.added) {
        context.session.out << fmt::format("added {}  {}\n", text::visible(source.name),
                                           text::visible(source.url));
    }
    for (const std::string& line : chosen.refused) context.say(line);
    context.note(fmt::format("{} added, {} configured already, {} refused", chosen.added.size(),
                             chosen.known, chosen.refused.size()));
    return chosen.refused.empty() ? ExitStatus::ok : ExitStatus::failed;
}

}  // namespace

Action configure_sources_import(CLI::App& options) {
    auto file = std::make_shared<std::string>();
    add_argument(options, "FILE", *file, "A list of subscriptions (OPML); - is standard input");
    return [file](Context& context) { return import(context, *file); };
}

}  // namespace feedarc::cli
