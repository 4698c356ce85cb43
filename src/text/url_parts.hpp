#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::text {

/// The longest URL that is taken for one; servers and browsers refuse about as much.
inline constexpr std::size_t kLongestUrl = 8192;

/// An absolute http(s) URL in its parts (RFC 3986, 3). The host is checked and in its ASCII form;
/// every part is percent-encoded as browsers do, so that the whole is ASCII without white space.
struct UrlParts {
    std::string scheme;  ///< "http" or "https"
    std::optional<std::string> user_info;
    std::string host;                     ///< lower case; an IPv6 address in brackets
    std::string port;                     ///< empty: none was given, or the scheme's own
    std::string path;                     ///< begins with a slash; no dot segments
    std::optional<std::string> query;     ///< without its question mark
    std::optional<std::string> fragment;  ///< without its hash mark

    [[nodiscard]] std::string str() const;
};

/// `reference` resolved against `base`, as resolve_url() describes.
[[nodiscard]] std::optional<UrlParts> parse_url(std::string_view reference, std::string_view base);

/// RFC 3986, 5.2.4, taking `%2e` for a dot as browsers do. The path begins with a slash.
[[nodiscard]] std::string remove_dot_segments(std::string_view path);

/// A host as it stands in a URL (percent-encoded, of any script, or an address) in its ASCII form,
/// lower case (UTS 46, not transitional); nothing for what cannot be a host.
[[nodiscard]] std::optional<std::string> ascii_host(std::string_view host);

/// The value of a hexadecimal digit, or nothing.
[[nodiscard]] std::optional<unsigned> hex_value(char digit) noexcept;

}  // namespace feedarc::text
