#include <feedarc/error.hpp>
#include <feedarc/rules.hpp>

#include "base/edit_distance.hpp"
#include "read/html/rules/selector.hpp"
#include "read/html/rules/selector_error.hpp"
#include "text/time_zone.hpp"
#include "text/unicode.hpp"
#include "text/visible.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace feedarc {
namespace {

constexpr std::size_t kLongestText = 4096;

constexpr std::string_view kDateOrder = "date-order";
constexpr std::string_view kTimeZone = "time-zone";

struct Name {
    std::string_view name;
    std::string Rules::*text;
};

// In the order of to_text(), which archives keep.
constexpr std::array kNames{
    Name{"record", &Rules::record},     Name{"title", &Rules::title},
    Name{"link", &Rules::link},         Name{"date", &Rules::date},
    Name{"category", &Rules::category}, Name{"excerpt", &Rules::excerpt},
    Name{"next", &Rules::next},         Name{kDateOrder, &Rules::date_order},
    Name{kTimeZone, &Rules::time_zone},
};

const Name* find_name(std::string_view name) noexcept {
    const auto* const found = std::find_if(kNames.begin(), kNames.end(),
                                           [&](const Name& known) { return known.name == name; });
    return found == kNames.end() ? nullptr : found;
}

std::optional<std::string> zone_problem(std::string_view name) {
    constexpr std::size_t kLongestZone = 64;
    if (text::is_time_zone(name)) return std::nullopt;
    const auto meant =
        name.size() > kLongestZone ? std::nullopt : base::nearest(name, text::time_zone_names());
    return fmt::format("\"{}\" is no time zone; {}", name,
                       meant ? fmt::format("did you mean \"{}\"?", *meant)
                             : "take IANA's name of one, such as Europe/Berlin");
}

}  // namespace

std::vector<std::string> rule_names() {
    std::vector<std::string> names;
    names.reserve(kNames.size());
    for (const Name& known : kNames) names.emplace_back(known.name);
    return names;
}

std::optional<std::string> rule_problem(std::string_view name, std::string_view text) {
    if (name == kDateOrder) {
        if (text == "dmy" || text == "mdy" || text == "ymd") return std::nullopt;
        return fmt::format("\"{}\" is none of dmy, mdy, ymd", text);
    }
    if (name == kTimeZone) return zone_problem(text);
    if (text.empty()) return "the selector is empty";
    if (text.size() > kLongestText) {
        return fmt::format("the selector has more than {} bytes", kLongestText);
    }
    if (text::visible(text) != text) {
        return "the selector must be one line of text without control characters";
    }
    try {
        (void)read::parse_selector(text);
        return std::nullopt;
    } catch (const read::SelectorError& error) {
        const std::size_t at = text::count_characters(text.substr(0, error.at())) + 1;
        return fmt::format("\"{}\" is no {} selector: {} (at character {})", text,
                           read::is_xpath(text) ? "XPath" : "CSS", error.what(), at);
    }
}

void set_rule(Rules& rules, std::string_view name, std::string_view text) {
    const Name* const known = find_name(name);
    if (known == nullptr) {
        const auto names = rule_names();
        const auto meant = base::nearest(name, names);
        throw Error(ErrorCode::usage,
                    fmt::format("there is no rule '{}'{}", name,
                                meant ? fmt::format("; did you mean '{}'?", *meant)
                                      : fmt::format(" (known: {})", fmt::join(names, ", "))));
    }
    if (const auto problem = rule_problem(name, text)) {
        throw Error(ErrorCode::usage, fmt::format("{}: {}", name, *problem));
    }
    rules.*known->text = text;
}

std::string to_text(const Rules& rules) {
    std::string text;
    for (const Name& known : kNames) {
        if (const std::string& rule = rules.*known.text; !rule.empty()) {
            text += fmt::format("{}={}\n", known.name, rule);
        }
    }
    return text;
}

Rules rules_from_text(std::string_view text) {
    Rules rules;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::size_t sign = line.find('=');
        if (sign == std::string_view::npos) continue;
        if (const Name* const known = find_name(line.substr(0, sign))) {
            rules.*known->text = line.substr(sign + 1);
        }
    }
    return rules;
}

}  // namespace feedarc
