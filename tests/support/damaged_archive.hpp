#pragma once

#include <string>
#include <string_view>

namespace feedarc::test {

/// The bytes of a small archive that holds something of all that archives hold: sources, a page of
/// each with its history, bodies packed with one another, corrections, failed fetches. In pages of
/// 1 KiB, so that its tables have inner pages, and without a write-ahead log.
[[nodiscard]] const std::string& sample_archive();

/// The sample archive with damage that `patches` spells, whatever bytes they are: bytes, pages and
/// ranges of the file; values of any type in any column; further rows of the schema. A text that
/// begins as an SQLite file is taken for the whole of one.
[[nodiscard]] std::string damaged_archive(std::string_view patches);

}  // namespace feedarc::test
