#pragma once

#include <feedarc/identity.hpp>

#include <optional>
#include <set>
#include <string>

namespace feedarc {

/// What counter-evidence compares: the values that some contents show.
struct Traits {
    std::set<std::string> titles;  ///< normalised
    std::set<Hash128> permalinks;
    std::set<Hash128> guids;
    std::set<std::string> days;     ///< of publication
    std::set<std::string> texts;    ///< normalised excerpts; see add_proof()
    std::set<std::string> folders;  ///< of the permalinks; see add_proof()
    bool is_named = false;          ///< a permalink has a slug; see add_proof()

    void add(const Entry& entry, const std::optional<Hash128>& permalink,
             const std::optional<Hash128>& guid);
    void add(const Content& content) { add(content.entry, content.permalink, content.guid); }
    /// Of an entry of which no content was made.
    void add(const Entry& entry);
    /// What contradict_move() compares besides.
    void add_proof(const Entry& entry);
};

/// Counter-evidence against an equal fingerprint. A long text outweighs another link (the article
/// moved), but not another title (the text is a template), nor another link with another day that
/// was not put right (a column begins with the same words each time); a short one outweighs neither
/// link nor day.
[[nodiscard]] bool contradict(const Traits& one, const Traits& other, bool strong);

/// Counter-evidence against an equal title under another permalink: a text about something else;
/// another day, unless it is near and a text proves that it was corrected ("Who is hiring?" comes
/// again every month, and so does its text). A week or two are not near: columns come weekly.
[[nodiscard]] bool contradict_move(const Traits& one, const Traits& other);

/// Counter-evidence against an equal title and day besides: both permalinks are numbers, which say
/// nothing about their articles; two of one day may well bear the same title.
[[nodiscard]] bool are_numbers(const Traits& one, const Traits& other);

/// Counter-evidence against a text that was cut or edited: any title, link, GUID or day of another.
[[nodiscard]] bool contradict_variant(const Traits& one, const Traits& other);

/// Whether the sides show a title that is the same.
[[nodiscard]] bool share_title(const Traits& one, const Traits& other);

}  // namespace feedarc
