#pragma once

#include <optional>
#include <string>

namespace feedarc::capture {

/// Whether a host is private by its name alone: an address in any spelling that is not public, or
/// `localhost`. Asks nobody.
[[nodiscard]] bool is_private_name(const std::string& host);

/// Why a URL must not be handed to another program.
struct UrlProblem {
    std::string reason;   ///< as FetchFailure has them: `bad-url`, `dns`, `private-address`
    std::string message;  ///< in words for a person
};

/// That it is none of http or https, or that its host is, or has among its addresses, one that is
/// not public. Nothing for a good one. Asks the resolver.
[[nodiscard]] std::optional<UrlProblem> address_problem(const std::string& url, bool allow_private);

}  // namespace feedarc::capture
