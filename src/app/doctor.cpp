#include <feedarc/archive_state.hpp>
#include <feedarc/doctor.hpp>

#include "app/config.hpp"
#include "app/doctor_files.hpp"
#include "app/doctor_sources.hpp"
#include "archive/library_version.hpp"
#include "base/atomic_file.hpp"
#include "base/free_space.hpp"
#include "base/replacement.hpp"
#include "capture/http_client.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace feedarc {
namespace {

using app::Findings;
using Verdict = Finding::Verdict;

// So large a log is no longer that of a writer who is at work: it is brought in at 16 MB.
constexpr std::uint64_t kLargeLog = 64U << 20U;

// False where there is nothing more to be said about it.
bool examine_archive(const ArchiveState& state, Findings& findings) {
    if (!state.found) {
        findings.problem("archive", fmt::format("{}: there is none", state.path),
                         "feedarc ingest and feedarc capture make one; --archive names another",
                         ErrorCode::archive);
        return false;
    }
    if (state.error) {
        findings.problem("archive", state.error->what(), "feedarc check says more of a damaged one",
                         state.error->code());
        return true;
    }
    findings.ok("archive", fmt::format("{}, {}", state.path, base::rough_size(state.bytes)));
    return true;
}

void examine_schema(const ArchiveState& state, Findings& findings) {
    if (state.error) return;
    const std::string version = fmt::format("version {}", state.version);
    if (state.version == 0) {
        findings.warning("schema", "none: the archive is empty", "feedarc ingest fills it");
    } else if (state.version < state.newest_version) {
        findings.warning("schema",
                         fmt::format("{}; this program's is {}", version, state.newest_version),
                         "the next feedarc ingest or capture brings it up to date");
    } else {
        findings.ok("schema", version);
    }
}

void examine_log(const ArchiveState& state, Findings& findings) {
    const std::string size = base::rough_size(state.log_bytes);
    if (state.log_bytes < kLargeLog) {
        findings.ok("log", state.log_bytes == 0 ? "empty" : size);
        return;
    }
    findings.warning("log",
                     fmt::format("{} are in {}-wal and not in the main file yet: a program that "
                                 "reads keeps them there, or a run died",
                                 size, state.path),
                     "end programs that keep the archive open; the next feedarc ingest or capture "
                     "brings it in");
}

void examine_lock(const ArchiveState& state, Findings& findings) {
    findings.ok("lock", state.locked ? "another feedarc writes to the archive now" : "free");
}

void examine_space(const std::string& path, std::uint64_t min_free, Findings& findings) {
    const std::string folder = base::folder_of_path(path);
    try {
        const std::uint64_t free = base::free_space(folder);
        const std::string detail = fmt::format("{} in {}", base::rough_size(free), folder);
        if (free >= min_free) {
            findings.ok("free space", detail);
            return;
        }
        findings.problem(
            "free space",
            fmt::format("{}, and {} are to stay free", detail, base::rough_size(min_free)),
            "free some elsewhere on this disk (also to delete from the archive takes "
            "some), or set min_free under [archive] in the configuration",
            ErrorCode::io);
    } catch (const Error& error) {
        findings.problem("free space", error.what(), "make the folder readable", ErrorCode::io);
    }
}

void examine_libraries(Findings& findings) {
    for (const auto& [name, version] : archive::library_versions()) {
        const std::string notice = archive::library_notice();
        findings.ok(name, notice.empty() ? version : fmt::format("{}; {}", version, notice));
    }
    // The one that is looked for only when it is needed.
    if (const auto problem = capture::http_library_problem()) {
        constexpr std::string_view kSubject = "libcurl: ";
        const bool named = problem->starts_with(kSubject);
        findings.warning("libcurl", problem->substr(named ? kSubject.size() : 0),
                         "what fetches no pages works without");
    } else {
        findings.ok("libcurl", capture::http_library_version().value_or(""));
    }
}

void examine_leftovers(const ArchiveState& state, const std::string& config_path,
                       Findings& findings) {
    for (const std::string& copy : state.old_copies) {
        findings.warning("old copy", fmt::format("{}: the archive of before a migration", copy),
                         "remove it once the archive has proved good");
    }
    std::vector<std::string> left = base::left_behind(base::folder_of_path(state.path) + "/");
    if (!config_path.empty() &&
        base::folder_of_path(config_path) != base::folder_of_path(state.path)) {
        for (std::string& file : base::left_behind(base::folder_of_path(config_path) + "/")) {
            left.push_back(std::move(file));
        }
    }
    for (const std::string& file : left) {
        findings.warning("left behind", fmt::format("{}: by a run that was killed", file),
                         "remove it");
    }
    if (state.old_copies.empty() && left.empty()) findings.ok("left behind", "nothing");
}

// The configuration, where there is a good one.
std::optional<app::Config> examine_config(const DoctorOptions& options, Findings& findings) {
    if (!options.config_path) return app::Config();
    try {
        app::ConfigReport report = app::read_config(*options.config_path, options.home);
        if (!report.found) {
            findings.ok("configuration",
                        fmt::format("{}: there is none, so defaults apply", *options.config_path));
            return app::Config();
        }
        app::Config config = app::without_problems(std::move(report));
        findings.ok("configuration",
                    fmt::format("{}: good ({} {})", *options.config_path, config.sources.size(),
                                config.sources.size() == 1 ? "source" : "sources"));
        return config;
    } catch (const Error& error) {
        findings.problem("configuration", error.what(), "feedarc config check names every mistake",
                         error.code());
        return std::nullopt;
    }
}

}  // namespace

const char* to_string(Finding::Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::ok: return "ok";
        case Verdict::warning: return "warning";
        case Verdict::problem: return "problem";
    }
    return "";
}

std::vector<Finding> examine(const std::string& location, const DoctorOptions& options) {
    Findings findings;
    const ArchiveState state = archive_state(location);
    const bool there = examine_archive(state, findings);
    const std::optional<app::Config> config = examine_config(options, findings);
    const std::uint64_t min_free = config ? config->min_free : kMinFree;
    if (app::examine_place(state, findings)) examine_space(state.path, min_free, findings);
    if (there) {
        app::examine_permissions(state, findings);
        examine_schema(state, findings);
        examine_log(state, findings);
        examine_lock(state, findings);
    }
    examine_leftovers(state, options.config_path.value_or(""), findings);
    examine_libraries(findings);
    if (config && options.config_path) {
        app::examine_secrets(*options.config_path, *config, findings);
    }
    const bool readable =
        there && !state.error && state.version == state.newest_version && config.has_value();
    if (readable) app::examine_sources(location, *config, options, findings);
    return findings.take();
}

}  // namespace feedarc
