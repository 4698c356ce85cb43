#include "archive/salvage.hpp"

#include <feedarc/check.hpp>
#include <feedarc/error.hpp>
#include <feedarc/salvage.hpp>

#include "app/content_memo.hpp"
#include "app/derive.hpp"
#include "app/log_rules.hpp"
#include "app/parsed_page.hpp"
#include "app/placing.hpp"
#include "base/atomic_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace feedarc {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_taken(const std::string& path) {
    throw Error(ErrorCode::usage,
                fmt::format("{}: something is there already; name a new file", path));
}

void sync_folder(const std::string& folder) {
    const base::FileDescriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!open || ::fsync(open.get()) != 0) {
        throw Error(ErrorCode::io,
                    fmt::format("{}: {}", folder, std::generic_category().message(errno)));
    }
}

// The file that is filled and takes its place in the end, and what SQLite and the lock put beside.
class Unfinished {
public:
    explicit Unfinished(std::string target)
        : target_(std::move(target)),
          path_(fmt::format("{}.salvage-{}", target_, ::getpid())),
          files_{path_, path_ + "-wal", path_ + "-shm", path_ + ".lock"} {
        if (is_there(target_)) fail_taken(target_);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() {
        for (const std::string& file : files_) ::unlink(file.c_str());
    }

    [[nodiscard]] const std::string& path() const { return path_; }

    // A hard link, unlike a new name, replaces nothing.
    void take_place() const {
        if (::link(path_.c_str(), target_.c_str()) == 0) {
            sync_folder(base::folder_of_path(target_));
            return;
        }
        if (errno == EEXIST || is_there(target_)) fail_taken(target_);
        std::error_code error;
        fs::rename(path_, target_, error);  // where the file system has no links
        if (error) {
            throw Error(ErrorCode::io, fmt::format("{}: {}", target_, error.message()));
        }
        sync_folder(base::folder_of_path(target_));
    }

private:
    static bool is_there(const std::string& path) {
        std::error_code error;
        return fs::exists(fs::symlink_status(path, error));
    }

    std::string target_;
    std::string path_;
    std::array<std::string, 4> files_;  // made here: memory may be what is missing in the end
};

class SalvageRun {
public:
    explicit SalvageRun(const SalvageListener& listener) : listener_(listener) {
        sink_.lost = [this](Damage damage) {
            ++report_.losses;
            if (listener_.lost) listener_.lost(damage);
            if (report_.lost.size() < kMostDamagesKept) report_.lost.push_back(std::move(damage));
        };
        sink_.progress = [this](const std::string& doing, std::size_t done, std::size_t total) {
            if (listener_.progress) listener_.progress({doing, done, total});
        };
        read_ = [this](const std::string& bytes, const SnapshotToRead& way) {
            return read(bytes, way);
        };
    }

    SalvageReport run(archive::Salvage& salvage) {
        report_.log = salvage.take_log(rules_, read_, sink_);
        place(salvage.archive());
        salvage.give_ids();
        derive(salvage.archive());
        report_.kept_ids = salvage.restore_ids();
        report_.records = salvage.archive().count(Filter{});
        return std::move(report_);
    }

private:
    std::shared_ptr<const ParsedPage> read(const std::string& bytes, const SnapshotToRead& way) {
        Snapshot snapshot;
        snapshot.bytes = bytes;
        snapshot.url = way.url;
        snapshot.media_type = way.media_type;
        try {
            return app::parsed_page(
                read_page(snapshot, way.form, ReadLimits{}, rules_from_text(way.rules)), contents_);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::limit && error.code() != ErrorCode::input) throw;
            return nullptr;
        }
    }

    // Where corrections say that they stand.
    static void place(Archive& archive) {
        const auto batch = archive.begin(std::chrono::milliseconds{0});
        app::Placing placing(*batch);
        for (const Correction& correction : batch->snapshot_corrections()) {
            if (correction.snapshot) (void)placing.apply(*correction.snapshot);
        }
        batch->commit();
    }

    void derive(Archive& archive) {
        std::size_t done = 0;
        const auto sources = archive.sources();
        for (const SourceInfo& source : sources) {
            const auto batch = archive.begin(std::chrono::milliseconds{0});
            app::Deriver deriver(*batch);
            deriver.rederive(source.id);
            deriver.finish();
            batch->commit();
            sink_.progress("sources", ++done, sources.size());
        }
    }

    const SalvageListener& listener_;
    const archive::LogRules rules_ = app::log_rules();
    archive::ReadAgain read_;
    archive::SalvageSink sink_;
    app::ContentMemo contents_;
    SalvageReport report_;
};

void check_whole(const std::string& path) {
    CheckOptions options;
    options.depth = CheckDepth::data;
    const CheckReport check = check_archive(path, options, {});
    if (check.damages == 0) return;
    const Damage& first = check.found.front();
    throw Error(ErrorCode::internal,
                fmt::format("what was salvaged is not whole ({} {}: {}); it was not kept",
                            first.table, first.row, first.problem));
}

}  // namespace

SalvageReport salvage_archive(const std::string& location, const std::string& to,
                              std::chrono::milliseconds wait, const SalvageListener& listener) {
    std::error_code error;
    if (!fs::exists(location, error)) {
        throw Error(ErrorCode::archive, fmt::format("{}: there is no archive here", location));
    }
    const Unfinished unfinished(to);
    SalvageRun run(listener);
    SalvageReport report;
    {
        const auto salvage = archive::open_salvage(location, unfinished.path(), wait);
        report = run.run(*salvage);
    }
    check_whole(unfinished.path());
    unfinished.take_place();
    return report;
}

}  // namespace feedarc
