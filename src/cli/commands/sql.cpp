#include <feedarc/error.hpp>

#include "base/child_process.hpp"
#include "base/file.hpp"
#include "base/foreground_process.hpp"
#include "cli/commands/commands.hpp"
#include "cli/options.hpp"
#include "cli/output_options.hpp"
#include "cli/sql_rows.hpp"
#include "cli/stop.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <ostream>
#include <system_error>

namespace feedarc::cli {
namespace {

using End = base::CommandResult::End;

constexpr std::size_t kLargestQuery = 16U << 20U;

struct Options {
    std::optional<std::string> query;
    OutputOptions output;
};

// `-safe` keeps it from opening, loading and running anything else, whatever the query says.
std::vector<std::string> program(const Context& context) {
    return {"sqlite3", "-readonly", "-safe", "-cmd",
            fmt::format(".timeout {}", context.wait().count())};
}

// An absolute path is neither an option nor a URI, whatever it holds.
std::string archive_argument(const Context& context) {
    // Said as for every other reader: that it is missing, foreign, older or newer.
    (void)context.open_archive();
    return std::filesystem::absolute(context.archive_location()).string();
}

[[noreturn]] void fail_to_start(int error) {
    if (error == ENOENT) {
        throw Error(ErrorCode::input,
                    "sqlite3: the program is not installed (apt install sqlite3)");
    }
    throw Error(ErrorCode::input,
                fmt::format("sqlite3: {}", std::generic_category().message(error)));
}

ExitStatus ask(const Context& context) {
    auto arguments = program(context);
    arguments.emplace_back("-box");
    arguments.push_back(archive_argument(context));
    context.session.out.flush();
    try {
        const int status = base::run_in_foreground(arguments);
        return status == 0 ? ExitStatus::ok : ExitStatus::failed;
    } catch (const std::system_error& error) {
        fail_to_start(error.code().value());
    }
}

// What a command of sqlite3 itself says, such as .schema, is no rows.
class SaidLines {
public:
    explicit SaidLines(std::ostream& out) : out_(out) {}

    void add(std::string_view bytes) {
        unsaid_ += bytes;
        for (std::size_t end = unsaid_.find('\n'); end != std::string::npos;
             end = unsaid_.find('\n')) {
            out_ << text::visible(std::string_view(unsaid_).substr(0, end)) + '\n';
            unsaid_.erase(0, end + 1);
        }
    }
    void finish() {
        if (!unsaid_.empty()) add("\n");
    }

private:
    std::ostream& out_;
    std::string unsaid_;
};

void check_end(const base::CommandResult& result) {
    switch (result.end) {
        case End::not_started: fail_to_start(result.status);
        case End::stopped: throw Error(ErrorCode::interrupted, "interrupted");
        case End::exited:
            if (result.status == 0) return;
            break;
        default: break;
    }
    // Its last words point at the mistake by blanks; the first ones say what it is.
    const std::string_view said = result.errors;
    const std::string_view first = said.substr(0, said.find('\n'));
    throw Error(ErrorCode::input, fmt::format("sqlite3: {}", first.empty() ? "it failed" : first));
}

template <typename Reader>
void run_query(const Context& context, const std::string& query, bool rows, Reader& reader) {
    constexpr std::chrono::hours kLongest{24 * 365};
    base::Command command;
    command.arguments = program(context);
    // What the user's own settings of sqlite3 say would change what we read.
    for (const char* const word : {"-batch", "-bail", "-init", "/dev/null"}) {
        command.arguments.emplace_back(word);
    }
    if (rows) command.arguments.emplace_back("-json");
    command.arguments.push_back(archive_argument(context));
    command.input = query + '\n';
    command.sink = [&reader](std::string_view bytes) { reader.add(bytes); };
    command.own_group = false;
    command.time_limit = kLongest;
    const DeferredInterruption deferred(context.session.interruption);
    command.stop = stop_of(context);
    const base::CommandResult result = base::run_command(command);
    if (result.end == End::exited) reader.finish();
    context.session.out.flush();
    check_end(result);
}

ExitStatus run_sql(const Context& context, const Options& chosen) {
    const Terminal& terminal = context.session.terminal;
    if (!chosen.query && terminal.in && terminal.out) return ask(context);
    const std::string query =
        chosen.query ? *chosen.query
                     : base::read_rest("", context.session.input, "standard input", kLargestQuery);
    if (query.starts_with('.')) {
        if (chosen.output.format) {
            throw Error(ErrorCode::usage,
                        "--format: what a command of sqlite3 says is no rows, and has no format");
        }
        SaidLines lines(context.session.out);
        run_query(context, query, false, lines);
    } else {
        SqlRows rows(chosen.output.chosen_format(context), chosen.output.style(context),
                     context.session.out);
        run_query(context, query, true, rows);
    }
    return ExitStatus::ok;
}

}  // namespace

Action configure_sql(CLI::App& options) {
    auto chosen = std::make_shared<Options>();
    add_optional_argument(options, "QUERY", chosen->query,
                          "What to run; without it sqlite3 asks, or standard input is read");
    chosen->output.add_to(options, false);
    return [chosen](Context& context) { return run_sql(context, *chosen); };
}

}  // namespace feedarc::cli
