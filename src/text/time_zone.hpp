#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::text {

/// Whether a text names a time zone as IANA's database does, letter for letter: `Europe/Berlin`,
/// `UTC`. An offset (`GMT+8`) is none.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// All names that is_time_zone() knows.
[[nodiscard]] std::vector<std::string> time_zone_names();

/// When the clocks of a zone show a time; a zone that is_time_zone() does not know is UTC (an
/// archive may name one that this machine's ICU lacks). A time that a change of the clocks leaves
/// out is read by the offset before it (02:30 is then 03:30), of one that comes twice the first is
/// meant.
[[nodiscard]] std::chrono::sys_seconds utc_of(std::chrono::local_seconds local,
                                              std::string_view zone);

}  // namespace feedarc::text
