#include "app/config.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/context.hpp"

#include <fmt/format.h>

namespace feedarc::cli {
namespace {

std::string line_of(const app::ConfigProblem& problem) {
    std::string line = problem.file;
    if (problem.line > 0) line += fmt::format(":{}", problem.line);
    if (!problem.key.empty()) line += fmt::format(": {}", problem.key);
    return line + ": " + problem.message;
}

ExitStatus check(const Context& context) {
    const std::string path = required_config_path(context);
    const app::ConfigReport report = app::read_config(path, home_of(context));
    for (const app::ConfigProblem& problem : report.problems) context.say(line_of(problem));
    if (!report.problems.empty()) return ExitStatus::usage;
    const std::size_t sources = report.config.sources.size();
    context.note(report.found ? fmt::format("{}: good ({} {})", path, sources,
                                            sources == 1 ? "source" : "sources")
                              : fmt::format("{}: there is none, so defaults apply", path));
    return ExitStatus::ok;
}

}  // namespace

Action configure_config_check(CLI::App&) {
    return check;
}

}  // namespace feedarc::cli
