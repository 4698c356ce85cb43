#include "base/ascii.hpp"
#include "read/text/classify.hpp"
#include "read/text/other_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace feedarc::read {
namespace {

using namespace std::literals;

constexpr std::size_t kParagraphColumns = 88;  // as of an excerpt
constexpr std::size_t kMostHeadLines = 4;      // title, author, salutation
constexpr std::size_t kLeastParagraphs = 4;

// What a reader of listings would go by.
bool looks_listed(std::span<const Line> lines) noexcept {
    std::size_t dates = 0, links = 0, counters = 0;
    for (const Line& line : lines) {
        switch (line.kind) {
            case Kind::more:
            case Kind::heading:
            case Kind::category:
            case Kind::pager: return true;
            case Kind::date:
            case Kind::meta: ++dates; break;
            case Kind::url: ++links; break;
            case Kind::statistics: ++counters; break;
            default: break;
        }
        if (line.cut) return true;
        if (line.marker == Marker::link) ++links;
    }
    return dates > 1 || links > 1 || counters > 1;
}

// Closing quotes and brackets may follow the end of a sentence.
bool ends_as_sentence(std::string_view text) noexcept {
    constexpr std::array kClosing{R"(")"sv, "'"sv, ")"sv, "”"sv, "’"sv, "»"sv, "」"sv, "\uFF09"sv};
    for (const auto mark : kClosing) {
        if (text.ends_with(mark)) text.remove_suffix(mark.size());
    }
    return ends_sentence(text) || text.ends_with(':') || text.ends_with("\uFF1A"sv) ||
           text.ends_with(',');
}

bool is_paragraph(const Line& line) noexcept {
    return line.kind == Kind::text && line.columns >= kParagraphColumns;
}

// Paragraphs apart from one another, each ending as a sentence does. A few short lines may stand
// before the first and behind the last, and one among every four.
bool is_prose(std::string_view dump, std::span<const Line> lines) {
    const auto first = std::find_if(lines.begin(), lines.end(), is_paragraph);
    const auto last = std::find_if(lines.rbegin(), lines.rend(), is_paragraph).base();
    if (first - lines.begin() > static_cast<std::ptrdiff_t>(kMostHeadLines) ||
        lines.end() - last > static_cast<std::ptrdiff_t>(kMostHeadLines)) {
        return false;
    }
    std::size_t paragraphs = 0, shorter = 0, apart = 0, ended = 0;
    for (auto line = first; line < last; ++line) {
        if (line->marker != Marker::none) return false;
        ++(is_paragraph(*line) ? paragraphs : shorter);
        if (line == first || line->gap) ++apart;
        if (ends_as_sentence(content_of(dump, *line))) ++ended;
    }
    const auto all = paragraphs + shorter;
    return paragraphs >= kLeastParagraphs && shorter * 4 <= all && apart * 10 >= all * 9 &&
           ended * 10 >= all * 9;
}

// Speech: paragraphs of any length, nearly all of them sentences.
bool is_story(std::string_view dump, std::span<const Line> lines) {
    constexpr std::size_t kLeast = 5;
    constexpr std::size_t kMeanColumns = 60;
    std::size_t columns = 0, ended = 0, apart = 0;
    for (const Line& line : lines) {
        if (line.kind != Kind::text || line.marker != Marker::none) return false;
        columns += line.columns;
        if (line.gap) ++apart;
        if (ends_as_sentence(content_of(dump, line))) ++ended;
    }
    return lines.size() >= kLeast && columns >= kMeanColumns * lines.size() &&
           apart + 1 >= lines.size() && ended + 1 >= lines.size();
}

// `Dear members,`, `Dear Sir or Madam`: a line of its own, and no more than that.
bool is_salutation(std::string_view text) noexcept {
    constexpr std::array kStarts{"dear "sv,  "sehr geehrte"sv, "liebe"sv,    "cher "sv,
                                 "chère "sv, "estimad"sv,      "gentile "sv, "尊敬的"sv,
                                 "亲爱的"sv, "拝啓"sv,         "уважаем"sv,  "Уважаем"sv};
    constexpr std::array kEnds{","sv, "!"sv, ":"sv, "\uFF0C"sv, "\uFF01"sv, "\uFF1A"sv};
    constexpr std::ptrdiff_t kMostSpaces = 3;  // where it ends in none of those
    const auto starts = [text](std::string_view word) { return text.starts_with(word); };
    const auto ends = [text](std::string_view mark) { return text.ends_with(mark); };
    return std::any_of(kStarts.begin(), kStarts.end(), starts) &&
           (std::any_of(kEnds.begin(), kEnds.end(), ends) ||
            (std::count(text.begin(), text.end(), ' ') <= kMostSpaces && !ends_sentence(text)));
}

// `Yours sincerely,`
bool is_close(std::string_view text) noexcept {
    constexpr std::array kWords{"sincerely"sv,   "regards"sv,      "faithfully"sv, "best wishes"sv,
                                "grüßen"sv,      "cordialement"sv, "saludos"sv,    "saluti"sv,
                                "salutations"sv, "此致"sv,         "敬礼"sv,       "敬具"sv,
                                "敬上"sv,        "С уважением"sv,  "с уважением"sv};
    return !text.ends_with('?') &&
           std::any_of(kWords.begin(), kWords.end(), [text](std::string_view word) {
               return text.find(word) != std::string_view::npos;
           });
}

// Salutation and close: what a letter begins and ends with.
bool is_letter(std::string_view dump, std::span<const Line> lines) {
    constexpr std::size_t kLooked = 6;  // lines at either end
    constexpr std::size_t kMaxColumns = 60;
    const auto is_any = [&](std::span<const Line> some, bool (*test)(std::string_view)) {
        return std::any_of(some.begin(), some.end(), [&](const Line& line) {
            return line.columns <= kMaxColumns && test(base::lowered(content_of(dump, line)));
        });
    };
    const auto looked = std::min(lines.size(), kLooked);
    return is_any(lines.first(looked), is_salutation) && is_any(lines.last(looked), is_close);
}

// The words of licences are the same everywhere.
bool is_licence(std::string_view dump, std::span<const Line> lines) {
    constexpr std::size_t kMostHead = 400;
    std::size_t head_end = 0;
    for (std::size_t index = 0; index < 3 && lines[index].end <= kMostHead; ++index) {
        head_end = lines[index].end;
    }
    const auto head = base::lowered(dump.substr(0, head_end));
    const bool named = head.find("licen") != std::string::npos ||
                       head.find("terms") != std::string::npos ||
                       head.find("copyright") != std::string::npos;
    if (!named) return false;
    constexpr std::size_t kLooked = 64U << 10U;
    const auto text = base::lowered(dump.substr(0, kLooked));
    return text.find("warrant") != std::string::npos && text.find("\"as is\"") != std::string::npos;
}

// What documents of programs have for headings. A list of links has them for its chapters.
bool is_manual(std::string_view dump, std::span<const Link> links, std::span<const Line> lines) {
    constexpr std::array kHeadings{"installation"sv,  "install"sv,      "installing"sv,
                                   "usage"sv,         "license"sv,      "licence"sv,
                                   "contributing"sv,  "requirements"sv, "getting started"sv,
                                   "configuration"sv, "building"sv,     "quick start"sv,
                                   "安装"sv,          "使用方法"sv,     "用法"sv,
                                   "许可证"sv,        "インストール"sv, "使い方"sv,
                                   "ライセンス"sv};
    std::size_t found = 0, items = 0;
    for (const Line& line : lines) {
        if (begins_with_link(links, line.content)) ++items;
        if (line.columns > 24 || line.marker != Marker::heading) continue;
        const auto words = base::lowered(content_of(dump, line));
        if (std::find(kHeadings.begin(), kHeadings.end(), words) != kHeadings.end()) ++found;
    }
    return found >= 2 && items * 2 < lines.size();
}

}  // namespace

std::optional<std::string_view> running_text(std::string_view dump, std::span<const Link> links,
                                             std::span<const Line> lines) {
    if (lines.size() < 3) return std::nullopt;
    if (looks_listed(lines)) return std::nullopt;
    if (is_manual(dump, links, lines)) return "the description of a program";
    if (is_licence(dump, lines)) return "a licence";
    if (is_letter(dump, lines)) return "a letter";
    if (is_prose(dump, lines) || is_story(dump, lines)) return "prose";
    return std::nullopt;
}

}  // namespace feedarc::read
