#include <feedarc/merge.hpp>

#include "app/log_reader.hpp"
#include "app/merge_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

// One transaction takes at most so many.
constexpr std::size_t kBatchFetches = 5000;

// What the corrections of another archive that were not here are about.
struct Subjects {
    std::set<SnapshotRef> snapshots;
    std::set<std::string> sources;
};

class MergeRun {
public:
    MergeRun(std::string location, const MergeOptions& options, const MergeListener& listener)
        : location_(std::move(location)), options_(options), listener_(listener) {}

    MergeSummary run(const std::vector<std::string>& others) {
        for (const std::string& other : others) check_is_another(other);
        for (const std::string& other : others) open(other);
        // Those that cannot be read bring no archive into being.
        if (std::any_of(logs_.begin(), logs_.end(),
                        [](const auto& log) { return log != nullptr; })) {
            open_own();
        }
        for (std::size_t i = 0; i < logs_.size(); ++i) {
            if (logs_[i]) bring(*logs_[i], summary_.archives[i]);
            logs_[i].reset();
            if (listener_.archive) listener_.archive(summary_.archives[i]);
        }
        if (archive_) summary_.records = archive_->count(Filter{});
        return std::move(summary_);
    }

private:
    void check_is_another(const std::string& other) const {
        std::error_code error;
        if (!fs::equivalent(location_, other, error)) return;
        throw Error(
            ErrorCode::usage,
            fmt::format("{}: that is the archive itself; name those of other machines", other));
    }

    void open(const std::string& location) {
        MergedArchive& merged = summary_.archives.emplace_back();
        merged.location = location;
        auto& log = logs_.emplace_back();
        try {
            log = std::make_unique<app::LogReader>(location);
            total_ += static_cast<std::size_t>(
                log->ask([](ArchiveLog& of) { return of.count_snapshots(); }));
        } catch (const Error& error) {
            merged.error = error;
            log.reset();
        }
    }

    void open_own() {
        archive_ = open_archive(location_, options_.dry_run ? OpenMode::rehearse : OpenMode::write,
                                options_.wait);
        // Prefixes for what must be compressed anew; a rehearsal does without those of before.
        auto look_ups =
            options_.dry_run ? nullptr : open_archive(location_, OpenMode::read, options_.wait);
        look_ups_.emplace(std::move(look_ups), app::KnownBodies(*archive_, 0));
    }

    void stop_if_asked() const {
        if (options_.stop == nullptr || options_.stop->load() == 0) return;
        throw Error(ErrorCode::interrupted,
                    "interrupted; what came so far is whole and stays: run it again for the rest");
    }

    // Of an archive that turns out to be damaged, what came before stays.
    void bring(app::LogReader& log, MergedArchive& merged) {
        try {
            bring_all(log, merged);
        } catch (const Error& error) {
            if (!log.failed()) throw;
            merged.error = error;
        }
    }

    void bring_all(app::LogReader& log, MergedArchive& merged) {
        stop_if_asked();
        const std::vector<LoggedSource> sources =
            log.ask([](ArchiveLog& of) { return of.sources(); });
        bring_what_is_said(log, sources, merged);
        app::Prefixes prefixes(*look_ups_);
        const app::SourceMerge::Between between = [&](std::size_t done) {
            stop_if_asked();
            if (listener_.progress) listener_.progress({done_ + done, total_});
        };
        app::SourceMerge snapshots(*archive_, log, prefixes, options_, between, merged);
        for (const LoggedSource& source : sources) {
            snapshots.run(source.name);
            bring_fetches(log, source.name, merged);
        }
        done_ += static_cast<std::size_t>(merged.snapshots);
    }

    // Corrections come before the snapshots that they speak of: these then get their places, and
    // are judged, as they come.
    void bring_what_is_said(app::LogReader& log, const std::vector<LoggedSource>& sources,
                            MergedArchive& merged) {
        const auto corrections = log.ask([](ArchiveLog& of) { return of.corrections(); });
        const auto batch = archive_->begin(options_.wait);
        MergeStore& store = batch->merging();
        for (const LoggedSource& source : sources) {
            store.take(source);
            const auto watch = log.ask([&](ArchiveLog& of) { return of.watch(source.name); });
            if (watch) store.take_watch(source.name, *watch);
        }
        log.ask([&](ArchiveLog& of) {
            of.hosts([&](std::string_view host, Time time) { store.take_host(host, time); });
            of.robots([&](std::string_view origin, const RobotsFile& robots) {
                store.take_robots(origin, robots);
            });
        });
        // Before anything is derived, which looks at them.
        std::vector<CategoryAssignment> assignments;
        log.ask([&](ArchiveLog& of) {
            of.assignments([&](const CategoryAssignment& one) { assignments.push_back(one); });
        });
        std::int64_t assigned = 0;
        for (const CategoryAssignment& assignment : assignments) {
            if (store.take(assignment)) ++assigned;
        }
        std::int64_t added = 0;
        Subjects subjects;
        for (const Correction& correction : corrections) {
            const auto taken = store.take(correction);
            if (taken == MergeStore::Taken::known) continue;
            if (taken == MergeStore::Taken::added) ++added;
            const Correction& subject = log.ask([&](ArchiveLog&) -> const Correction& {
                return subject_of(corrections, correction);
            });
            if (subject.snapshot) {
                subjects.snapshots.insert(*subject.snapshot);
            } else {
                subjects.sources.insert(subject.source);
            }
        }
        apply(*batch, subjects);
        batch->commit();
        merged.corrections += added;
        merged.assignments += assigned;
    }

    static void apply(WriteBatch& batch, const Subjects& subjects) {
        app::Deriver deriver(batch);
        app::Placing placing(batch);
        for (const SnapshotRef& snapshot : subjects.snapshots) {
            for (const SourceId source : placing.apply(snapshot).sources) deriver.rederive(source);
        }
        for (const std::string& name : subjects.sources) {
            if (const auto source = batch.merging().find_source(name)) deriver.rederive(*source);
        }
        deriver.finish();
    }

    void bring_fetches(app::LogReader& log, const std::string& source, MergedArchive& merged) {
        const auto fetches = log.ask([&](ArchiveLog& of) { return of.fetches(source); });
        for (std::size_t from = 0; from < fetches.size(); from += kBatchFetches) {
            stop_if_asked();
            const auto batch = archive_->begin(options_.wait);
            const SourceId id = batch->source(source, "");
            std::int64_t added = 0;
            for (std::size_t i = from; i < std::min(fetches.size(), from + kBatchFetches); ++i) {
                added += batch->merging().take(id, fetches[i]);
            }
            batch->commit();
            merged.fetches += added;
        }
    }

    const std::string location_;
    const MergeOptions& options_;
    const MergeListener& listener_;
    MergeSummary summary_;
    std::vector<std::unique_ptr<app::LogReader>> logs_;  // null for those that cannot be read
    std::unique_ptr<Archive> archive_;                   // once one of them can
    std::optional<app::LookUps> look_ups_;               // with the archive
    std::size_t done_ = 0, total_ = 0;                   // snapshots
};

}  // namespace

MergeSummary merge(const std::string& location, const std::vector<std::string>& others,
                   const MergeOptions& options, const MergeListener& listener) {
    return MergeRun(location, options, listener).run(others);
}

}  // namespace feedarc
