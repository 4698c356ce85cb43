#pragma once

#include <feedarc/changes.hpp>
#include <feedarc/text_diff.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace feedarc::app {

/// A field that changed from one revision to the next, with both of its values, which live as long
/// as the revisions.
struct ChangedField {
    Time at{};  ///< when the later revision was first seen
    Change change;
    std::string_view before, after;

    /// Of a title and an excerpt word by word; other values as a whole, as their parts say nothing
    /// alone.
    [[nodiscard]] std::vector<DiffPiece> pieces() const;
};

/// The changed fields of each revision; of the first one none.
[[nodiscard]] std::vector<std::vector<ChangedField>> changed_fields(
    std::span<const Revision> revisions);

}  // namespace feedarc::app
