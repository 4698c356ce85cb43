#include <feedarc/error.hpp>

#include "app/config_values.hpp"
#include "app/timer_units.hpp"
#include "base/atomic_file.hpp"
#include "base/file.hpp"
#include "cli/commands/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/options.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>
#include <ostream>
#include <system_error>

namespace feedarc::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    bool user = false;
    bool dry_run = false;
    bool force = false;
    std::optional<std::string> every;
};

struct UnitFile {
    std::string path;
    std::string text;
};

std::string absolute(const std::string& path) {
    std::error_code error;
    const fs::path whole = fs::absolute(path, error);
    return error ? path : whole.lexically_normal().string();
}

// This program, as it would be started again.
std::string own_path() {
    std::error_code error;
    const fs::path path = fs::read_symlink("/proc/self/exe", error);
    if (error) {
        throw Error(ErrorCode::io, fmt::format("/proc/self/exe: {}", error.message()));
    }
    return path.string();
}

// What the timer runs: paths that options or the environment of now say, since it has others.
std::vector<std::string> command_of(const Context& context) {
    std::vector<std::string> command{own_path()};
    const auto variable = [&](const char* name) -> std::optional<std::string> {
        auto value = context.session.environment(name);
        return value && !value->empty() ? value : std::nullopt;
    };
    if (context.options.archive || variable("FEEDARC_ARCHIVE")) {
        command.emplace_back("--archive");
        command.push_back(absolute(context.archive_location()));
    }
    if (context.options.config || variable("FEEDARC_CONFIG")) {
        command.emplace_back("--config");
        command.push_back(absolute(required_config_path(context)));
    }
    command.emplace_back("capture");
    command.emplace_back("-q");
    return command;
}

std::string unit_folder(const Context& context) {
    const auto folder = context.session.environment("XDG_CONFIG_HOME");
    if (folder && folder->starts_with('/')) return *folder + "/systemd/user";
    const auto home = context.session.environment("HOME");
    if (!home || home->empty()) {
        throw Error(ErrorCode::usage,
                    "install-timer: HOME is not set, so there is no folder of "
                    "the user's units");
    }
    return *home + "/.config/systemd/user";
}

std::string calendar(const Options& chosen) {
    const auto every = app::parse_duration(chosen.every.value_or("15m"));
    auto event = every ? app::calendar_of(*every) : std::nullopt;
    if (!event) {
        throw Error(ErrorCode::usage, fmt::format("--every: '{}' is none of {}", *chosen.every,
                                                  app::kTimerDurations));
    }
    return *std::move(event);
}

void require_replaceable(const UnitFile& unit) {
    constexpr std::size_t kLargestUnit = 1U << 20U;
    std::error_code error;
    if (!fs::exists(unit.path, error)) return;
    const std::string present = base::read_file(unit.path, kLargestUnit);
    if (present == unit.text || app::is_unchanged_unit(present)) return;
    throw Error(
        ErrorCode::usage,
        fmt::format("{}: was changed, or is by someone else; --force replaces it", unit.path));
}

ExitStatus install(const Context& context, const Options& chosen) {
    if (!chosen.user) {
        throw Error(ErrorCode::usage,
                    "install-timer: give --user for a timer of your own; the units for the whole "
                    "system are in /usr/share/doc/feedarc/examples (scripts/systemd in the source) "
                    "and tell what they need");
    }
    const std::string folder = unit_folder(context);
    const std::array units{
        UnitFile{folder + "/feedarc.service", app::user_service(command_of(context))},
        UnitFile{folder + "/feedarc.timer", app::user_timer(calendar(chosen))},
    };
    std::ostream& out = context.session.out;
    if (chosen.dry_run) {
        for (const UnitFile& unit : units) {
            out << fmt::format("# {}\n{}\n", text::visible(unit.path), unit.text);
        }
        return ExitStatus::ok;
    }
    for (const UnitFile& unit : units) {
        if (!chosen.force) require_replaceable(unit);
    }
    constexpr mode_t kReadable = 0644;
    for (const UnitFile& unit : units) {
        base::write_file_atomically(unit.path, unit.text, kReadable);
        context.note(fmt::format("wrote {}", unit.path));
    }
    out << "systemctl --user daemon-reload\nsystemctl --user enable --now feedarc.timer\n";
    return ExitStatus::ok;
}

}  // namespace

Action configure_install_timer(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_flag(options, "--user", chosen->user, "For this user");
    add_text(options, "--every", chosen->every, "DURATION",
             "How often to look for sources that are due (15m)");
    add_flag(options, "--dry-run", chosen->dry_run, "Print the units and write nothing");
    add_flag(options, "--force", chosen->force, "Replace units that someone changed");
    return [chosen](Context& context) { return install(context, *chosen); };
}

}  // namespace feedarc::cli
