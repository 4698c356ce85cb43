#pragma once

#include <feedarc/identity.hpp>

#include <optional>

namespace feedarc {

/// What make_content() gives of an entry's URL and GUID, without the rest of its work.
struct LinkKeys {
    std::optional<Hash128> permalink, guid;
};

[[nodiscard]] LinkKeys link_keys(const Entry& entry);

}  // namespace feedarc
