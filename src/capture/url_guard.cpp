#include "capture/url_guard.hpp"

#include "base/c_handle.hpp"
#include "capture/address_guard.hpp"
#include "text/url_parts.hpp"

#include <fmt/format.h>

#include <netdb.h>
#include <sys/socket.h>

namespace feedarc::capture {
namespace {

using Addresses = CHandle<addrinfo, ::freeaddrinfo>;

std::string without_brackets(const std::string& host) {
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

// The first of them that is not public; null for none.
const addrinfo* private_one(const Addresses& addresses) {
    const addrinfo* address = addresses.get();
    while (address != nullptr && is_public_address(*address->ai_addr)) address = address->ai_next;
    return address;
}

}  // namespace

bool is_private_name(const std::string& host) {
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (::getaddrinfo(without_brackets(host).c_str(), nullptr, &hints, &found) != 0) return false;
    return private_one(Addresses(found)) != nullptr;
}

std::optional<UrlProblem> address_problem(const std::string& url, bool allow_private) {
    const auto parts = text::parse_url(url, "");
    if (!parts) return UrlProblem{"bad-url", "no http or https URL"};
    if (parts->user_info) {
        return UrlProblem{"bad-url", "user names and passwords have no place in a URL"};
    }
    if (allow_private) return std::nullopt;
    const std::string host = without_brackets(parts->host);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int status = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (status != 0) {
        return UrlProblem{"dns", fmt::format("{}: {}", host, ::gai_strerror(status))};
    }
    const Addresses addresses(found);
    const addrinfo* const address = private_one(addresses);
    if (address == nullptr) return std::nullopt;
    return UrlProblem{
        "private-address",
        fmt::format("{} is at {}, a private address (allow_private = true lets it be)", host,
                    address_text(*address->ai_addr))};
}

}  // namespace feedarc::capture
