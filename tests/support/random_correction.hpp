#pragma once

#include <feedarc/time.hpp>

#include "support/dice.hpp"

#include <string>

namespace feedarc::test {

/// Makes a random correction of the archive at a location: of records and snapshots that are there,
/// whatever their ids. One that the archive refuses changes nothing.
void correct_at_random(const std::string& location, Time now, Dice& dice);

/// Makes the corrections of one archive in another one that has the same snapshots.
void repeat_corrections(const std::string& from, const std::string& to);

}  // namespace feedarc::test
