#pragma once

#include <feedarc/changes.hpp>
#include <feedarc/record.hpp>
#include <feedarc/text_diff.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::render::site {

/// What all pages of a site share.
struct Site {
    std::string title;
};

/// How a list has a record. Texts are those of pages, cut to what a list shows.
struct Row {
    std::string uuid;   ///< 32 hex digits
    std::string title;  ///< of one without, the first words of its text
    std::string excerpt;
    std::string url;
    std::string source;
    std::string category;      ///< empty: it has none
    std::string category_key;  ///< of its group
    std::string published;
    Time first_seen{};
    std::optional<RunEnd> presence;
};

/// A field that changed from one revision to the next.
struct FieldChange {
    EntryField field{};
    std::string description;        ///< `title edited`
    std::vector<DiffPiece> pieces;  ///< as long as the revisions live
};

/// All that a page about a record says.
struct RecordPage {
    const Row& row;
    const Record& record;
    std::span<const Revision> revisions;  ///< at least one
    /// Of each revision what it changed; of the first one nothing.
    std::span<const std::vector<FieldChange>> changes;
    std::span<const PresenceRun> runs;
};

/// What records are put together by; a kind has a folder of its own.
enum class GroupKind { all, category, source, day };

/// Records that belong together.
struct Group {
    GroupKind kind = GroupKind::all;
    std::string key;    ///< what tells it from the others of its kind
    std::string label;  ///< as people call it; a text of a page
    std::string url;    ///< of a source its page; may be empty
    std::int64_t records = 0;
};

// Where the pages are, below the folder of the site. Names are made of a to z, digits, `_`, `-`,
// `.` alone, so that they are safe in any file system and need no escapes in links.

[[nodiscard]] std::string record_path(std::string_view uuid);
/// Of a group the page with its newest records.
[[nodiscard]] std::string group_path(GroupKind kind, std::string_view key);
/// Of its earlier pages the one with this number, from 1 for the oldest records.
[[nodiscard]] std::string group_path(GroupKind kind, std::string_view key, std::int64_t number);
/// The page that lists the groups of a kind.
[[nodiscard]] std::string overview_path(GroupKind kind);
inline constexpr std::string_view kTimelinePath = "timeline.html";

/// A link from one file of the site to another.
[[nodiscard]] std::string link(std::string_view from, std::string_view to);

}  // namespace feedarc::render::site
