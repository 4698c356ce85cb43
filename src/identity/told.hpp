#pragma once

#include <feedarc/identity.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

namespace feedarc {

/// What corrections say of the entries of one page and of the records that they may join.
class Told {
public:
    Told(std::span<const SeenEntry> entries, RecordIndex& index, const ContentLinks& links)
        : entries_(entries), index_(index), links_(links) {}

    /// Whether there is nothing to ask: so it is for nearly every page.
    [[nodiscard]] bool nothing() const noexcept { return links_.empty(); }

    /// Whether two entries are said to be one article.
    [[nodiscard]] bool one_article(std::size_t one, std::size_t other) const;
    /// The record that an entry is said to belong to, by a content that is there already.
    [[nodiscard]] std::optional<RecordIndex::Place> place_of(std::size_t entry) const;
    /// Whether two entries are said to be different articles, or belong to different records of
    /// which one was told.
    [[nodiscard]] bool apart(std::size_t one, std::size_t other) const;
    /// Whether an entry is said to be another article than a record.
    [[nodiscard]] bool apart_from_record(std::size_t entry, RecordId record) const;
    /// Adds all such records.
    void add_apart(std::size_t entry, std::unordered_set<RecordId>& records) const;
    [[nodiscard]] bool records_apart(RecordId one, RecordId other) const;

    /// The keys of the corrections that speak of an entry.
    [[nodiscard]] std::vector<EvidenceKey> keys_of(std::size_t entry) const;

private:
    [[nodiscard]] const Hash128& hash(std::size_t entry) const {
        return entries_[entry].content->hash;
    }
    [[nodiscard]] bool is_in(const Hash128& content, RecordId record) const;

    std::span<const SeenEntry> entries_;
    RecordIndex& index_;
    const ContentLinks& links_;
};

}  // namespace feedarc
