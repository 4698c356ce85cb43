#include <feedarc/error.hpp>
#include <feedarc/version.hpp>

#include "app/library_versions.hpp"
#include "archive/library_version.hpp"
#include "cli/command_line.hpp"
#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/suggest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <new>
#include <ostream>
#include <span>

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
        text += fmt::format("  {:<17}{}\n", command.name, command.summary);
    }
    text += CLI::Formatter().make_groups(&app, CLI::AppFormatMode::Normal);
    return text + "\nfeedarc COMMAND --help shows the options of a command.\n";
}

std::string help_text(CLI::App& app, bool named) {
    std::string text = named ? app.help() : overview(app);
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

struct Parsed {
    GlobalOptions globals;
    Action action;
    std::string shown;  ///< help or version: printed in place of any work
};

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
    // The mark behind which there are no options is among them.
    auto extra = app.remaining();
    extra.erase(std::remove(extra.begin(), extra.end(), "--"), extra.end());
    if (!extra.empty()) {
        throw Error(ErrorCode::usage, fmt::format("'{}' is one argument too many", extra.front()));
    }
}

// Fills `parsed`, whose globals the options write to: it must not move.
void parse(const CommandLine& line, Parsed& parsed) {
    const bool named = line.command != nullptr;
    CLI::App app(named ? line.command->summary : "", named ? line.command->name : "");
    if (named) app.name(fmt::format("feedarc {}", line.command->name));
    app.allow_extras();
    // Help shows the groups in the order in which they begin: those of the command first.
    app.get_formatter()->label("Positionals", "Arguments");
    app.get_formatter()->label("REQUIRED", "");
    app.set_help_flag();
    if (named) parsed.action = line.command->configure(app);
    add_global_options(app, parsed.globals);
    app.set_help_flag("-h,--help", "Show this help")->group(kGlobalOptions);
    app.set_version_flag("--version", version_text, "Show the version and those of the libraries")
        ->group(kGlobalOptions);
    if (line.help) {
        parsed.shown = help_text(app, named);
        return;
    }
    try {
        parse_arguments(app, line.arguments);
    } catch (const CLI::CallForHelp&) {
        parsed.shown = help_text(app, named);
        return;
    } catch (const CLI::CallForVersion&) {
        parsed.shown = version_text();
        return;
    }
    if (!named) {
        throw Error(ErrorCode::usage, "a command is missing (feedarc --help lists them)");
    }
}

ExitStatus run_command(std::span<const char* const> words, Session& session) {
    const CommandLine line = read_command_line(words, kCommandTable);
    Parsed parsed;
    parse(line, parsed);
    ExitStatus status = ExitStatus::ok;
    if (!parsed.shown.empty()) {
        session.out << parsed.shown;
    } else {
        Context context{session, parsed.globals};
        status = parsed.action(context);
    }
    session.out.flush();
    if (!session.out) throw Error(ErrorCode::io, "standard output: it cannot be written");
    return status;
}

ExitStatus status_of(const Error& error, const Session& session) {
    if (error.code() == ErrorCode::interrupted && session.interruption != nullptr) {
        constexpr int kSigterm = 15;
        const bool terminated = session.interruption->signal == kSigterm;
        return terminated ? ExitStatus::terminate : ExitStatus::interrupt;
    }
    return cli::status_of(error.code());
}

// Takes no memory, of which there may be none. Standard error may be gone as well; then there is
// nobody to tell.
void report_no_memory(Session& session) noexcept {
    try {
        session.err << "feedarc: there is not enough memory\n" << std::flush;
    } catch (...) {  // NOLINT(bugprone-empty-catch)
    }
}

void report(Session& session, std::string_view kind, std::string_view message) noexcept {
    try {
        session.err << message_line(fmt::format("{}{}", kind, message)) << std::flush;
    } catch (const std::bad_alloc&) {
        report_no_memory(session);
    } catch (...) {  // NOLINT(bugprone-empty-catch)
    }
}

}  // namespace

int run(int argc, const char* const* argv, Session session) {
    ExitStatus status = ExitStatus::internal;
    try {
        const std::span all(argv, static_cast<std::size_t>(argc));
        status = run_command(all.subspan(all.empty() ? 0 : 1), session);
    } catch (const PipeClosed&) {
        status = ExitStatus::ok;
    } catch (const Error& error) {
        status = status_of(error, session);
        report(session, "", error.what());
    } catch (const std::bad_alloc&) {
        report_no_memory(session);
    } catch (const std::exception& error) {
        report(session, "internal error: ", error.what());
    } catch (...) {
        report(session, "", "internal error");
    }
    return static_cast<int>(status);
}

}  // namespace feedarc::cli
