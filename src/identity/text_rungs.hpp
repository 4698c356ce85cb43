#pragma once

#include <feedarc/identity.hpp>

#include "identity/traits.hpp"

#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace feedarc {

/// Asks a RecordIndex for texts, each thing once while one page is decided about.
class TextIndex {
public:
    explicit TextIndex(RecordIndex& records) : records_(records) {}

    /// The contents that bear a key; none where they are so many that it says too little: a
    /// template, or the opening of a long series.
    const std::vector<TextBearer>& bearers(TextKey key) { return found(key).bearers; }
    /// Whether it may be borne by one content more.
    bool has_room(TextKey key) { return !found(key).full; }
    RecordIndex& records() { return records_; }

private:
    struct Found {
        std::vector<TextBearer> bearers;
        bool full = false;
    };
    const Found& found(TextKey key);

    RecordIndex& records_;
    std::unordered_map<TextKey, Found> found_;
};

/// An article of the page in hand that no stronger key leads to a record.
struct TextArticle {
    std::vector<const Content*> contents;  ///< its new ones, ordered by hash
    Traits traits;
    std::unordered_set<RecordId> apart{};  ///< records that corrections keep it from
};

struct TextJoin {
    RecordId record = 0;
    EvidenceKind kind{};
    ContentId content = 0;  ///< of the record, that is most alike
};

/// The rungs truncation and near-duplicate for all such articles of a page together: for each one
/// the record of which it shows the text cut, longer or edited. `taken` are the records that the
/// page shows already; those that are found are added.
[[nodiscard]] std::vector<std::optional<TextJoin>> match_texts(
    std::span<const TextArticle> articles, std::unordered_set<RecordId>& taken, TextIndex& index);

/// Of an article that stands alone, the record that truncation leads to. Nothing where several do.
[[nodiscard]] std::optional<RecordId> truncation_of(const TextArticle& article, TextIndex& index);

/// The text keys of a content by which its record is not found yet. `claimed` are those that other
/// entries of the same article claim; it is added to.
[[nodiscard]] std::vector<TextKey> text_keys_to_claim(const Content& content,
                                                      std::optional<RecordId> record,
                                                      std::set<TextKey>& claimed, TextIndex& index);

}  // namespace feedarc
