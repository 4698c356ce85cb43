#include <feedarc/fingerprint.hpp>

#include "identity/normal_text.hpp"
#include "text/unicode.hpp"

namespace feedarc {

IdentityText identity_text(std::string_view raw_title, std::string_view excerpt) {
    IdentityText identity;
    identity.strong = text::count_characters(excerpt) >= kStrongTextCharacters;
    if (identity.strong) {
        identity.fingerprint = hash_of(excerpt);
        return identity;
    }
    const std::string title = normalise(raw_title);
    identity.empty = title.empty() && excerpt.empty();
    if (title.empty() || excerpt.empty()) {
        // The same message for a title and an excerpt: a dump cannot tell which one its line is.
        identity.fingerprint = hash_of(title.empty() ? excerpt : title);
    } else {
        // Holds NULs (of the lengths), which no normalised text does: never the message of a lone
        // text.
        identity.fingerprint = FieldHash().add(title).add(excerpt).finish();
    }
    return identity;
}

IdentityText identity_text(const Entry& entry) {
    return identity_text(entry.title, normalise(entry.excerpt));
}

}  // namespace feedarc
