#include "base/ascii.hpp"
#include "base/c_handle.hpp"
#include "text/unicode.hpp"
#include "text/url_parts.hpp"

#include <unicode/uidna.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>

namespace feedarc::text {
namespace {

using base::to_lower;

using Idna = CHandle<UIDNA, uidna_close>;

// DNS itself allows 253 bytes; a longer name cannot be resolved, so no page lies there.
constexpr std::size_t kLongestHost = 253;

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && text.size() - i > 2) {
            const auto high = hex_value(text[i + 1]);
            const auto low = hex_value(text[i + 2]);
            if (high && low) {
                decoded += static_cast<char>(*high << 4U | *low);
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

// WHATWG URL, "forbidden domain code point".
bool is_forbidden(char character) noexcept {
    const auto byte = static_cast<std::uint8_t>(character);
    return byte <= 0x20 || byte >= 0x7f ||
           std::string_view("#/:<>?@[\\]^|%\"`{}").find(character) != std::string_view::npos;
}

// "[::1]" with the address in the form of RFC 5952.
std::optional<std::string> ipv6_host(std::string_view host) {
    if (host.size() < 4 || host.back() != ']') return std::nullopt;
    const std::string address(host.substr(1, host.size() - 2));
    if (address.find('\0') != std::string::npos) return std::nullopt;
    in6_addr binary{};
    if (inet_pton(AF_INET6, address.c_str(), &binary) != 1) return std::nullopt;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (inet_ntop(AF_INET6, &binary, text.data(), text.size()) == nullptr) return std::nullopt;
    return "[" + std::string(text.data()) + "]";
}

// UTS 46, 4: the name in Punycode. Hyphens and empty labels, which exist in practice, are let
// through.
std::optional<std::string> idna_host(const std::string& name) {
    constexpr std::uint32_t kTolerated = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LEADING_HYPHEN |
                                         UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    UErrorCode status = U_ZERO_ERROR;
    const Idna idna(uidna_openUTS46(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &status));
    if (U_FAILURE(status) != 0) return std::nullopt;
    std::array<char, 2 * kLongestHost> ascii{};
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    const std::int32_t size = uidna_nameToASCII_UTF8(
        idna.get(), name.data(), static_cast<std::int32_t>(name.size()), ascii.data(),
        static_cast<std::int32_t>(ascii.size()), &info, &status);
    if (U_FAILURE(status) != 0 || (info.errors & ~kTolerated) != 0) return std::nullopt;
    return std::string(ascii.data(), static_cast<std::size_t>(size));
}

}  // namespace

std::optional<unsigned> hex_value(char digit) noexcept {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A' + 10);
    return std::nullopt;
}

std::optional<std::string> ascii_host(std::string_view host) {
    if (!host.empty() && host.front() == '[') return ipv6_host(host);
    // A byte may stand as three, and in UTF-8 a letter takes up to four bytes.
    if (host.empty() || host.size() > 12 * kLongestHost) return std::nullopt;
    std::string name = percent_decoded(host);
    if (!is_valid_utf8(name)) return std::nullopt;
    if (std::any_of(name.begin(), name.end(), [](char c) { return (c & '\x80') != 0; })) {
        auto ascii = idna_host(name);
        if (!ascii) return std::nullopt;
        name = std::move(*ascii);
    }
    if (name.size() > kLongestHost + 1) return std::nullopt;  // a final dot may come on top
    std::transform(name.begin(), name.end(), name.begin(), to_lower);
    if (std::any_of(name.begin(), name.end(), is_forbidden)) return std::nullopt;
    // "." and "..." name nothing.
    if (name.find_first_not_of('.') == std::string::npos) return std::nullopt;
    return name;
}

}  // namespace feedarc::text
