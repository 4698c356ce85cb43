#pragma once

#include <feedarc/ingest.hpp>

#include "app/inputs.hpp"
#include "app/prepare.hpp"
#include "base/thread_pool.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <optional>
#include <vector>

namespace feedarc::app {

/// Reads inputs on the threads of a pool, and gives what they hold in their order: one snapshot of
/// a file, those of a web archive in the order of its records.
///
/// Reading runs ahead of what was taken within bounds of count and bytes. A web archive is unpacked
/// on the thread that calls, record by record, while the pool decodes and parses the pages.
/// Revisits whose original has not come yet are given at the end.
class ReadingQueue {
public:
    ReadingQueue(const std::vector<Input>& inputs, Preparer& preparer, base::ThreadPool& pool,
                 const IngestOptions& options, const IngestListener& listener)
        : inputs_(inputs),
          preparer_(preparer),
          pool_(pool),
          options_(options),
          listener_(listener) {}

    /// The next snapshot, or what failed; nothing at the end. Throws Error(interrupted).
    [[nodiscard]] std::optional<Prepared> next();

    /// How many inputs were taken whole.
    [[nodiscard]] std::size_t done() const noexcept { return taken_; }
    /// Whether the next snapshots come from a web archive, which has nobody knows how many.
    [[nodiscard]] bool in_web_archive() const noexcept { return archive_ != nullptr; }

    void stop_if_asked() const;

private:
    // A page on the pool, or a revisit, whose turn comes when those before it are known.
    struct Ahead {
        std::future<Prepared> page;
        std::optional<unpack::WebRecord> revisit;
        std::uintmax_t bytes = 0;
    };
    struct Late {
        const Input* input;
        unpack::WebRecord revisit;
    };

    void read_ahead();
    std::optional<Prepared> next_of_archive();
    void read_records_ahead();
    bool read_record();
    std::optional<Prepared> taken(Ahead ahead);
    std::optional<Prepared> next_late();
    void tell_counts();

    const std::vector<Input>& inputs_;
    Preparer& preparer_;
    base::ThreadPool& pool_;
    const IngestOptions& options_;
    const IngestListener& listener_;

    std::size_t next_ = 0;  // the first input whose reading has not begun
    std::size_t taken_ =
        0;  // how many inputs were taken; the first of `reading_` is inputs_[taken_]
    std::uintmax_t ahead_bytes_ = 0;
    std::deque<std::future<Prepared>> reading_;

    std::shared_ptr<unpack::WebArchiveReader> archive_;  // of inputs_[taken_]
    bool archive_ended_ = false;
    std::vector<std::string> archive_warnings_;  // not said yet
    std::uintmax_t record_bytes_ = 0;
    std::deque<Ahead> records_;
    std::deque<Late> late_;
};

}  // namespace feedarc::app
