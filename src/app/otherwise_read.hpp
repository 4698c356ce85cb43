#pragma once

#include <feedarc/merge_store.hpp>

#include "app/derive.hpp"
#include "app/log_reader.hpp"
#include "app/placing.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace feedarc::app {

/// Snapshots that two logs have and say otherwise, within a transaction: how they were got, or how
/// they were read. The better of each stays (same_snapshot.hpp). Ids and corrections go along with
/// what is shown in the place of something else.
class OtherwiseRead {
public:
    OtherwiseRead(WriteBatch& batch, LogReader& log, Deriver& deriver, Placing& placing)
        : batch_(batch), log_(log), deriver_(deriver), placing_(placing) {}

    /// Returns whether what is stored of the snapshot changed.
    bool settle(SnapshotId here, const LoggedSnapshot& there);

private:
    using Contents = std::vector<Content>;
    using Places = std::vector<std::optional<std::size_t>>;  // as find_heirs() gives them

    [[nodiscard]] Contents contents_of(const std::vector<ContentId>& ids);
    [[nodiscard]] static Contents contents_of(const ParsedPage& page);
    [[nodiscard]] static Heirs heirs_of(const std::vector<ContentId>& before,
                                        const std::vector<ContentId>& after, const Places& places);
    void load_corrections();
    [[nodiscard]] bool mentioned(const Hash128& body);
    void follow(const Hash128& body, const Contents& before, const Contents& after,
                const Places& places);
    void derive_again(SnapshotId snapshot, const PreparedSnapshot& both, const Heirs& heirs);

    WriteBatch& batch_;
    LogReader& log_;
    Deriver& deriver_;
    Placing& placing_;
    std::optional<std::vector<Correction>> corrections_;
    std::multimap<std::pair<Hash128, Hash128>, std::size_t> by_place_;  ///< by content and body
    std::set<Hash128> bodies_;                                          ///< that they mention
};

}  // namespace feedarc::app
