#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/salvage.hpp>

#include "archive/check.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace feedarc::archive {

struct SalvageSink {
    std::function<void(Damage)> lost;
    std::function<void(const std::string& doing, std::size_t done, std::size_t total)> progress;
};

/// How a page that is lost is read again, of its snapshot's bytes. Null where that is refused.
using ReadAgain = std::function<std::shared_ptr<const ParsedPage>(const std::string& bytes,
                                                                  const SnapshotToRead& way)>;

/// A new archive that takes over what verifies of another one, whatever state that is in: first
/// take_log(), then give_ids(), then restore_ids(). Whoever has it places the snapshots after the
/// first step and derives all sources after the second.
class Salvage {
public:
    Salvage() = default;
    Salvage(const Salvage&) = delete;
    Salvage& operator=(const Salvage&) = delete;
    virtual ~Salvage() = default;

    /// Copies the log; snapshots stand where they were ingested. The arguments live as long as
    /// this.
    virtual SalvagedLog take_log(const LogRules& rules, const ReadAgain& read,
                                 const SalvageSink& sink) = 0;
    /// Lets records take back the ids that they had when they are derived.
    virtual void give_ids() = 0;
    /// The ids of records that were joined or went; once all is derived. Returns how many records
    /// have the ids that they had.
    virtual std::int64_t restore_ids() = 0;
    /// The new one.
    virtual Archive& archive() = 0;
};

/// `to` must not be there. Throws Error(archive) where there is no `from`, Error(io).
[[nodiscard]] std::unique_ptr<Salvage> open_salvage(const std::string& from, const std::string& to,
                                                    std::chrono::milliseconds wait);

}  // namespace feedarc::archive
