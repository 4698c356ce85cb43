#include "capture/robots.hpp"

#include "base/ascii.hpp"
#include "text/url_parts.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace feedarc::capture {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestDelay{30'000};
constexpr std::string_view kRobotsPath = "/robots.txt";

bool is_line_end(char character) noexcept {
    return character == '\r' || character == '\n';
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\f\v";
    const std::size_t begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// What is read of a file. A rule that the limit cuts could forbid more than it says: it goes, too.
std::string_view readable(std::string_view text) {
    if (text.size() > kRobotsBytes) {
        std::size_t size = kRobotsBytes;
        if (!is_line_end(text[size])) {
            while (size > 0 && !is_line_end(text[size - 1])) --size;
        }
        text = text.substr(0, size);
    }
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    return text;
}

struct Line {
    std::string key;  ///< lower case
    std::string_view value;
};

// The next line of the form `key: value`, without its comment; nothing at the end. CRLF ends a line
// and an empty one, which does not matter: empty lines say nothing (RFC 9309, 2.2).
std::optional<Line> next_line(std::string_view& text) {
    while (!text.empty()) {
        const auto* const end = std::find_if(text.begin(), text.end(), is_line_end);
        const auto size = static_cast<std::size_t>(end - text.begin());
        std::string_view line = text.substr(0, size);
        text.remove_prefix(std::min(size + 1, text.size()));
        line = line.substr(0, line.find('#'));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        return Line{base::lowered(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1))};
    }
    return std::nullopt;
}

// RFC 9309, 2.2.1: letters, underscores and hyphens. A version behind it is not part of it.
std::string product_token(std::string_view text) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), [](char character) {
        return base::is_letter(character) || character == '_' || character == '-';
    });
    return base::lowered(text.substr(0, static_cast<std::size_t>(end - text.begin())));
}

bool names_everyone(std::string_view agent) noexcept {
    return agent == "*" || agent.starts_with("* ") || agent.starts_with("*\t");
}

bool is_unreserved(char character) noexcept {
    return base::is_letter(character) || base::is_digit(character) ||
           std::string_view("-._~").find(character) != std::string_view::npos;
}

// RFC 3986, 2.2, but for what a pattern or the reading of URLs treats otherwise: * $ '
bool stays(char character) noexcept {
    return is_unreserved(character) ||
           std::string_view(":/?#[]@!&()+,;=%").find(character) != std::string_view::npos;
}

void append_escape(std::string& text, char character) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<std::uint8_t>(character);
    text += '%';
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0xfU];
}

std::optional<char> escaped_at(std::string_view text, std::size_t at) {
    if (text[at] != '%' || text.size() - at < 3) return std::nullopt;
    const auto high = text::hex_value(text[at + 1]);
    const auto low = text::hex_value(text[at + 2]);
    if (!high || !low) return std::nullopt;
    return static_cast<char>(*high << 4U | *low);
}

// RFC 9309, 2.2.2: percent-encoding made alike, so that bytes can be compared. Stars stay in a
// pattern; those of a URL become `%2A`, which is also how a pattern asks for one.
std::string alike(std::string_view text, bool is_pattern) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char character = text[at];
        if (const auto byte = escaped_at(text, at)) {
            if (is_unreserved(*byte)) {
                result += *byte;
            } else {
                append_escape(result, *byte);
            }
            at += 2;
        } else if (is_pattern && character == '*') {
            if (!result.ends_with('*')) result += '*';
        } else if (stays(character)) {
            result += character;
        } else {
            append_escape(result, character);
        }
    }
    return result;
}

std::string alike_pattern(std::string_view pattern) {
    // Only at the end is it more than a character.
    if (!pattern.ends_with('$')) return alike(pattern, true);
    return alike(pattern.substr(0, pattern.size() - 1), true) + '$';
}

// Where `part` begins in `text`, in time linear in both (Knuth, Morris, Pratt): a server can send
// parts that a naive search takes minutes for.
std::size_t find_part(std::string_view text, std::string_view part,
                      std::vector<std::size_t>& borders) {
    if (part.empty()) return 0;
    if (part.size() > text.size()) return std::string_view::npos;
    // Most parts are of one character, or begin with one that is rare.
    const std::size_t first = text.find(part.front());
    if (part.size() == 1 || first == std::string_view::npos) return first;
    borders.assign(part.size(), 0);
    std::size_t matched = 0;
    for (std::size_t at = 1; at < part.size(); ++at) {
        while (matched > 0 && part[at] != part[matched]) matched = borders[matched - 1];
        if (part[at] == part[matched]) ++matched;
        borders[at] = matched;
    }
    matched = 0;
    for (std::size_t at = first; at < text.size(); ++at) {
        while (matched > 0 && text[at] != part[matched]) matched = borders[matched - 1];
        if (text[at] == part[matched]) ++matched;
        if (matched == part.size()) return at + 1 - matched;
    }
    return std::string_view::npos;
}

