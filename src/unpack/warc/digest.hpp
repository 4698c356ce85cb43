#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace feedarc::unpack {

/// A digest as records name it: `sha1:BASE32`, or in hexadecimal; sha1, sha256 or md5.
struct Digest {
    enum class Algorithm { sha1, sha256, md5 } algorithm{};
    std::string bytes;

    bool operator==(const Digest&) const = default;
};

/// Nothing for other algorithms and for what is no digest.
[[nodiscard]] std::optional<Digest> read_digest(std::string_view text);

/// Of the two one behind the other: `sha1:` and 32 digits of base 32, as most crawlers write it.
[[nodiscard]] std::string sha1_text(std::string_view first, std::string_view second = {});

[[nodiscard]] Digest digest_of(std::string_view data, Digest::Algorithm algorithm);

}  // namespace feedarc::unpack
