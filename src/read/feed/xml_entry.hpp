#pragma once

#include "read/feed/entry_draft.hpp"
#include "read/feed/link_bases.hpp"
#include "read/feed/xml.hpp"

#include <string>

namespace feedarc::read {

/// Reads the `item` or `entry` of an XML feed.
[[nodiscard]] EntryDraft read_xml_entry(pugi::xml_node entry, LinkBases& bases);

/// The content of an element that holds text for people, and how it is meant: by its `type` and
/// `mode` (RFC 4287, 3.1 and 4.1.3; Atom 0.3), by elements within it, else `unmarked`.
[[nodiscard]] FeedText feed_text_of(pugi::xml_node element, TextKind unmarked);

/// The relation of a link in lower case (`alternate` where it names none), without the address of
/// IANA's registry before it.
[[nodiscard]] std::string relation_of(pugi::xml_node link);

}  // namespace feedarc::read