// Each part between stars is taken where it comes first: were there a match with a later one, there
// would be one with this, too. So nothing is ever tried twice.
bool matches(std::string_view pattern, std::string_view path, std::vector<std::size_t>& borders) {
    const bool to_the_end = pattern.ends_with('$');
    if (to_the_end) pattern.remove_suffix(1);
    std::size_t star = pattern.find('*');
    const std::string_view start = pattern.substr(0, star);
    if (!path.starts_with(start)) return false;
    path.remove_prefix(start.size());
    if (star == std::string_view::npos) return !to_the_end || path.empty();
    for (;;) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        const std::string_view part = pattern.substr(0, star);
        if (star == std::string_view::npos && to_the_end) return path.ends_with(part);
        const std::size_t at = find_part(path, part, borders);
        if (at == std::string_view::npos) return false;
        if (star == std::string_view::npos) return true;
        path.remove_prefix(at + part.size());
    }
}

// Seconds, with a fraction of which thousandths count.
std::optional<milliseconds> read_delay(std::string_view text) {
    std::int64_t thousandths = 0;
    std::int64_t unit = 1000;
    bool in_fraction = false;
    bool has_digits = false;
    for (const char character : text) {
        if (character == '.' && !in_fraction) {
            in_fraction = true;
        } else if (!base::is_digit(character)) {
            return std::nullopt;
        } else {
            has_digits = true;
            const std::int64_t digit = character - '0';
            if (in_fraction) {
                unit /= 10;
                thousandths += digit * unit;
            } else {
                // Kept from growing without end.
                thousandths = std::min(thousandths * 10 + digit * 1000, std::int64_t{1'000'000});
            }
        }
    }
    if (!has_digits) return std::nullopt;
    return std::min(milliseconds(thousandths), kLongestDelay);
}

std::string path_and_query(const text::UrlParts& url) {
    return url.query ? url.path + '?' + *url.query : url.path;
}

}  // namespace

Robots::Robots(std::string_view text, std::string_view product) {
    struct Group {
        bool named = false;  // there is one
        bool open = false;   // the line is within one
        std::vector<Rule> rules;
        std::optional<milliseconds> delay;
    };
    Group ours;
    Group everyone;
    const std::string token = product_token(product);
    const auto add = [&](const auto& what) {
        for (Group* group : {&ours, &everyone}) {
            if (group->open) what(*group);
        }
    };
    // Lines `User-agent` in a row begin one group for all of them.
    bool names_end = true;
    text = readable(text);
    while (const auto line = next_line(text)) {
        if (line->key == "user-agent") {
            if (std::exchange(names_end, false)) ours.open = everyone.open = false;
            if (names_everyone(line->value)) everyone.open = everyone.named = true;
            if (!token.empty() && product_token(line->value) == token)
                ours.open = ours.named = true;
        } else if (line->key == "allow" || line->key == "disallow") {
            names_end = true;
            // RFC 9309, 2.2.2: an empty one matches nothing.
            if (line->value.empty()) continue;
            add([&](Group& group) {
                group.rules.push_back({alike_pattern(line->value), line->key == "allow"});
            });
        } else if (line->key == "crawl-delay") {
            // Those who write it end the names of a group with it, as with a rule; otherwise the
            // rules of the group below would be for these names, too.
            names_end = true;
            const auto delay = read_delay(line->value);
            add([&](Group& group) { group.delay = std::max(group.delay, delay); });
        }
    }
    Group& group = ours.named ? ours : everyone;
    rules_ = std::move(group.rules);
    delay_ = group.delay;
    std::sort(rules_.begin(), rules_.end(), [](const Rule& left, const Rule& right) {
        if (left.path.size() != right.path.size()) return left.path.size() > right.path.size();
        if (left.allow != right.allow) return left.allow;
        return left.path < right.path;
    });
    // What is written again decides nothing, and costs time.
    rules_.erase(std::unique(rules_.begin(), rules_.end(),
                             [](const Rule& left, const Rule& right) {
                                 return left.allow == right.allow && left.path == right.path;
                             }),
                 rules_.end());
}

bool Robots::allows(std::string_view url) const {
    const auto parts = text::parse_url(url, {});
    if (!parts) return false;
    if (parts->path == kRobotsPath) return true;
    const std::string path = alike(path_and_query(*parts), false);
    std::vector<std::size_t> borders;
    const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& candidate) {
        return matches(candidate.path, path, borders);
    });
    return rule == rules_.end() || rule->allow;
}

std::string robots_url(std::string_view url) {
    auto parts = text::parse_url(url, {});
    if (!parts) return {};
    parts->user_info.reset();
    parts->path = kRobotsPath;
    parts->query.reset();
    parts->fragment.reset();
    return parts->str();
}

}  // namespace feedarc::capture
