#include <feedarc/error.hpp>

#include "app/config_values.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::string name;
    std::string url;
};

ExitStatus set_url(const Context& context, const Options& chosen) {
    if (const auto problem = app::url_problem(chosen.url)) {
        throw Error(ErrorCode::usage, fmt::format("URL: {}", *problem));
    }
    const std::string path = required_config_path(context);
    change_configuration(context, [&](const std::string& text, const app::Config& config) {
        const ConfiguredSource& source = configured_source(config, chosen.name);
        const auto* const holder = find_source(config.sources, chosen.url);
        if (holder != nullptr && holder != &source) {
            throw Error(ErrorCode::usage,
                        fmt::format("the source '{}' has this URL already", holder->name));
        }
        return app::with_url(text, chosen.name, chosen.url, path, home_of(context));
    });
    context.session.out << fmt::format("set {}  {}\n", text::visible(chosen.name),
                                       text::visible(chosen.url));
    return ExitStatus::ok;
}

ExitStatus remove(const Context& context, const Options& chosen) {
    const std::string path = required_config_path(context);
    change_configuration(context, [&](const std::string& text, const app::Config& config) {
        static_cast<void>(configured_source(config, chosen.name));
        return app::without_source(text, chosen.name, path, home_of(context));
    });
    context.session.out << fmt::format("removed {}\n", text::visible(chosen.name));
    context.note("it is no longer captured; the archive keeps what it has of it");
    return ExitStatus::ok;
}

}  // namespace

Action configure_sources_set_url(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "NAME", chosen->name, "The name of a configured source");
    add_argument(options, "URL", chosen->url, "Its new address");
    return [chosen](Context& context) { return set_url(context, *chosen); };
}

Action configure_sources_remove(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "NAME", chosen->name, "The name of a configured source");
    return [chosen](Context& context) { return remove(context, *chosen); };
}

}  // namespace feedarc::cli
