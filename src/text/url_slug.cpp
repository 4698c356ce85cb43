#include "base/ascii.hpp"
#include "text/url.hpp"
#include "text/url_parts.hpp"

#include <algorithm>

namespace feedarc::text {
namespace {

using base::is_digit;
using base::is_letter;

constexpr std::size_t kShortest = 3;
constexpr std::size_t kLongestExtension = 5;
constexpr std::size_t kShortestIdentifier = 8;

// `2026-01-11-` or `20260111-`: letters of the mask stand for digits.
std::string_view without_date(std::string_view name) {
    for (const std::string_view mask : {"dddd-dd-dd-", "dddddddd-"}) {
        if (name.size() <= mask.size()) continue;
        const bool fits =
            std::equal(mask.begin(), mask.end(), name.begin(), [](char wanted, char found) {
                return wanted == 'd' ? is_digit(found) : wanted == found;
            });
        if (fits) return name.substr(mask.size());
    }
    return name;
}

std::string_view without_extension(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return name;
    const std::string_view extension = name.substr(dot + 1);
    const bool is_one = !extension.empty() && extension.size() <= kLongestExtension &&
                        is_letter(extension.front()) &&
                        std::all_of(extension.begin(), extension.end(), [](char character) {
                            return is_letter(character) || is_digit(character);
                        });
    return is_one ? name.substr(0, dot) : name;
}

bool is_identifier(std::string_view name) {
    const auto all = [&](auto is) { return std::all_of(name.begin(), name.end(), is); };
    const auto is_sign = [](char character) { return character == '-' || character == '_'; };
    if (all([&](char c) { return is_digit(c) || is_sign(c) || c == '.'; })) return true;
    const bool is_hexadecimal = all([&](char c) { return hex_value(c).has_value() || is_sign(c); });
    const bool has_digit = std::any_of(name.begin(), name.end(), is_digit);
    return is_hexadecimal && has_digit && name.size() >= kShortestIdentifier;
}

}  // namespace

std::string slug_of(std::string_view url) {
    const auto canonical = canonical_url(url);
    const auto parts = canonical ? parse_url(*canonical, "") : std::nullopt;
    if (!parts) return {};
    std::string_view path = parts->path;
    while (path.ends_with('/')) path.remove_suffix(1);
    const std::string_view last = path.substr(path.rfind('/') + 1);
    std::string slug(without_date(without_extension(last)));
    if (slug.size() < kShortest || is_identifier(slug)) return {};
    return base::lowered(slug);
}

std::string path_of(std::string_view url) {
    const auto canonical = canonical_url(url);
    const auto parts = canonical ? parse_url(*canonical, "") : std::nullopt;
    if (!parts) return {};
    return parts->query ? parts->path + "?" + *parts->query : parts->path;
}

std::string folder_of(std::string_view url) {
    const std::string path = path_of(url);
    return path.substr(0, path.substr(0, path.find('?')).rfind('/') + 1);
}

bool is_front_page(std::string_view url) {
    return path_of(url) == "/";
}

}  // namespace feedarc::text
