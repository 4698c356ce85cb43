#pragma once

#include "unpack/warc/fields.hpp"

#include <optional>
#include <string>

namespace feedarc::unpack {

/// What feedarc says of a snapshot that it exports, beyond what WARC has fields for; other readers
/// pass it over (ISO 28500, 4: fields of unknown names are ignored).
struct OwnFields {
    std::string source;
    std::string page;       ///< its canonical URL where it is not that of the target; or empty
    std::string form;       ///< as which it was read
    bool url_known = true;  ///< else the target is what the page says, or stands for no URL
    bool media_type_known = true;  ///< else nobody declared it
    bool end_known = true;         ///< as Provenance has it

    bool operator==(const OwnFields&) const = default;
};

/// Adds the fields `Feedarc-Source`, `-Page`, `-Form` and `-Unknown`, in ASCII.
void add_own_fields(const OwnFields& own, Fields& fields);

/// Reads what add_own_fields() wrote; nothing where there is no source.
[[nodiscard]] std::optional<OwnFields> read_own_fields(const Fields& fields);

}  // namespace feedarc::unpack
