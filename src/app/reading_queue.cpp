#include "app/reading_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace feedarc::app {
namespace {

// About a batch, so that the threads have work while one is stored.
constexpr std::size_t kAheadSnapshots = 1000;
constexpr std::uintmax_t kAheadBytes = 24U << 20U;
// Records are there as they came and decoded.
constexpr std::uintmax_t kAheadRecordBytes = 8U << 20U;
// Revisits without an original that are kept for the end; more are reported at once.
constexpr std::size_t kMostLate = 100'000;

// What a record may take until it is stored: a packed page counts as all that it may unpack to.
std::uintmax_t bytes_of(const unpack::WebRecord& record, std::size_t page_bytes) {
    const unpack::UnpackLimits limits;
    if (record.content_encoding.empty()) return record.block.size();
    return std::min<std::uintmax_t>(
        page_bytes, std::max<std::uintmax_t>(record.block.size() * limits.ratio, 1U << 20U));
}

Prepared unresolved(const Input& input, const unpack::WebRecord& revisit) {
    Prepared prepared;
    prepared.input = unpack::record_name(input.path, revisit);
    prepared.snapshot.url = revisit.url;
    prepared.snapshot.captured_at = revisit.captured_at;
    prepared.error.emplace(
        ErrorCode::input,
        fmt::format("{}: a revisit of {}, whose original is in none of the files; ingest them "
                    "together with the one that has it",
                    prepared.input,
                    revisit.original_url.empty() ? revisit.url : revisit.original_url));
    return prepared;
}

}  // namespace

void ReadingQueue::stop_if_asked() const {
    if (options_.stop == nullptr || options_.stop->load() == 0) return;
    throw Error(ErrorCode::interrupted,
                "interrupted; what was reported is stored, the rest was rolled back: run it again");
}

// Keeps the threads busy, within bounds of memory.
void ReadingQueue::read_ahead() {
    while (next_ < inputs_.size() && (reading_.empty() || (reading_.size() < kAheadSnapshots &&
                                                           ahead_bytes_ < kAheadBytes))) {
        const Input& input = inputs_[next_++];
        ahead_bytes_ += input.size;
        reading_.push_back(
            pool_.run([&preparer = preparer_, &input] { return preparer.prepare(input); }));
    }
}

std::optional<Prepared> ReadingQueue::next() {
    for (;;) {
        stop_if_asked();
        if (archive_) {
            if (auto prepared = next_of_archive()) {
                // What is to be said of the file is said with its first page.
                const auto of_file = std::exchange(archive_warnings_, {});
                prepared->warnings.insert(prepared->warnings.begin(), of_file.begin(),
                                          of_file.end());
                return prepared;
            }
            continue;
        }
        if (taken_ == inputs_.size()) return next_late();
        read_ahead();
        Prepared prepared = pool_.get(std::move(reading_.front()));
        if (prepared.web_archive) {
            archive_ = std::move(prepared.web_archive);
            archive_warnings_ = std::move(prepared.warnings);
            archive_ended_ = false;
            continue;
        }
        reading_.pop_front();
        ahead_bytes_ -= inputs_[taken_++].size;
        return prepared;
    }
}

// Nothing where the record was passed over, or the file is at its end.
std::optional<Prepared> ReadingQueue::next_of_archive() {
    read_records_ahead();
    if (!records_.empty()) {
        Ahead ahead = std::move(records_.front());
        records_.pop_front();
        record_bytes_ -= ahead.bytes;
        return taken(std::move(ahead));
    }
    if (!archive_ended_) return std::nullopt;
    tell_counts();
    archive_.reset();
    reading_.pop_front();
    ahead_bytes_ -= inputs_[taken_++].size;
    return std::nullopt;
}

void ReadingQueue::read_records_ahead() {
    while (!archive_ended_ && (records_.empty() || (records_.size() < kAheadSnapshots &&
                                                    record_bytes_ < kAheadRecordBytes))) {
        stop_if_asked();
        if (!read_record()) archive_ended_ = true;
    }
}

bool ReadingQueue::read_record() {
    const Input& input = inputs_[taken_];
    std::optional<unpack::WebRecord> record;
    try {
        record = archive_->next();
    } catch (const Error& error) {
        Prepared failed;
        failed.input = input.path;
        failed.error = error;
        std::promise<Prepared> promise;
        promise.set_value(std::move(failed));
        records_.push_back({promise.get_future(), std::nullopt, 0});
        return false;
    }
    if (!record) return false;
    if (record->kind == unpack::WebRecord::Kind::passed) {
        preparer_.remember_passed(*record);
        return true;
    }
    Ahead ahead;
    if (record->kind == unpack::WebRecord::Kind::revisit) {
        ahead.revisit = std::move(record);
    } else {
        ahead.bytes = bytes_of(*record, options_.limits.page_bytes);
        ahead.page =
            pool_.run([&preparer = preparer_, &input, page = std::move(*record)]() mutable {
                return preparer.prepare(input, std::move(page));
            });
    }
    record_bytes_ += ahead.bytes;
    records_.push_back(std::move(ahead));
    return true;
}

std::optional<Prepared> ReadingQueue::taken(Ahead ahead) {
    if (ahead.revisit) {
        const Input& input = inputs_[taken_];
        auto prepared = preparer_.prepare_revisit(input, *ahead.revisit);
        if (!prepared && late_.size() < kMostLate) {
            late_.push_back({&input, std::move(*ahead.revisit)});
            return std::nullopt;
        }
        if (!prepared) return unresolved(input, *ahead.revisit);
        if (prepared->passed_over) return std::nullopt;
        return prepared;
    }
    Prepared prepared = pool_.get(std::move(ahead.page));
    preparer_.remember_original(prepared);
    if (prepared.passed_over) return std::nullopt;
    return prepared;
}

std::optional<Prepared> ReadingQueue::next_late() {
    while (!late_.empty()) {
        const Late late = std::move(late_.front());
        late_.pop_front();
        auto prepared = preparer_.prepare_revisit(*late.input, late.revisit);
        if (!prepared) return unresolved(*late.input, late.revisit);
        if (!prepared->passed_over) return prepared;
    }
    return std::nullopt;
}

void ReadingQueue::tell_counts() {
    if (!listener_.remark) return;
    const unpack::WebArchiveCounts& counts = archive_->counts();
    listener_.remark(
        fmt::format("{}: {} records: {} pages, {} revisits, {} broken; passed over: {} with a "
                    "status other than "
                    "200, {} of other media types, {} of other kinds",
                    inputs_[taken_].path, counts.records, counts.pages, counts.revisits,
                    counts.broken, counts.other_status, counts.other_media, counts.other_kinds));
}

}  // namespace feedarc::app
