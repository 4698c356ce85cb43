#pragma once

#include "archive/sqlite/bodies.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace feedarc::sqlite {

/// The bodies asked for lately, for who asks for one after the other in the order of time: most of
/// them are packed with one that came shortly before, which then need not be unpacked again. Holds
/// 64 MiB.
class BodyCache {
public:
    BodyCache(sqlite3& db, Bodies& bodies);

    using Bytes = std::shared_ptr<const std::string>;
    /// As Bodies::bytes().
    [[nodiscard]] Bytes bytes(BodyId id);

private:
    struct Held {
        BodyId id;
        Bytes bytes;
    };
    [[nodiscard]] std::optional<BodyId> base_of(BodyId id);
    [[nodiscard]] Bytes find(BodyId id);
    void keep(BodyId id, const Bytes& bytes);

    Bodies& bodies_;
    Statement base_;
    std::list<Held> held_;  ///< the one asked for last first
    std::unordered_map<BodyId, std::list<Held>::iterator> by_id_;
    std::size_t bytes_ = 0;
};

}  // namespace feedarc::sqlite
