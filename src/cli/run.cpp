#include <feedarc/error.hpp>

#include "cli/command_line.hpp"
#include "cli/commands/commands.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"
#include "cli/pager.hpp"
#include "cli/parser.hpp"
#include "cli/session.hpp"

#include <fmt/format.h>

#include <exception>
#include <new>
#include <ostream>
#include <span>

namespace feedarc::cli {
namespace {

ExitStatus run_command(std::span<const char* const> words, Session& session) {
    const CommandLine line = read_command_line(words, kCommandTable);
    Parsed parsed;
    parse(line, parsed);
    ExitStatus status = ExitStatus::ok;
    if (!parsed.shown.empty()) {
        session.out << parsed.shown;
    } else {
        if (parsed.prints_rows) page_output(session, parsed.globals);
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
    if (session.pager != nullptr) session.pager->finish();
    return static_cast<int>(status);
}

}  // namespace feedarc::cli
