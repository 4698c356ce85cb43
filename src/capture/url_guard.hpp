#pragma once

#include <optional>
#include <string>

namespace feedarc::capture {

/// Whether a host is private by its name alone: an address in any spelling that is not public, or
/// `localhost`. Asks nobody.
[[nodiscard]] bool is_private_name(const std::string& host);

/// What keeps a URL from being handed to another program: that it is none of http or https, or that
/// its host is, or has among its addresses, one that is not public. Nothing for a good one. Asks
/// the resolver.
[[nodiscard]] std::optional<std::string> address_problem(const std::string& url,
                                                         bool allow_private);

}  // namespace feedarc::capture
