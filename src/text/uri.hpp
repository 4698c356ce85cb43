#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace feedarc::text {

/// An http or https URL as a URI that documents and terminals may hold (RFC 3986): resolve_url()
/// without a base, and whatever else has no place in a URI percent-encoded. Nothing where that
/// gives nothing.
[[nodiscard]] std::optional<std::string> web_uri(std::string_view url);

}  // namespace feedarc::text
