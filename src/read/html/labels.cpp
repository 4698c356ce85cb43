#include "read/html/labels.hpp"

#include "base/ascii.hpp"
#include "text/date_words.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace feedarc::read {
namespace {

constexpr std::array<std::string_view, 27> kCategory{
    "category",  "categories", "section",    "subject",  "subjects",   "topic",     "filed under",
    "posted in", "kategorie",  "kategorien", "rubrik",   "ressort",    "catégorie", "catégories",
    "rubrique",  "categoría",  "categoria",  "sezione",  "категория",  "категории", "рубрика",
    "раздел",    "分类",       "栏目",       "カテゴリ", "カテゴリー", "카테고리"};

constexpr std::array<std::string_view, 10> kTitle{
    "title", "titel", "titre", "título", "titolo", "заголовок", "标题", "題名", "タイトル", "제목"};

// Most texts have no colon, and need not be folded to know: a plain one, or one of the three that
// folding makes plain.
bool has_colon(std::string_view text) {
    if (text.find(':') != std::string_view::npos) return true;
    constexpr std::array<std::string_view, 3> kOthers{"\uFF1A", "\uFE55", "\uFE13"};
    return std::any_of(kOthers.begin(), kOthers.end(), [&](std::string_view colon) {
        return text.find(colon) != std::string_view::npos;
    });
}

// The folded text before its colon; empty where it ends in none.
std::string before_colon(std::string_view text) {
    constexpr std::size_t kLongest = 64;
    if (text.size() > kLongest || !has_colon(text)) return {};
    std::string folded = text::fold_space(text::fold(text));  // a full-width colon is plain then
    if (folded.empty() || folded.back() != ':') return {};
    folded.pop_back();
    while (!folded.empty() && folded.back() == ' ') folded.pop_back();
    return folded;
}

template <std::size_t Size>
bool is_label(std::string_view text, const std::array<std::string_view, Size>& labels) {
    const std::string label = before_colon(text);
    return !label.empty() && std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool is_number(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), base::is_digit);
}

bool is_year(std::string_view word) {
    return word.size() == 4 && is_number(word) &&
           (word.starts_with("19") || word.starts_with("20"));
}

// The words of a folded text: what stands between spaces and the signs that numbers have around
// them, a digit and a letter apart.
std::vector<std::string_view> words_of(std::string_view folded) {
    constexpr std::string_view kBetween = " .,:;/-()[]#";
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t begin = at;
        if (kBetween.find(folded[at]) != std::string_view::npos) {
            ++at;
            continue;
        }
        const bool digits = base::is_digit(folded[at]);
        while (at < folded.size() && kBetween.find(folded[at]) == std::string_view::npos &&
               base::is_digit(folded[at]) == digits) {
            ++at;
        }
        words.push_back(folded.substr(begin, at - begin));
    }
    return words;
}

}  // namespace

bool is_category_label(std::string_view text) {
    return is_label(text, kCategory);
}

bool is_file_size(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 8> kUnits{"kb",  "mb", "gb", "kib",
                                                     "mib", "ko", "mo", "bytes"};
    if (text.size() < 5 || (text.front() != '(' && text.front() != '[')) return false;
    text = text.substr(1, text.size() - 2);
    const auto letters = [](char byte) { return base::is_letter(byte); };
    const auto unit = std::find_if_not(text.rbegin(), text.rend(), letters).base();
    const std::string name =
        base::lowered(text.substr(static_cast<std::size_t>(unit - text.begin())));
    return std::find(kUnits.begin(), kUnits.end(), name) != kUnits.end() &&
           std::any_of(text.begin(), unit, base::is_digit);
}

bool is_title_label(std::string_view text) {
    return is_label(text, kTitle);
}

bool is_period_label(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    if (text.empty() || text.size() > kLongest) return false;
    const std::string folded = text::fold_space(text::fold(text));
    const std::vector<std::string_view> words = words_of(folded);
    bool period = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view unit = i + 1 < words.size() ? words[i + 1] : std::string_view();
        constexpr std::array<std::string_view, 4> kUnits{"年", "月", "년", "월"};
        const bool counted = std::find(kUnits.begin(), kUnits.end(), unit) != kUnits.end();
        if (is_number(words[i]) && counted) {
            ++i;
            period = true;
        } else if (is_year(words[i]) || text::month_of(words[i])) {
            period = true;
        } else if (!is_number(words[i]) || !period || i + 1 < words.size()) {
            return false;  // a number behind all may be a month's, or tell how many there are
        }
    }
    return period;
}

}  // namespace feedarc::read
