#include "text/url.hpp"

#include "base/ascii.hpp"
#include "text/url_parts.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <utility>

namespace feedarc::text {
namespace {

using base::is_digit;
using base::is_letter;

bool is_slash(char character) noexcept {
    return character == '/' || character == '\\';
}

// WHATWG URL, "basic URL parser": C0 controls and spaces around are dropped, tabs and line breaks
// wherever they are.
std::string cleaned(std::string_view text) {
    const auto is_edge = [](char c) { return static_cast<std::uint8_t>(c) <= 0x20; };
    while (!text.empty() && is_edge(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_edge(text.back())) text.remove_suffix(1);
    std::string clean;
    clean.reserve(text.size());
    std::copy_if(text.begin(), text.end(), std::back_inserter(clean),
                 [](char c) { return c != '\t' && c != '\n' && c != '\r'; });
    return clean;
}

// Percent-encodes controls, spaces, what is not ASCII, and `also`. Escapes are left as they are.
std::string encoded(std::string_view text, std::string_view also) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size());
    for (const char character : text) {
        const auto byte = static_cast<std::uint8_t>(character);
        if (byte <= 0x20 || byte >= 0x7f || also.find(character) != std::string_view::npos) {
            result += '%';
            result += kDigits[byte >> 4U];
            result += kDigits[byte & 0xfU];
        } else {
            result += character;
        }
    }
    return result;
}

// Cuts the scheme and its colon off (RFC 3986, 3.1); lower case, empty when there is none.
std::string take_scheme(std::string_view& text) {
    if (text.empty() || !is_letter(text.front())) return {};
    const auto* const end = std::find_if_not(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
    if (end == text.end() || *end != ':') return {};
    std::string scheme(text.begin(), end);
    for (char& character : scheme) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 0x20);
    }
    text.remove_prefix(scheme.size() + 1);
    return scheme;
}

// Cuts off what follows the first `mark`; nothing when the mark is not there.
std::optional<std::string_view> take_behind(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view behind = text.substr(at + 1);
    text = text.substr(0, at);
    return behind;
}

// The sets that WHATWG URL, 1.3 encodes in each part.
std::string encoded_path(std::string_view path) {
    std::string slashed(path);
    std::replace(slashed.begin(), slashed.end(), '\\', '/');
    return remove_dot_segments(encoded(slashed, "\"<>`{}"));
}
std::string encoded_query(std::string_view query) {
    return encoded(query, "\"'<>");
}
std::string encoded_fragment(std::string_view fragment) {
    return encoded(fragment, "\"<>`");
}

// A port without leading zeros; empty for the scheme's own, nothing for what is no port.
std::optional<std::string> checked_port(std::string_view port, std::string_view scheme) {
    if (port.empty()) return std::string();
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (error != std::errc() || end != port.data() + port.size() || number > 0xffff) {
        return std::nullopt;
    }
    if (number == (scheme == "http" ? 80U : 443U)) return std::string();
    return std::to_string(number);
}

// `[user-info@]host[:port]` into `url`, whose scheme is set.
bool read_authority(std::string_view authority, UrlParts& url) {
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        url.user_info = encoded(authority.substr(0, at), "\"#/<>?@[\\]^`{|}");
        authority.remove_prefix(at + 1);
    }
    // The colons of an IPv6 address are within its brackets.
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    std::string_view port;
    if (colon != std::string_view::npos) {
        port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    auto host = ascii_host(authority);
    auto number = checked_port(port, url.scheme);
    if (!host || !number) return false;
    url.host = std::move(*host);
    url.port = std::move(*number);
    return true;
}

// `rest` is what follows the slashes behind the scheme.
std::optional<UrlParts> with_authority(std::string_view scheme, std::string_view rest) {
    UrlParts url;
    url.scheme = scheme;
    if (const auto fragment = take_behind(rest, '#')) url.fragment = encoded_fragment(*fragment);
    if (const auto query = take_behind(rest, '?')) url.query = encoded_query(*query);
    const auto* const path = std::find_if(rest.begin(), rest.end(), is_slash);
    const auto size = static_cast<std::size_t>(path - rest.begin());
    if (!read_authority(rest.substr(0, size), url)) return std::nullopt;
    url.path = size == rest.size() ? "/" : encoded_path(rest.substr(size));
    return url;
}

