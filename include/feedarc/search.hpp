#pragma once

#include <feedarc/archive.hpp>

#include <string>
#include <string_view>

namespace feedarc {

/// A record with the part of it that shows what was searched for.
struct FoundRecord {
    Record record;
    std::string passage;
};

/// The part of a record's texts that shows what `query` looks for, each match between `**` and
/// `**`, and `…` where it was cut: of the longest excerpt, else of the title, else of the latest
/// revision that shows it. Some 80 characters. Empty where none does.
[[nodiscard]] std::string passage_of(Archive& archive, const Record& record,
                                     std::string_view query);

}  // namespace feedarc
