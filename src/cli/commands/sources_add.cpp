#include <feedarc/error.hpp>

#include "app/config_values.hpp"
#include "app/source_names.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>

namespace feedarc::cli {
namespace {

struct Options {
    std::string url;
    std::optional<std::string> name;
    std::optional<std::string> every;
    std::optional<std::string> category;
};

void require_good(const char* what, const std::optional<std::string>& problem) {
    if (problem) throw Error(ErrorCode::usage, fmt::format("{}: {}", what, *problem));
}

void check(const Options& chosen) {
    require_good("URL", app::url_problem(chosen.url));
    if (chosen.category) require_good("--category", app::line_problem(*chosen.category));
    if (chosen.name) {
        if (chosen.name->empty()) throw Error(ErrorCode::usage, "--name: must not be empty");
        require_good("--name", app::line_problem(*chosen.name));
    }
    if (!chosen.every) return;
    const auto every = app::parse_duration(*chosen.every);
    if (!every || *every < app::kLeastEvery || *every > app::kMostEvery ||
        *every % std::chrono::seconds(1) != std::chrono::milliseconds(0)) {
        throw Error(ErrorCode::usage,
                    fmt::format("--every: '{}' is no duration from {} to {}, such as 30m or 1h 30m",
                                *chosen.every, app::duration_text(app::kLeastEvery),
                                app::duration_text(app::kMostEvery)));
    }
}

app::NewSource new_source(const Options& chosen, const app::Config& config) {
    if (const auto* const known = find_source(config.sources, chosen.url)) {
        throw Error(ErrorCode::usage,
                    fmt::format("the source '{}' has this URL already", known->name));
    }
    app::SourceNames names(config.sources);
    if (chosen.name && names.is_taken(*chosen.name)) {
        throw Error(ErrorCode::usage,
                    fmt::format("there is a source '{}' already: give another --name, or change "
                                "its address with feedarc sources set-url",
                                *chosen.name));
    }
    return {chosen.name ? *chosen.name : names.take("", chosen.url), chosen.url, chosen.every,
            chosen.category.value_or("")};
}

ExitStatus add(const Context& context, const Options& chosen) {
    check(chosen);
    const std::string path = required_config_path(context);
    app::NewSource added;
    change_configuration(context, [&](const std::string& text, const app::Config& config) {
        added = new_source(chosen, config);
        return app::with_sources(text, std::array{added}, path, home_of(context));
    });
    context.session.out << fmt::format("added {}  {}\n", text::visible(added.name),
                                       text::visible(added.url));
    return ExitStatus::ok;
}

}  // namespace

Action configure_sources_add(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_argument(options, "URL", chosen->url, "The address of the page");
    add_text(options, "--name", chosen->name, "NAME", "Its name (the host of the URL)");
    add_text(options, "--every", chosen->every, "DURATION",
             "At least this lies between two captures, such as 30m");
    add_text(options, "--category", chosen->category, "NAME",
             "The category of records whose page shows none");
    return [chosen](Context& context) { return add(context, *chosen); };
}

}  // namespace feedarc::cli
