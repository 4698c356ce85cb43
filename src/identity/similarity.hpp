#pragma once

#include <string_view>

namespace feedarc {

/// How much of the shorter of two normalised texts the other one holds, from 0 to 1: the part of
/// its runs of four characters (code points) that are found there, each distinct one counted once.
/// 0 where one of them has less than four characters. Takes time proportional to n log n.
[[nodiscard]] double shared_part(std::string_view one, std::string_view other);

}  // namespace feedarc
