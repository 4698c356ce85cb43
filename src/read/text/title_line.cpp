#include "read/text/title_line.hpp"

#include "base/ascii.hpp"
#include "read/text/classify.hpp"
#include "read/text/line.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>

namespace feedarc::read {
namespace {

void read_into(Entry& entry, std::string_view text) {
    const Metadata metadata = read_metadata(text);
    if (entry.published.value.empty()) entry.published = metadata.published;
    if (entry.category.empty()) entry.category = text::fold_space(metadata.category);
}

bool is_metadata(Kind kind) noexcept {
    return kind == Kind::date || kind == Kind::meta || kind == Kind::category;
}

bool ends_wide(std::string_view text) noexcept {
    return text.size() >= 3 && static_cast<unsigned char>(text[text.size() - 3]) >= 0xE3;
}

}  // namespace

std::string_view without_dashes(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 8> kMarks{"—", "–", "-", ":", "\uFF1A", "·", "|", "*"};
    text = trimmed(text);
    for (const auto mark : kMarks) {
        if (text.substr(0, mark.size()) == mark) text = trimmed(text.substr(mark.size()));
        if (text.size() >= mark.size() && text.substr(text.size() - mark.size()) == mark) {
            text = trimmed(text.substr(0, text.size() - mark.size()));
        }
    }
    return text;
}

std::string_view without_clock(std::string_view text) noexcept {
    const auto digits = [text](std::size_t at) {
        return at + 1 < text.size() && base::is_digit(text[at]) && base::is_digit(text[at + 1]);
    };
    std::size_t end = digits(0) ? 2 : 1;
    if (text.empty() || !base::is_digit(text.front())) return text;
    for (std::size_t parts = 1; parts < 3; ++parts) {
        if (end >= text.size() || text[end] != ':' || !digits(end + 1)) {
            if (parts == 1) return text;
            break;
        }
        end += 3;
    }
    const auto rest = text.substr(end);
    const bool apart = rest.starts_with(' ') || rest.starts_with('\t');
    const auto title = apart ? without_dashes(rest) : std::string_view();
    return title.empty() ? text : title;
}

bool read_lead(std::string_view lead, Entry& entry) {
    lead = without_dashes(lead);
    if (lead.empty()) return true;
    const Kind kind = classify(lead, about_columns(lead));
    if (is_metadata(kind)) read_into(entry, lead);
    return kind != Kind::text || std::any_of(lead.begin(), lead.end(),
                                             [](char byte) { return byte >= '0' && byte <= '9'; });
}

void read_rest(std::string_view rest, Entry& entry) {
    rest = without_dashes(rest);
    if (rest.empty()) return;
    const auto columns = about_columns(rest);
    const bool enclosed = columns > 2 && rest.front() == '(' && rest.back() == ')';
    const auto inner = enclosed ? rest.substr(1, rest.size() - 2) : rest;
    const bool is_host = enclosed && inner.find('.') != std::string_view::npos &&
                         inner.find(' ') == std::string_view::npos;
    const Kind kind = classify(inner, columns);
    if (is_metadata(kind)) {
        read_into(entry, inner);
    } else if (kind == Kind::text && columns > 2 && !is_host) {
        entry.excerpt = join_lines(rest);
    }
}

std::string join_lines(std::string_view text) {
    std::string joined;
    joined.reserve(text.size());
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find_first_of("\r\n", begin), text.size());
        const auto part = trimmed(text.substr(begin, end - begin));
        begin = end + 1;
        if (part.empty()) continue;
        const bool wide = !joined.empty() && ends_wide(joined) &&
                          static_cast<unsigned char>(part.front()) >= 0xE3;
        if (!joined.empty() && !wide) joined += ' ';
        joined += part;
    }
    return text::fold_space(joined);
}

}  // namespace feedarc::read
