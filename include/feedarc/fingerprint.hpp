#pragma once

#include <feedarc/entry.hpp>
#include <feedarc/hash.hpp>

#include <string>
#include <string_view>

namespace feedarc {

/// A hash of an entry's normalised text: equal fingerprints are evidence of the same article.
/// Stored; changing how it is computed needs a new `kFingerprintVersion` and a re-derivation.
using Fingerprint = Hash128;

inline constexpr int kFingerprintVersion = 1;

/// An excerpt of at least this many characters (code points, after normalising) stands for its
/// article alone, so that an entry with a title and a link meets a dump that has only the excerpt.
/// The figure is that of the truncation rule: below it openings such as "概述" repeat.
inline constexpr int kStrongTextCharacters = 40;

/// The form in which texts are compared: NFKC, case folded and without default-ignorable characters
/// (Unicode's toNFKC_Casefold), all white space removed, and trailing ellipsis marks and "read
/// more" phrases trimmed. `normalise(normalise(x)) == normalise(x)`. Takes any bytes: what is not
/// UTF-8 becomes U+FFFD. docs/identity.md has the steps and vectors.
[[nodiscard]] std::string normalise(std::string_view text);

/// What identity compares of one entry, computed once when it is read.
struct IdentityText {
    Fingerprint fingerprint;
    bool strong = false;  ///< the excerpt alone was long enough
    bool empty = false;   ///< there was neither title nor excerpt: the fingerprint says nothing
};

/// The fingerprint of an entry: of the normalised excerpt where that is strong; of title and
/// excerpt where both are there but the excerpt is short; else of the one that is there.
[[nodiscard]] IdentityText identity_text(const Entry& entry);

}  // namespace feedarc
