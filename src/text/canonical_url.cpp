#include "base/ascii.hpp"
#include "text/url.hpp"
#include "text/url_parts.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace feedarc::text {
namespace {

enum class Match { name, prefix, dotted_value };

struct TrackingParameter {
    std::string_view name;
    Match match = Match::name;
};

// Query parameters that say how a reader came to a page and never which page it is. A name that
// some site might use to choose an article (`id`, `ref`, `source`, `from`, ...) has no place here.
constexpr std::array kTrackingParameters{
    TrackingParameter{"utm_", Match::prefix},  // Urchin, Google Analytics
    TrackingParameter{"gclid"},                // Google Ads
    TrackingParameter{"gclsrc"},
    TrackingParameter{"dclid"},
    TrackingParameter{"gbraid"},
    TrackingParameter{"wbraid"},
    TrackingParameter{"_ga"},  // Google Analytics between domains
    TrackingParameter{"_gl"},
    TrackingParameter{"fbclid"},   // Facebook
    TrackingParameter{"igshid"},   // Instagram
    TrackingParameter{"msclkid"},  // Microsoft Advertising
    TrackingParameter{"yclid"},    // Yandex
    TrackingParameter{"ysclid"},
    TrackingParameter{"_openstat"},
    TrackingParameter{"twclid"},  // Twitter
    TrackingParameter{"ref_src"},
    TrackingParameter{"ttclid"},     // TikTok
    TrackingParameter{"li_fat_id"},  // LinkedIn
    TrackingParameter{"mc_cid"},     // Mailchimp
    TrackingParameter{"mc_eid"},
    TrackingParameter{"_hsenc"},  // HubSpot
    TrackingParameter{"_hsmi"},
    TrackingParameter{"mkt_tok"},              // Marketo
    TrackingParameter{"mtm_", Match::prefix},  // Matomo
    TrackingParameter{"pk_campaign"},
    TrackingParameter{"pk_kwd"},
    TrackingParameter{"at_medium"},  // AT Internet
    TrackingParameter{"at_campaign"},
    TrackingParameter{"spm", Match::dotted_value},  // Alibaba: a.b.c.d and more
};

// Files that a server shows for their folder.
constexpr std::array<std::string_view, 11> kIndexPages{
    "index.html", "index.htm",    "index.xhtml", "index.shtml",  "index.php",   "index.asp",
    "index.aspx", "default.html", "default.htm", "default.aspx", "default.asp",
};

bool is_unreserved(std::uint8_t byte) noexcept {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

bool is_reserved(char character) noexcept {
    return std::string_view(":/?[]@!$&'()*+,;=").find(character) != std::string_view::npos;
}

// RFC 3986, 6.2.2: escapes in upper case, those of unreserved characters decoded, and whatever must
// not stand in a URL escaped, a percent sign that begins no escape included.
std::string normal_escapes(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size());
    const auto escape = [&](std::uint8_t byte) {
        result += '%';
        result += kDigits[byte >> 4U];
        result += kDigits[byte & 0xfU];
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto high =
            text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : std::nullopt;
        const auto low = high ? hex_value(text[i + 2]) : std::nullopt;
        if (low) {
            const auto byte = static_cast<std::uint8_t>(*high << 4U | *low);
            if (is_unreserved(byte)) {
                result += static_cast<char>(byte);
            } else {
                escape(byte);
            }
            i += 2;
        } else if (is_unreserved(static_cast<std::uint8_t>(text[i])) || is_reserved(text[i])) {
            result += text[i];
        } else {
            escape(static_cast<std::uint8_t>(text[i]));
        }
    }
    return result;
}

bool is_tracking(std::string_view parameter) {
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string name = base::lowered(parameter.substr(0, equals));
    const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
    return std::any_of(kTrackingParameters.begin(), kTrackingParameters.end(),
                       [&](const TrackingParameter& known) {
                           switch (known.match) {
                               case Match::name: return name == known.name;
                               case Match::prefix:
                                   return name.compare(0, known.name.size(), known.name) == 0;
                               case Match::dotted_value:
                                   return name == known.name &&
                                          std::count(value.begin(), value.end(), '.') >= 3;
                           }
                           return false;
                       });
}

std::string canonical_query(std::string_view query) {
    std::string kept;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view parameter = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (parameter.empty() || is_tracking(parameter)) continue;
        if (!kept.empty()) kept += '&';
        kept += parameter;
    }
    return kept;
}

// Without index page and final slashes; "/" at least.
std::string canonical_path(std::string path) {
    for (;;) {
        while (path.size() > 1 && path.back() == '/') path.pop_back();
        const std::size_t slash = path.rfind('/');
        const std::string last = base::lowered(std::string_view(path).substr(slash + 1));
        if (std::find(kIndexPages.begin(), kIndexPages.end(), last) == kIndexPages.end()) {
            return path;
        }
        path.resize(slash + 1);
    }
}

}  // namespace

std::optional<std::string> canonical_url(std::string_view url) {
    auto parts = parse_url(url, {});
    if (!parts) return std::nullopt;
    parts->user_info.reset();
    parts->fragment.reset();
    while (parts->host.back() == '.') parts->host.pop_back();
    parts->path = canonical_path(remove_dot_segments(normal_escapes(parts->path)));
    if (parts->query) {
        parts->query = canonical_query(normal_escapes(*parts->query));
        if (parts->query->empty()) parts->query.reset();
    }
    std::string text = parts->str();
    if (text.size() > kLongestUrl) return std::nullopt;
    return text;
}

}  // namespace feedarc::text
