#pragma once

#include <feedarc/changes.hpp>
#include <feedarc/record.hpp>

#include "render/item.hpp"
#include "render/renderer.hpp"

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

namespace feedarc::cli {

/// What `show` says of the changes from one revision of a record to the next.

/// For people: each revision with its time, what changed, and the diff. Nothing where there is but
/// one revision.
void write_changes(std::span<const Revision> revisions, const render::Format& format,
                   const render::Style& style, std::ostream& out);

/// For sheets: `revision.2.changes` and, for each field that changed, `revision.2.diff.title`.
void append_changes(std::vector<render::Member>& members, std::span<const Revision> revisions);

/// For programs: an array of `{"field":…,"kind":…}`.
[[nodiscard]] std::vector<std::string> changes_as_json(std::span<const Change> changes);

}  // namespace feedarc::cli
