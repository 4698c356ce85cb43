#pragma once

#include <feedarc/hash.hpp>
#include <feedarc/record.hpp>
#include <feedarc/time.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

/// What a person can say against the rules. The names are stored.
enum class CorrectionKind { join, split, forget, amend, undo };

[[nodiscard]] const char* to_string(CorrectionKind kind) noexcept;
[[nodiscard]] std::optional<CorrectionKind> correction_kind_from(std::string_view name) noexcept;

/// A content, named so that every archive that has it finds it: by its hash; and where it stood,
/// so that it is found again when a later reader reads it otherwise.
struct ContentRef {
    Hash128 content;
    Hash128 body;
    std::int64_t position = 0;

    auto operator<=>(const ContentRef&) const = default;
};

/// A snapshot as it was ingested.
struct SnapshotRef {
    std::string source;
    std::string page_url;
    Time captured_at{};
    Hash128 body;

    auto operator<=>(const SnapshotRef&) const = default;
};

/// One correction. They are part of the log: none is ever deleted, a later one wins over an earlier
/// one, and one can be undone by another.
struct Correction {
    std::int64_t id = 0;  ///< in this archive
    Hash128 uuid;         ///< of all that it says, so that machines agree on it
    Time made_at{};
    std::int64_t sequence = 0;  ///< how many were known when it was made; orders those of a second
    CorrectionKind kind{};
    std::string source;  ///< of join, split, forget and amend
    /// join: the contents of one record and of the other. split: those that are another article,
    /// and the rest of the record.
    std::vector<ContentRef> one, other;
    std::optional<SnapshotRef> snapshot;    ///< of forget and amend
    std::optional<std::string> new_source;  ///< of amend
    std::optional<Time> new_captured_at;    ///< of amend
    std::optional<Hash128> undoes;          ///< of undo: the uuid of another correction
    bool in_force = true;                   ///< set by mark_in_force()
};

/// Sorts corrections into the order in which they were made, and marks those that were not undone.
/// An undo that was itself undone counts for nothing.
void mark_in_force(std::vector<Correction>& corrections);

/// The correction that an undo, or the undo of an undo, is about in the end; of another kind,
/// itself. Throws Error(archive) where that is not in `all`.
[[nodiscard]] const Correction& subject_of(std::span<const Correction> all,
                                           const Correction& correction);

/// What corrections say of the contents of one source: which are one article, and which are not.
class ContentLinks {
public:
    ContentLinks() = default;
    /// Joins and splits of one source, as mark_in_force() leaves them.
    explicit ContentLinks(std::span<const Correction> corrections);

    [[nodiscard]] bool empty() const noexcept { return spoken_of_.empty(); }
    /// Whether a correction speaks of this content.
    [[nodiscard]] bool mention(const Hash128& content) const {
        return spoken_of_.contains(content);
    }
    /// The contents that are one article with this one, itself included; empty for none.
    [[nodiscard]] const std::set<Hash128>& one_with(const Hash128& content) const;
    /// Those that are other articles.
    [[nodiscard]] const std::set<Hash128>& apart_from(const Hash128& content) const;
    /// The corrections that say so, in the order in which they were made.
    [[nodiscard]] const std::vector<Hash128>& said_by(const Hash128& content) const;
    /// All pairs of contents that are kept apart, in both directions.
    [[nodiscard]] const std::map<Hash128, std::set<Hash128>>& all_apart() const noexcept {
        return apart_;
    }

private:
    void join(const Correction& correction);
    void split(const Correction& correction);
    void gather(const std::set<Hash128>& contents);
    void leave_group(const Hash128& content);

    std::map<Hash128, std::size_t> group_of_;
    std::vector<std::set<Hash128>> groups_;
    std::map<Hash128, std::set<Hash128>> apart_;
    std::map<Hash128, std::vector<Hash128>> spoken_of_;
};

/// What became of records when their source was derived again.
struct RecordChange {
    enum class Kind {
        joined,  ///< `record` is part of `other` now
        split,   ///< `record` is new, out of contents that were those of `other`
        fresh,   ///< `record` is new
        gone,    ///< nothing shows `record` any more
        changed  ///< `record` has other contents than before
    };
    Kind kind{};
    RecordId record = 0;
    RecordId other = 0;

    auto operator<=>(const RecordChange&) const = default;
};

[[nodiscard]] const char* to_string(RecordChange::Kind kind) noexcept;

}  // namespace feedarc