// RFC 3986, 5.2.2, for a reference without scheme and authority.
UrlParts relative_to(UrlParts url, std::string_view rest) {
    url.fragment.reset();
    if (const auto fragment = take_behind(rest, '#')) url.fragment = encoded_fragment(*fragment);
    const auto query = take_behind(rest, '?');
    if (!rest.empty() || query) {
        url.query.reset();
        if (query) url.query = encoded_query(*query);
    }
    if (rest.empty()) return url;
    if (is_slash(rest.front())) {
        url.path = encoded_path(rest);
    } else {
        url.path.resize(url.path.rfind('/') + 1);
        url.path = encoded_path(url.path.append(rest));
    }
    return url;
}

bool is_dot(std::string_view& segment) noexcept {
    if (segment.substr(0, 1) == ".") {
        segment.remove_prefix(1);
        return true;
    }
    const std::string_view escape = segment.substr(0, 3);
    if (escape != "%2e" && escape != "%2E") return false;
    segment.remove_prefix(3);
    return true;
}

// 1 for ".", 2 for "..", 0 for any other segment.
int count_dots(std::string_view segment) noexcept {
    if (!is_dot(segment)) return 0;
    if (segment.empty()) return 1;
    return is_dot(segment) && segment.empty() ? 2 : 0;
}

}  // namespace

std::string UrlParts::str() const {
    std::string url = scheme + "://";
    if (user_info) url.append(*user_info).append("@");
    url += host;
    if (!port.empty()) url.append(":").append(port);
    url += path;
    if (query) url.append("?").append(*query);
    if (fragment) url.append("#").append(*fragment);
    return url;
}

std::string remove_dot_segments(std::string_view path) {
    std::string result;
    result.reserve(path.size());
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/', 1), path.size());
        const std::string_view segment = path.substr(1, end - 1);
        path.remove_prefix(end);
        const int dots = count_dots(segment);
        if (dots == 2) result.resize(result.empty() ? 0 : result.rfind('/'));
        if (dots == 0) result.append("/").append(segment);
        if (dots != 0 && path.empty()) result += '/';
    }
    return result.empty() ? "/" : result;
}

std::optional<UrlParts> parse_url(std::string_view reference, std::string_view base) {
    if (reference.size() > kLongestUrl) return std::nullopt;
    const std::string clean = cleaned(reference);
    std::string_view rest = clean;
    const std::string scheme = take_scheme(rest);
    if (!scheme.empty() && scheme != "http" && scheme != "https") return std::nullopt;

    const auto* const behind_slashes = std::find_if_not(rest.begin(), rest.end(), is_slash);
    const auto slashes = static_cast<std::size_t>(behind_slashes - rest.begin());
    std::optional<UrlParts> parent;
    if (!base.empty() && (scheme.empty() || slashes < 2)) parent = parse_url(base, {});
    // "https:page" is relative to a base of the same scheme, and "https:example.org" absolute
    // without.
    if (!scheme.empty() && (slashes >= 2 || !parent || parent->scheme != scheme)) {
        return with_authority(scheme, rest.substr(slashes));
    }
    if (!parent) return std::nullopt;
    if (slashes >= 2) return with_authority(parent->scheme, rest.substr(slashes));
    return relative_to(std::move(*parent), rest);
}

std::optional<std::string> resolve_url(std::string_view reference, std::string_view base) {
    const auto url = parse_url(reference, base);
    if (!url) return std::nullopt;
    std::string text = url->str();
    if (text.size() > kLongestUrl) return std::nullopt;
    return text;
}

std::string host_of(std::string_view url) {
    const auto parts = parse_url(url, {});
    if (!parts) return {};
    std::string_view host = parts->host;
    while (host.back() == '.') host.remove_suffix(1);
    constexpr std::string_view kPrefix = "www.";
    if (host.substr(0, kPrefix.size()) == kPrefix) host.remove_prefix(kPrefix.size());
    return std::string(host);
}

}  // namespace feedarc::text
