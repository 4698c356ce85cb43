#pragma once

#include <feedarc/archive.hpp>

#include "cli/session.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace feedarc::cli {

/// The options that every command has.
struct GlobalOptions {
    std::optional<std::string> archive;
    std::optional<std::string> config;
    std::optional<std::int64_t> wait_seconds;
    std::optional<std::string> color;
    bool quiet = false;
    bool verbose = false;
    bool no_pager = false;
};

/// The heading under which help shows them.
inline constexpr const char* kGlobalOptions = "Global options";

/// Declares them.
void add_global_options(CLI::App& app, GlobalOptions& options);

/// What a command works with: the session, and what the global options and the environment say.
struct Context {
    Session& session;
    const GlobalOptions& options;

    /// `--archive`, FEEDARC_ARCHIVE, or the default of XDG. Throws Error(usage) where there is
    /// none.
    [[nodiscard]] std::string archive_location() const;
    /// `--config`, FEEDARC_CONFIG, or the default of XDG; nothing where there is no home.
    [[nodiscard]] std::optional<std::string> config_path() const;
    [[nodiscard]] std::chrono::milliseconds wait() const;
    /// Opens the archive for reading; a missing one is Error(archive).
    [[nodiscard]] std::unique_ptr<Archive> open_archive() const;

    [[nodiscard]] bool colour_on_out() const;
    /// Whether a terminal takes links (OSC 8): where it takes colour, but for the Linux console.
    [[nodiscard]] bool links_on_out() const;

    /// Reads a TIME of an option; `end_of_day`: a date alone means its last second.
    [[nodiscard]] Time time_of(std::string_view option, const std::string& text,
                               bool end_of_day = false) const;

    /// Prints a line on standard error, after `feedarc: `, with what is unsafe made visible.
    void say(std::string_view message) const;
    /// The same without `feedarc: `, for what is no trouble.
    void tell(std::string_view text) const;
    /// say(), unless `--quiet`.
    void note(std::string_view message) const;
};

/// `feedarc: MESSAGE`, made visible, on one line.
[[nodiscard]] std::string message_line(std::string_view message);

}  // namespace feedarc::cli
