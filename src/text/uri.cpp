#include "text/uri.hpp"

#include "base/ascii.hpp"
#include "text/url_parts.hpp"

#include <cstdint>

namespace feedarc::text {
namespace {

// RFC 3986, 3.3 to 3.5: what may stand in a path, a query and a fragment.
bool may_stand(char character) noexcept {
    constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/?";
    return base::is_letter(character) || base::is_digit(character) ||
           kMarks.find(character) != std::string_view::npos;
}

std::string encoded(std::string_view part) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    result.reserve(part.size());
    for (std::size_t at = 0; at < part.size(); ++at) {
        const bool escape = part[at] == '%' && part.size() - at > 2 && hex_value(part[at + 1]) &&
                            hex_value(part[at + 2]);
        if (escape || may_stand(part[at])) {
            result += part[at];
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(part[at]);
        result += '%';
        result += kDigits[byte >> 4U];
        result += kDigits[byte & 0xfU];
    }
    return result;
}

}  // namespace

std::optional<std::string> web_uri(std::string_view url) {
    auto parts = parse_url(url, {});
    if (!parts) return std::nullopt;
    parts->path = encoded(parts->path);
    if (parts->query) parts->query = encoded(*parts->query);
    if (parts->fragment) parts->fragment = encoded(*parts->fragment);
    return parts->str();
}

}  // namespace feedarc::text
