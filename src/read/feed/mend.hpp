#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::read {

/// Replaces what XML does not know by what was meant, everywhere but in CDATA sections and
/// comments: an ampersand that begins no reference becomes `&amp;`, an entity of HTML (`&nbsp;`)
/// its characters, a reference to a C1 control the character of windows-1252 (as HTML, 13.2.5.80
/// does), one to no character U+FFFD. An entity that a document declares itself is unknown here,
/// so that none expands to anything. Nothing where all is well.
class ReferenceMender {
public:
    [[nodiscard]] std::optional<std::string> mend(std::string_view xml);

private:
    std::size_t reference(std::string_view xml, std::size_t at, std::string& mended);
    const std::string& html_entity(std::string_view name);

    std::map<std::string, std::string, std::less<>> entities_;
    std::size_t copied_ = 0;
};

/// A feed whose tags fit together.
struct MendedTags {
    std::string xml;
    bool cut_off = false;  ///< the end is missing: the entry it lay in was left out
};

/// Writes the tags of a broken feed anew so that an XML parser takes them: start and end tags are
/// paired (an end tag ends all that was opened within its element, one without a start tag goes),
/// items and entries never lie in one another, attributes are quoted, declarations and processing
/// instructions go, and so does what stands before the root. What is nested deeper than 200
/// elements loses its tags and keeps its text.
[[nodiscard]] MendedTags mend_tags(std::string_view xml);

}  // namespace feedarc::read
