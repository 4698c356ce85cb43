#pragma once

#include <feedarc/presence.hpp>

#include <string>
#include <string_view>

namespace feedarc::sqlite {

/// A tail as `watched_pages.tail` keeps it: a JSON array of the number of settled states, then the
/// first snapshot, the last snapshot and the health (0 to 4, in the order of Health) of each state.
/// Empty: `[]`.
[[nodiscard]] std::string write_presence_tail(const PresenceTail& tail);

/// The reverse. Throws Error(archive) for anything else.
[[nodiscard]] PresenceTail read_presence_tail(std::string_view json);

}  // namespace feedarc::sqlite
