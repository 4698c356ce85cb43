#include "app/config_values.hpp"

#include "base/ascii.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace feedarc::app {
namespace {

using namespace std::literals;

struct Unit {
    std::string_view name;
    std::uint64_t size;
};

// In milliseconds, the largest first; of two names for one the first is written.
constexpr std::array kDurationUnits{
    Unit{"w", 604'800'000}, Unit{"d", 86'400'000}, Unit{"h", 3'600'000}, Unit{"m", 60'000},
    Unit{"min", 60'000},    Unit{"s", 1000},       Unit{"ms", 1},
};
constexpr std::array kSizeUnits{
    Unit{"GiB", 1U << 30U}, Unit{"GB", 1'000'000'000}, Unit{"MiB", 1U << 20U},
    Unit{"MB", 1'000'000},  Unit{"KiB", 1U << 10U},    Unit{"kB", 1000},
    Unit{"B", 1},
};

void skip_spaces(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

// A number of at most 12 digits, so that with any unit it fits.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    constexpr std::size_t kMostDigits = 12;
    std::uint64_t number = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && base::is_digit(text[digits]); ++digits) {
        if (digits == kMostDigits) return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(text[digits] - '0');
    }
    text.remove_prefix(digits);
    skip_spaces(text);
    if (digits == 0) return std::nullopt;
    return number;
}

std::string_view take_word(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && base::is_letter(text[length])) ++length;
    const std::string_view word = text.substr(0, length);
    text.remove_prefix(length);
    skip_spaces(text);
    return word;
}

// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char byte) {
        return base::is_digit(byte) || base::is_letter(byte) ||
               "!#$%&'*+-.^_`|~"sv.find(byte) != std::string_view::npos;
    });
}

// The part of a URL between its scheme and its path.
std::string_view authority_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    const std::string_view rest = url.substr(scheme + 3);
    return rest.substr(0, rest.find_first_of("/?#\\"));
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    std::uint64_t sum = 0;
    std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
    skip_spaces(text);
    do {
        const auto number = take_number(text);
        const std::string_view word = take_word(text);
        const auto* const unit =
            std::find_if(kDurationUnits.begin(), kDurationUnits.end(),
                         [word](const Unit& known) { return known.name == word; });
        if (!number || unit == kDurationUnits.end() || unit->size >= last) return std::nullopt;
        last = unit->size;
        constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
        if (*number > (kMost - sum) / unit->size) return std::nullopt;
        sum += *number * unit->size;
    } while (!text.empty());
    return std::chrono::milliseconds(static_cast<std::int64_t>(sum));
}

std::string duration_text(std::chrono::milliseconds duration) {
    auto left = static_cast<std::uint64_t>(std::max<std::int64_t>(0, duration.count()));
    std::string text;
    for (const Unit& unit : kDurationUnits) {
        // "7d" is more usual than "1w".
        if (unit.name == "w" || left < unit.size) continue;
        text += fmt::format("{}{}{}", text.empty() ? "" : " ", left / unit.size, unit.name);
        left %= unit.size;
    }
    return text.empty() ? "0s" : text;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    skip_spaces(text);
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    const std::string word = base::lowered(take_word(text));
    if (!text.empty()) return std::nullopt;
    if (word.empty()) return number;
    const auto* const unit =
        std::find_if(kSizeUnits.begin(), kSizeUnits.end(),
                     [&](const Unit& known) { return base::lowered(known.name) == word; });
    if (unit == kSizeUnits.end()) return std::nullopt;
    if (*number > std::numeric_limits<std::uint64_t>::max() / unit->size) return std::nullopt;
    return *number * unit->size;
}

std::string size_text(std::uint64_t bytes) {
    const auto* const unit =
        std::find_if(kSizeUnits.begin(), kSizeUnits.end() - 1,
                     [bytes](const Unit& known) { return bytes != 0 && bytes % known.size == 0; });
    return fmt::format("{} {}", bytes / unit->size, unit->name);
}

std::optional<std::string> line_problem(const std::string& text) {
    if (text::visible(text) == text && text::fold_space(text) == text) return std::nullopt;
    return "must be one line of text without control characters, doubled spaces, or spaces at its "
           "ends";
}

std::optional<std::string> url_problem(const std::string& url) {
    if (!text::canonical_url(url)) {
        return fmt::format(R"("{}" is no http or https URL, such as "https://example.org/")", url);
    }
    if (authority_of(url).find('@') != std::string_view::npos) {
        return "holds a user name or password: put them into headers, such as headers = { "
               "Authorization = { file = \"token\" } }";
    }
    return std::nullopt;
}

std::optional<std::string> proxy_problem(std::string_view proxy) {
    if (proxy.empty() || proxy == "environment") return std::nullopt;
    constexpr std::array kSchemes{"http"sv,    "https"sv,  "socks4"sv,
                                  "socks4a"sv, "socks5"sv, "socks5h"sv};
    const std::string scheme = base::lowered(proxy.substr(0, proxy.find("://")));
    const std::string_view authority = authority_of(proxy);
    const std::string_view host = authority.substr(authority.rfind('@') + 1);
    const bool good = std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end() &&
                      !host.empty() && host.front() != ':' &&
                      std::all_of(proxy.begin(), proxy.end(),
                                  [](char byte) { return byte > ' ' && byte < '\x7f'; });
    if (good) return std::nullopt;
    return "must be the URL of a proxy (http, https, socks4, socks4a, socks5 or socks5h), such as "
           "\"http://proxy.example:3128\", or \"environment\"";
}

std::optional<std::string> header_name_problem(const std::string& name) {
    if (!is_token(name)) {
        return "is no name of a header: letters, digits and - are usual, such as Accept-Language";
    }
    constexpr std::array kOwn{
        "accept-encoding"sv,
        "connection"sv,
        "content-length"sv,
        "content-type"sv,
        "cookie2"sv,
        "expect"sv,
        "host"sv,
        "if-match"sv,
        "if-modified-since"sv,
        "if-none-match"sv,
        "if-range"sv,
        "if-unmodified-since"sv,
        "keep-alive"sv,
        "origin"sv,
        "proxy-authorization"sv,
        "proxy-connection"sv,
        "range"sv,
        "te"sv,
        "trailer"sv,
        "transfer-encoding"sv,
        "upgrade"sv,
    };
    const std::string lowered = base::lowered(name);
    if (lowered == "user-agent") return "is set by the key user_agent";
    if (std::find(kOwn.begin(), kOwn.end(), lowered) == kOwn.end()) return std::nullopt;
    return "cannot be set: feedarc sends this header itself where it is needed";
}

std::optional<std::string> header_value_problem(std::string_view value) {
    const bool good = std::all_of(value.begin(), value.end(), [](char byte) {
        return byte == '\t' || (static_cast<unsigned char>(byte) >= ' ' && byte != '\x7f');
    });
    if (good) return std::nullopt;
    return "must not hold line breaks or other control characters";
}

std::string without_password(const std::string& url) {
    const std::string_view authority = authority_of(url);
    const std::size_t at = authority.rfind('@');
    if (at == std::string_view::npos) return url;
    std::string shown = url;
    return shown.replace(static_cast<std::size_t>(authority.data() - url.data()), at, "(set)");
}

}  // namespace feedarc::app
