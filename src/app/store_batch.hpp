#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include "app/prepare.hpp"

#include <chrono>
#include <functional>
#include <vector>

namespace feedarc::app {

/// Whether there is anything to store.
[[nodiscard]] bool any_kept(const std::vector<Prepared>& snapshots);

/// Stores snapshots, and what is derived from them, in one transaction, and tells of each in their
/// order, which is that of capture within a source. The archive may be null where nothing is kept.
/// `also` adds to the transaction; `changed` gets the records that are new or have other contents
/// than before. Throws Error, and nothing of it is stored then.
[[nodiscard]] std::vector<IngestedSnapshot> store_batch(
    Archive* archive, std::chrono::milliseconds wait, const std::vector<Prepared>& snapshots,
    const std::function<void(WriteBatch&)>& also = {}, std::vector<RecordId>* changed = nullptr);

}  // namespace feedarc::app
