#include "cli/parser.hpp"

#include <feedarc/error.hpp>
#include <feedarc/version.hpp>

#include "app/library_versions.hpp"
#include "archive/library_version.hpp"
#include "cli/commands/commands.hpp"
#include "cli/examples.hpp"
#include "cli/output_options.hpp"
#include "cli/suggest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace feedarc::cli {
namespace {

std::string version_text() {
    std::string text = fmt::format("feedarc {}\n", kVersion);
    for (const auto& [name, version] : app::library_versions()) {
        text += fmt::format("{} {}\n", name, version);
    }
    if (const std::string notice = archive::library_notice(); !notice.empty()) {
        text += fmt::format("Notice: {}\n", notice);
    }
    return text;
}

// The names, then the global options as the library formats them.
std::string overview(CLI::App& app) {
    std::string text =
        "Keeps what a listing page shows over time.\n\n"
        "Usage: feedarc [GLOBAL OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n";
    for (const Command& command : kCommandTable) {
        if (!command.hidden) text += fmt::format("  {:<17}{}\n", command.name, command.summary);
    }
    text += CLI::Formatter().make_groups(&app, CLI::AppFormatMode::Normal);
    return text + "\nfeedarc COMMAND --help shows the options of a command.\n";
}

std::string examples_text(std::string_view command) {
    std::string text;
    for (const Example& example : examples_of(command)) {
        text += fmt::format("  {}\n      {}\n", example.line, example.meaning);
    }
    return text.empty() ? text : "\nExamples:\n" + text;
}

std::string help_text(CLI::App& app, const Command* command) {
    std::string text = command == nullptr ? overview(app) : app.help();
    if (command != nullptr) text += examples_text(command->name);
    // The library leaves two lines between groups.
    for (std::size_t at = text.find("\n\n\n"); at != std::string::npos;
         at = text.find("\n\n\n", at)) {
        text.erase(at, 1);
    }
    return text;
}

// The first word that looks like an option and is none, with what may have been meant.
std::optional<std::string> unknown_option(const CLI::App& app) {
    for (const std::string& word : app.remaining()) {
        if (word.size() < 2 || word.front() != '-' || word == "--") continue;
        const std::string name = word.substr(0, word.find('='));
        std::vector<std::string> names;
        for (const CLI::Option* option : app.get_options()) {
            for (const std::string& known : option->get_lnames()) names.push_back("--" + known);
        }
        return fmt::format("there is no option '{}'{}", name, did_you_mean(name, names));
    }
    return std::nullopt;
}

// What the library found wrong, in our words where it says little.
std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
    if (auto unknown = unknown_option(app)) return *unknown;
    std::string message = error.what();
    std::replace(message.begin(), message.end(), '\n', ' ');
    return message;
}

void parse_arguments(CLI::App& app, std::vector<std::string> arguments) {
    // The library takes them from the back.
    std::reverse(arguments.begin(), arguments.end());
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::Success&) {
        throw;
    } catch (const CLI::ParseError& error) {
        throw Error(ErrorCode::usage, usage_message(app, error));
    }
    if (auto unknown = unknown_option(app)) throw Error(ErrorCode::usage, *unknown);
    // The library leaves the mark that ends the options among what it did not take.
    const auto extra = app.remaining();
    const auto first = std::find_if(extra.begin(), extra.end(),
                                    [](const std::string& word) { return word != "--"; });
    if (first != extra.end()) {
        throw Error(ErrorCode::usage, fmt::format("'{}' is one argument too many", *first));
    }
}

}  // namespace

Action declare(CLI::App& app, const Command* command, GlobalOptions& globals) {
    Action action;
    if (command != nullptr) {
        app.description(command->summary);
        app.name(fmt::format("feedarc {}", command->name));
    }
    app.allow_extras();
    // Help shows the groups in the order in which they begin: those of the command first.
    app.get_formatter()->label("Positionals", "Arguments");
    app.get_formatter()->label("REQUIRED", "");
    app.set_help_flag();
    if (command != nullptr) action = command->configure(app);
    add_global_options(app, globals);
    app.set_help_flag("-h,--help", "Show this help")->group(kGlobalOptions);
    app.set_version_flag("--version", version_text, "Show the version and those of the libraries")
        ->group(kGlobalOptions);
    return action;
}

void parse(const CommandLine& line, Parsed& parsed) {
    CLI::App app;
    parsed.action = declare(app, line.command, parsed.globals);
    parsed.prints_rows = prints_rows(app);
    if (line.help) {
        parsed.shown = help_text(app, line.command);
        return;
    }
    try {
        parse_arguments(app, line.arguments);
    } catch (const CLI::CallForHelp&) {
        parsed.shown = help_text(app, line.command);
        return;
    } catch (const CLI::CallForVersion&) {
        parsed.shown = version_text();
        return;
    }
    if (line.command == nullptr) {
        throw Error(ErrorCode::usage, "a command is missing (feedarc --help lists them)");
    }
}

}  // namespace feedarc::cli
