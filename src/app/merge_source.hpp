#pragma once

#include <feedarc/merge.hpp>
#include <feedarc/merge_store.hpp>

#include "app/derive.hpp"
#include "app/log_reader.hpp"
#include "app/merge_material.hpp"
#include "app/placing.hpp"
#include "app/prefixes.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace feedarc::app {

/// Brings the snapshots of one source from the log of another archive.
///
/// Those that all come after what is here are stored as an ingest stores them. Where some come
/// before, each batch would have the source derived anew: then the bodies and pages are stored
/// batch by batch, where nothing refers to them yet, and one transaction writes the rows of the
/// snapshots and derives the source.
class SourceMerge {
public:
    /// Called between transactions with how many snapshots are done; may throw.
    using Between = std::function<void(std::size_t)>;

    /// What happens is counted in `counts`, once it is durable.
    SourceMerge(Archive& archive, LogReader& log, Prefixes& prefixes, const MergeOptions& options,
                const Between& between, MergedArchive& counts)
        : archive_(archive),
          log_(log),
          material_(log, prefixes),
          options_(options),
          between_(between),
          counts_(counts) {}

    void run(const std::string& source);

private:
    class Transaction;

    void plan(const std::string& source);
    void plan(std::span<LoggedKey> keys);
    [[nodiscard]] LoggedSnapshot read(const LoggedKey& key);
    [[nodiscard]] std::vector<LoggedSnapshot> read_batch(std::size_t& next);
    void store_material();
    void store_whole();

    Archive& archive_;
    LogReader& log_;
    MergeMaterial material_;
    const MergeOptions& options_;
    const Between& between_;
    MergedArchive& counts_;
    std::vector<LoggedKey> missing_;  ///< or otherwise there, in capture order
    bool whole_ = false;              ///< the source is to be derived anew
    std::size_t done_ = 0;            ///< snapshots, those of other sources among them
};

}  // namespace feedarc::app
