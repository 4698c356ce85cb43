#include "read/html/labels.hpp"

#include "base/ascii.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <string>

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

}  // namespace feedarc::read
