#include "unpack/warc/fields.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace feedarc::unpack {
namespace {

using base::to_lower;

bool same(std::string_view one, std::string_view other) noexcept {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char a, char b) { return to_lower(a) == to_lower(b); });
}

}  // namespace

Fields::Fields(std::string_view lines) {
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (!line.empty() && (line.front() == ' ' || line.front() == '\t')) {
            if (!fields_.empty()) fields_.back().second.append(" ").append(trimmed(line));
            continue;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        set(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
}

std::string_view Fields::get(std::string_view name) const noexcept {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [name](const auto& field) { return same(field.first, name); });
    return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

void Fields::set(std::string_view name, std::string_view value) {
    fields_.emplace_back(name, value);
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kSpace = " \t\r\n";
    const auto begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

std::optional<std::size_t> end_of_header(std::string_view text) noexcept {
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        if (text.substr(at + 1, 1) == "\n") return at + 2;
        if (text.substr(at + 1, 2) == "\r\n") return at + 3;
    }
    return std::nullopt;
}

}  // namespace feedarc::unpack
