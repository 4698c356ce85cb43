#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::capture {

/// What the environment has under a name.
using Variables = std::function<std::optional<std::string>(const char* name)>;

/// The proxy that the environment names for a host, as curl(1) takes it: `http_proxy` (in lower
/// case alone, since a web server may be made to set the other) or `https_proxy`, else `all_proxy`;
/// none where `no_proxy` lists the host, a domain that it is in, or `*`. Empty for none.
[[nodiscard]] std::string environment_proxy(std::string_view scheme, std::string_view host,
                                            const Variables& variables);

}  // namespace feedarc::capture
