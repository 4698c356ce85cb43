#pragma once

#include <feedarc/corrections.hpp>
#include <feedarc/entry.hpp>
#include <feedarc/fingerprint.hpp>
#include <feedarc/record.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace feedarc {

/// The version of the rules below, stored with each join.
inline constexpr int kIdentityVersion = 3;

/// The kinds of evidence, strongest first. The values are stored.
enum class EvidenceKind : std::uint8_t {
    correction = 0,  ///< a person said so; the key is the uuid of the correction
    permalink = 1,
    guid = 2,
    fingerprint = 3,
    title_and_day = 4,   ///< of an entry with a permalink, which may have moved
    title_and_slug = 5,  ///< the same; the slug is what names the article in the permalink
    truncation = 6,      ///< one text is the beginning of the other; the key is the fingerprint
    near_duplicate = 7,  ///< the text was edited; the key is the fingerprint
};

[[nodiscard]] const char* to_string(EvidenceKind kind) noexcept;

/// Under which texts are found that may be variants of one: a hash of 48 bits. Unlike an
/// EvidenceKey it proves nothing, and many records may bear it: whoever finds a text by it
/// compares.
using TextKey = std::int64_t;

/// The text keys of an excerpt.
struct TextKeys {
    std::optional<TextKey> opening;  ///< of how a text of kStrongTextCharacters begins
    std::optional<TextKey> titled;   ///< of a title and how even a short text begins
    std::vector<TextKey> sketch;     ///< of a few runs of characters of such a text

    [[nodiscard]] bool empty() const { return !opening && !titled; }
};

/// A parsed entry as the archive keeps it: the same in all fields is the same content.
struct Content {
    Entry entry;                       ///< without its age
    Hash128 hash;                      ///< of all fields of the entry
    IdentityText text;                 ///< of its title and excerpt
    std::optional<Hash128> permalink;  ///< of its canonical URL
    std::optional<Hash128> guid;
    std::optional<Hash128> title_and_day, title_and_slug;  ///< only where there is a permalink
    TextKeys text_keys;
};

/// The hash of all fields of an entry but its age.
[[nodiscard]] Hash128 content_hash(const Entry& entry);

/// Works out what identity compares of an entry. Costs a few microseconds, so it is done once,
/// where the entry is read.
[[nodiscard]] Content make_content(Entry entry);

/// One key that a content bears.
struct EvidenceKey {
    EvidenceKind kind{};
    Hash128 key;

    auto operator<=>(const EvidenceKey&) const = default;
};

/// Who bears a key within a source.
struct Bearer {
    enum class State {
        nobody,
        record,
        several,  ///< two articles bear it, so it identifies nothing
    };
    State state = State::nobody;
    RecordId record = 0;
    ContentId content = 0;  ///< that bore it first
};

/// A content that bears a text key.
struct TextBearer {
    ContentId content = 0;
    RecordId record = 0;
};

/// What identity asks of the records of one source, as they were before the snapshot in hand.
class RecordIndex {
public:
    RecordIndex() = default;
    RecordIndex(const RecordIndex&) = delete;
    RecordIndex& operator=(const RecordIndex&) = delete;
    virtual ~RecordIndex() = default;

    virtual Bearer bearer(const EvidenceKey& key) = 0;
    /// The distinct contents of a record, in any order.
    virtual std::vector<Entry> contents_of(RecordId record) = 0;
    /// Whether some snapshot so far shows both records.
    virtual bool stood_together(RecordId one, RecordId other) = 0;
    /// Where a content that corrections speak of is now.
    struct Place {
        RecordId record = 0;
        ContentId content = 0;
    };
    virtual std::optional<Place> place_of(const Hash128& content) {
        (void)content;
        return std::nullopt;
    }
    /// The contents that bear a text key, in any order; where they are more than `most`, any
    /// `most + 1` of them.
    virtual std::vector<TextBearer> text_bearers(TextKey key, std::size_t most) = 0;
    virtual Entry entry_of(ContentId content) = 0;
};

/// An entry of the snapshot in hand. `known` is the record that the same content already has.
struct SeenEntry {
    const Content* content = nullptr;
    std::optional<RecordId> known;
};

/// What was decided for one entry whose content is new to its source.
struct Decision {
    /// The record it joins; nothing: a new record, shared by the entries of equal `group`.
    std::optional<RecordId> record;
    std::size_t group = 0;  ///< the index of the first entry that shares the new record
    std::optional<EvidenceKind> joined_by;
    ContentId joined_with = 0;  ///< then the content that first bore the key
    /// The kind of the key by which it led to the first of `also`.
    std::optional<EvidenceKind> connected_by;
    /// Records that this entry shows to be the same article as `record`: they are joined into one.
    std::vector<RecordId> also;
    /// Keys that from now on lead to the record.
    std::vector<EvidenceKey> claims;
    /// Keys found to be borne by two articles: from now on they identify nothing.
    std::vector<EvidenceKey> spoiled;
    /// Text keys under which this entry is found from now on.
    std::vector<TextKey> text_keys;
};

/// Assigns the entries of one snapshot together against the state before it, by the ladder:
/// the same permalink, GUID or fingerprint, then the same title with the same day or slug under a
/// permalink that moved, then a text that was cut or edited; each with its counter-evidence
/// (docs/identity.md). Returns one decision
/// per entry; those of known entries are empty but for `spoiled`. A pure function of its arguments;
/// the order of the entries does not matter. What corrections say goes before every rung.
[[nodiscard]] std::vector<Decision> decide(std::span<const SeenEntry> entries, RecordIndex& index,
                                           const ContentLinks& links = {});

/// Whether an age tells more of a date than the best one known so far: it gives a more precise
/// date, or as precise a one by an earlier capture, which is nearer to the event. One that lies
/// behind `first_seen` is the age of something else (a reply) and tells nothing. A total order, so
/// the best of several does not depend on the order in which they are met.
[[nodiscard]] bool is_better_age(const AgeSighting& seen, const std::optional<AgeSighting>& best,
                                 Time first_seen);

/// The best values of a record out of its revisions: title, category and published from the latest
/// revision that has one (the more precise date first), the longest excerpt, the latest URL. Where
/// no revision has a date, the best of their ages gives it.
struct BestFields {
    Entry entry;
    ContentId excerpt_content = 0;  ///< the revision that gave the excerpt
    Fingerprint fingerprint;        ///< of that one
};

/// At least one revision is needed. The result does not depend on their order.
[[nodiscard]] BestFields best_fields(std::span<const Revision> revisions);

}  // namespace feedarc
