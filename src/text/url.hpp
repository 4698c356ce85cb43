#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace feedarc::text {

/// An absolute http or https URL: `reference` resolved against `base` as RFC 3986, 5 says, with the
/// leniency of browsers (white space around, tabs and line breaks inside, backslashes as slashes).
/// Nothing where the result is no http(s) URL with a host (`javascript:`, `mailto:`, a relative
/// reference without a base, ...) or is longer than 8 KiB.
[[nodiscard]] std::optional<std::string> resolve_url(std::string_view reference,
                                                     std::string_view base);

/// The form in which URLs are compared; docs/identity.md lists the rules: scheme and host in lower
/// case, no default port, no user info, no fragment, no tracking parameters, dot segments resolved,
/// percent escapes in upper case and unreserved ones decoded, no index page, no trailing slash,
/// `http` and `https` kept apart. Nothing for what is no absolute http(s) URL.
[[nodiscard]] std::optional<std::string> canonical_url(std::string_view url);

/// The name at the end of a URL's path that says what the page is about, in lower case, without its
/// file extension and a date in front (`2026-01-11-`, `20260111-`). Empty where it is a number or
/// another identifier (eight hexadecimal digits or more), or has less than three characters.
[[nodiscard]] std::string slug_of(std::string_view url);

/// The path and query of a URL's canonical form, the same under any scheme and host. Empty for what
/// is no absolute http(s) URL.
[[nodiscard]] std::string path_of(std::string_view url);

/// The path of a URL's canonical form without what follows its last slash. Empty as path_of().
[[nodiscard]] std::string folder_of(std::string_view url);

/// Whether a URL is that of a whole site: an absolute http(s) URL without path and query.
[[nodiscard]] bool is_front_page(std::string_view url);

/// The host in lower case without `www.` and port; empty for what is no absolute http(s) URL.
[[nodiscard]] std::string host_of(std::string_view url);

}  // namespace feedarc::text
