#include "app/doctor_sources.hpp"

#include <feedarc/archive.hpp>
#include <feedarc/capture.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace feedarc::app {
namespace {

// So many in a row are no longer a passing trouble.
constexpr int kManyFailures = 3;

// A run is late where it should have come twice by now.
bool is_late(const ConfiguredSource& source, const SourceInfo& info, Time now) {
    const auto due = next_capture(source, info);
    const auto grace = std::max<std::chrono::seconds>(source.capture.every, std::chrono::hours(1));
    return due && now > *due + grace;
}

bool examine_source(const ConfiguredSource& source, const SourceInfo& info, Time now,
                    Findings& findings) {
    const Watch& watch = info.watch;
    if (!watch.tried_at) {
        findings.warning("sources", fmt::format("{}: was never captured", source.name),
                         "run feedarc capture, and have it run by feedarc install-timer --user or "
                         "cron");
        return false;
    }
    if (is_late(source, info, now)) {
        findings.warning(
            "sources",
            fmt::format("{}: was captured last at {}", source.name, format_time(*watch.tried_at)),
            "have feedarc capture run by feedarc install-timer --user or cron");
        return false;
    }
    if (watch.failures >= kManyFailures) {
        findings.warning(
            "sources",
            fmt::format("{}: failed {} times in a row{}", source.name, watch.failures,
                        watch.last_failure ? fmt::format(" ({})", watch.last_failure->detail) : ""),
            fmt::format("feedarc log --event fetch-failed --source {}", source.name));
        return false;
    }
    return true;
}

}  // namespace

void examine_sources(const std::string& location, const Config& config,
                     const DoctorOptions& options, Findings& findings) {
    std::vector<ConfiguredSource> watched;
    std::copy_if(config.sources.begin(), config.sources.end(), std::back_inserter(watched),
                 [](const ConfiguredSource& source) { return !source.url.empty(); });
    if (watched.empty()) {
        findings.ok("sources", "none are configured to be captured");
        return;
    }
    std::map<std::string, SourceInfo> known;
    try {
        const auto archive = open_archive(location, OpenMode::read, options.wait);
        for (SourceInfo& info : archive->sources()) known.emplace(info.name, std::move(info));
    } catch (const Error& error) {
        findings.problem("sources", error.what(), "feedarc check says more", error.code());
        return;
    }
    bool good = true;
    for (const ConfiguredSource& source : watched) {
        good = examine_source(source, known[source.name], options.now, findings) && good;
    }
    if (good) findings.ok("sources", fmt::format("all {} were captured in time", watched.size()));
}

}  // namespace feedarc::app
