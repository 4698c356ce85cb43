#pragma once

#include <feedarc/entry.hpp>
#include <feedarc/record.hpp>

#include <span>
#include <string>
#include <vector>

namespace feedarc {

/// The fields of an entry in which its revisions may differ.
enum class EntryField { title, url, guid, category, published, excerpt };

/// The name that JSON uses: `title`, `url`, `guid`, `category`, `published`, `excerpt`.
[[nodiscard]] const char* to_string(EntryField field) noexcept;

/// What became of a field from one revision to the next.
enum class ChangeKind {
    gained,        ///< it had none
    lost,          ///< it has none any more
    reformatted,   ///< equal in normal form: letter case, spaces, ellipsis marks, tracking
                   ///< parameters
    edited,        ///< a title or excerpt was written anew, in part or as a whole
    extended,      ///< it goes on where its text ended
    cut,           ///< the same text, of which the page shows more or less than before
    moved,         ///< another category; another permalink
    corrected,     ///< another date
    more_precise,  ///< the same date, of which more is known
    less_precise,  ///< the same date, of which less is shown
    changed,       ///< another GUID
};

/// The name that JSON uses: `gained`, `more-precise`, ...
[[nodiscard]] const char* to_string(ChangeKind kind) noexcept;

struct Change {
    EntryField field{};
    ChangeKind kind{};

    auto operator<=>(const Change&) const = default;
};

/// How the later of two contents of a record differs from the earlier one: at most one change for
/// each field, in the order of EntryField. Fields that are equal byte by byte give none. Ages are
/// not looked at.
[[nodiscard]] std::vector<Change> changes_between(const Entry& before, const Entry& after);

/// The changes that brought each revision about: for each of `revisions`, which are in the order in
/// which a record has them, its changes from the one before; none for the first.
[[nodiscard]] std::vector<std::vector<Change>> changes_of(std::span<const Revision> revisions);

/// A change in words for a person: `excerpt cut elsewhere`.
[[nodiscard]] std::string describe(const Change& change);

}  // namespace feedarc
