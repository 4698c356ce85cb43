#include "archive/sqlite/log_salvage.hpp"

#include <feedarc/error.hpp>

#include "archive/sqlite/page_file.hpp"
#include "archive/sqlite/row_scan.hpp"
#include "archive/sqlite/writer_lock.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace feedarc::sqlite {
namespace {

// Keeps other writers away, where there may be any. Nothing is made beside the old archive.
class Undisturbed {
public:
    Undisturbed(const std::string& path, std::chrono::milliseconds wait) {
        std::error_code error;
        if (!std::filesystem::exists(path + ".lock", error)) return;
        try {
            lock_.emplace(path);
        } catch (const Error&) {
            return;  // where nothing can be written, nobody does
        }
        held_.emplace(*lock_, wait);
    }

private:
    std::optional<WriterLock> lock_;
    std::optional<WriterLock::Held> held_;
};

template <typename Step>
void in_transaction(sqlite3& db, Step step) {
    execute(db, "BEGIN IMMEDIATE");
    try {
        step();
        execute(db, "COMMIT");
    } catch (...) {
        sqlite3_exec(&db, "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

constexpr const char* kOfBadDisk =
    "copy the file, with ddrescue if its disk fails, and salvage the copy";

// Says which parts of the file the disk did not give: what stood there is not seen by what is
// there.
void tell_refused(const PageFile& file, const archive::SalvageSink& sink) {
    for (const PageFile::Refused& refused : file.refused()) {
        Damage damage;
        damage.problem = fmt::format("byte {} of the {}, and what follows, cannot be read: {}; {}",
                                     refused.at, refused.in_log ? "write-ahead log" : "file",
                                     std::generic_category().message(refused.error), kOfBadDisk);
        if (sink.lost) sink.lost(std::move(damage));
    }
}

}  // namespace

LogSalvage::LogSalvage(std::string from, const std::string& to, std::chrono::milliseconds wait)
    : from_(std::move(from)),
      wait_(wait),
      archive_(to, OpenMode::write, wait),
      found_(archive_.database()) {}

void LogSalvage::scan(const archive::SalvageSink& sink) {
    const Undisturbed undisturbed(from_, wait_);
    const PageFile file(from_);
    RowScan scan(file, found_.shapes());
    in_transaction(archive_.database(), [&] {
        scan.run([&](const FoundRow& row) { found_.add(row); },
                 [&](std::size_t done, std::size_t total) {
                     if (sink.progress) sink.progress("pages", done, total);
                 });
    });
    if (found_.empty() && !file.refused().empty()) {
        throw Error(ErrorCode::io,
                    fmt::format("{}: {}; {}", from_,
                                std::generic_category().message(file.refused().begin()->error),
                                kOfBadDisk));
    }
    tell_refused(file, sink);
}

SalvagedLog LogSalvage::take_log(const archive::LogRules& rules, const archive::ReadAgain& read,
                                 const archive::SalvageSink& sink) {
    scan(sink);
    if (found_.empty()) {
        throw Error(ErrorCode::archive, fmt::format("{}: nothing of an archive is in it", from_));
    }
    work_.emplace(archive_.database(), found_, rules, read, sink);
    for (const auto step :
         {salvage_rules, salvage_sources, salvage_contents, salvage_pages, salvage_bodies,
          salvage_snapshots, salvage_corrections, salvage_assignments, salvage_fetches}) {
        in_transaction(archive_.database(), [&] { step(*work_); });
    }
    return work_->counts;
}

void LogSalvage::give_ids() {
    in_transaction(archive_.database(), [&] { salvage_record_ids(*work_); });
}

std::int64_t LogSalvage::restore_ids() {
    std::int64_t kept = 0;
    in_transaction(archive_.database(), [&] { kept = salvage_aliases(*work_); });
    return kept;
}

}  // namespace feedarc::sqlite
