#pragma once

#include <string>

namespace feedarc::test {

/// Puts hostile text into every text column of an archive, in every row: a column that is added
/// later as well. Equal texts stay equal, others different, so that rows still find one another;
/// what the program gives a meaning (lists of numbers, ages, names that a check allows alone)
/// stays.
void make_hostile(const std::string& archive);

}  // namespace feedarc::test
