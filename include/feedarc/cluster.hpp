#pragma once

#include <feedarc/archive.hpp>
#include <feedarc/record.hpp>

#include <string>
#include <vector>

namespace feedarc {

/// Why records of two sources are taken for one article, strongest first.
enum class ClusterReason {
    permalink,    ///< the same canonical URL
    fingerprint,  ///< the same text, of kStrongTextCharacters at least
    truncation,   ///< one text is the beginning of the other
};

/// The name that JSON uses: `permalink`, `fingerprint`, `truncation`.
[[nodiscard]] const char* to_string(ClusterReason reason) noexcept;

/// A record of another source that shows the same article.
struct AlsoOn {
    std::string source;
    RecordId id = 0;
    Time first_seen{};
    ClusterReason by{};  ///< the strongest reason

    auto operator<=>(const AlsoOn&) const = default;
};

/// The records of other sources that show the same article as a record does: by first seen, then by
/// name of the source and id. Records of different sources are never merged; this is worked out
/// when it is asked for, with one look-up for each source and key. A key that several records of
/// one source bear identifies nothing in that source; a text that was cut may be that of one record
/// alone on both sides.
[[nodiscard]] std::vector<AlsoOn> also_on(Archive& archive, const RecordDetail& detail);

}  // namespace feedarc
