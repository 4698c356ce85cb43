#pragma once

#include <string>

struct sockaddr;

namespace feedarc::capture {

/// Whether an address is one of the public internet: none of this machine, of a private network, of
/// a link, of a carrier's NAT, for documentation, multicast or otherwise special (IANA's registries
/// for IPv4 and IPv6). Of an address that has an IPv4 address in it (mapped, NAT64, 6to4) that one
/// is judged too. Other families than IPv4 and IPv6 are not public.
[[nodiscard]] bool is_public_address(const sockaddr& address) noexcept;

/// The address as people write it, for messages.
[[nodiscard]] std::string address_text(const sockaddr& address);

}  // namespace feedarc::capture
