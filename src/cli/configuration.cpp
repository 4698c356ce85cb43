#include "cli/configuration.hpp"

#include <feedarc/error.hpp>

#include "cli/suggest.hpp"

#include <fmt/format.h>

namespace feedarc::cli {

std::string home_of(const Context& context) {
    return context.session.environment("HOME").value_or("");
}

std::string required_config_path(const Context& context) {
    auto path = context.config_path();
    if (!path) {
        throw Error(ErrorCode::usage,
                    "there is no home folder to find the configuration in: give --config PATH");
    }
    if (path->empty()) throw Error(ErrorCode::usage, "--config: the path is empty");
    return *std::move(path);
}

app::Config configuration(const Context& context) {
    const auto path = context.config_path();
    return path ? app::load_config(*path, home_of(context)) : app::Config();
}

void change_configuration(const Context& context, const app::ConfigChange& change) {
    app::change_config(required_config_path(context), home_of(context), context.wait(), change);
}

const ConfiguredSource& configured_source(const app::Config& config, const std::string& name) {
    std::vector<std::string> names;
    for (const ConfiguredSource& source : config.sources) {
        if (source.name == name) return source;
        names.push_back(source.name);
    }
    throw Error(ErrorCode::not_found, fmt::format("there is no source '{}' in the configuration{}",
                                                  name, did_you_mean(name, names)));
}

void no_such_source(const std::string& name, const std::vector<std::string>& names) {
    throw Error(ErrorCode::not_found,
                fmt::format("there is no source '{}'{}", name, did_you_mean(name, names)));
}

}  // namespace feedarc::cli
