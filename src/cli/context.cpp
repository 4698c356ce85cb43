#include "cli/context.hpp"

#include <feedarc/error.hpp>

#include "cli/options.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace feedarc::cli {
namespace {

constexpr std::int64_t kDefaultWaitSeconds = 60;
// A year: more is no wait but a mistake, and its milliseconds still fit.
constexpr std::int64_t kLongestWaitSeconds = 365LL * 24 * 60 * 60;

bool is_date(std::string_view text) {
    constexpr std::string_view kForm = "dddd-dd-dd";
    return text.size() == kForm.size() &&
           std::equal(text.begin(), text.end(), kForm.begin(), [](char byte, char form) {
               return form == 'd' ? byte >= '0' && byte <= '9' : byte == form;
           });
}

std::optional<std::string> environment(const Session& session, const char* name) {
    auto value = session.environment(name);
    if (value && value->empty()) return std::nullopt;
    return value;
}

std::optional<std::string> xdg_path(const Session& session, const char* variable,
                                    const char* fallback, const char* file) {
    // XDG Base Directory 0.8: a relative path is invalid and is ignored.
    const auto folder = environment(session, variable);
    if (folder && folder->front() == '/') return fmt::format("{}/feedarc/{}", *folder, file);
    const auto home = environment(session, "HOME");
    if (!home) return std::nullopt;
    return fmt::format("{}/{}/feedarc/{}", *home, fallback, file);
}

}  // namespace

void add_global_options(CLI::App& app, GlobalOptions& options) {
    add_text(app, "--archive", options.archive, "PATH",
             "The archive (FEEDARC_ARCHIVE; else $XDG_DATA_HOME/feedarc/archive.db)")
        .group(kGlobalOptions);
    add_text(app, "--config", options.config, "PATH",
             "The configuration (FEEDARC_CONFIG; else $XDG_CONFIG_HOME/feedarc/config.toml)")
        .group(kGlobalOptions);
    add_number(app, "--wait", options.wait_seconds, {0, kLongestWaitSeconds}, "SECONDS",
               "How long to wait for another writer (60)")
        .group(kGlobalOptions);
    add_choice(app, "--color", options.color, {"auto", "always", "never"},
               "Colour (auto: on a terminal, without NO_COLOR)")
        .group(kGlobalOptions);
    add_flag(app, "--no-pager", options.no_pager, "Print to the terminal at once, without PAGER")
        .group(kGlobalOptions);
    add_flag(app, "-q,--quiet", options.quiet, "Say nothing where nothing is new")
        .group(kGlobalOptions);
    add_flag(app, "-v,--verbose", options.verbose, "Say more about the work").group(kGlobalOptions);
}

std::string Context::archive_location() const {
    if (options.archive) {
        if (options.archive->empty()) {
            throw Error(ErrorCode::usage, "--archive: the path is empty");
        }
        return *options.archive;
    }
    if (auto path = environment(session, "FEEDARC_ARCHIVE")) return *path;
    if (auto path = xdg_path(session, "XDG_DATA_HOME", ".local/share", "archive.db")) return *path;
    throw Error(ErrorCode::usage,
                "there is no home folder to find the archive in: give --archive PATH");
}

std::optional<std::string> Context::config_path() const {
    if (options.config) return options.config;
    if (auto path = environment(session, "FEEDARC_CONFIG")) return path;
    return xdg_path(session, "XDG_CONFIG_HOME", ".config", "config.toml");
}

std::chrono::milliseconds Context::wait() const {
    return std::chrono::seconds(options.wait_seconds.value_or(kDefaultWaitSeconds));
}

std::unique_ptr<Archive> Context::open_archive() const {
    return feedarc::open_archive(archive_location(), OpenMode::read, wait());
}

bool Context::colour_on_out() const {
    if (options.color == "always") return true;
    if (options.color == "never") return false;
    return session.terminal.out && !environment(session, "NO_COLOR") &&
           environment(session, "TERM") != "dumb";
}

bool Context::links_on_out() const {
    return colour_on_out() && environment(session, "TERM") != "linux";
}

Time Context::time_of(std::string_view option, const std::string& text, bool end_of_day) const {
    const auto time = parse_time(text, session.now());
    if (!time) {
        throw Error(ErrorCode::usage,
                    fmt::format("{}: '{}' is not a time (such as 2026-01-11, 2026-01-11T08:30:00Z, "
                                "@1768120200, 7d or yesterday)",
                                option, text));
    }
    if (end_of_day && is_date(text)) return *time + std::chrono::days(1) - std::chrono::seconds(1);
    return *time;
}

std::string message_line(std::string_view message) {
    return fmt::format("feedarc: {}\n", text::visible(message));
}

void Context::say(std::string_view message) const {
    session.err << message_line(message);
}

void Context::tell(std::string_view text) const {
    session.err << text::visible(text) + '\n';
}

void Context::note(std::string_view message) const {
    if (!options.quiet) say(message);
}

}  // namespace feedarc::cli
