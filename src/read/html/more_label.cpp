#include "read/html/more_label.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace feedarc::read {
namespace {

// Links that lead to the whole of an entry, in lower case, without the arrows around.
constexpr std::array<std::string_view, 30> kMore{"continue reading",
                                                 "continue",
                                                 "details",
                                                 "full article",
                                                 "full story",
                                                 "keep reading",
                                                 "lire la suite",
                                                 "learn more",
                                                 "leia mais",
                                                 "leer más",
                                                 "more",
                                                 "more details",
                                                 "mehr",
                                                 "mehr lesen",
                                                 "read article",
                                                 "read full article",
                                                 "read more",
                                                 "read on",
                                                 "read post",
                                                 "read the rest",
                                                 "weiterlesen",
                                                 "view more",
                                                 "view post",
                                                 "查看全文",
                                                 "継続を読む",
                                                 "続きを読む",
                                                 "继续阅读",
                                                 "閱讀全文",
                                                 "閱讀更多",
                                                 "阅读全文"};
constexpr std::array<std::string_view, 4> kMoreStarts{"continue reading", "read more", "阅读更多",
                                                      "查看更多"};

// Without the marks that stand around a label: arrows, brackets, dots.
std::string_view without_marks(std::string_view text) {
    constexpr std::array<std::string_view, 16> kMarks{" ", ".", ">", "…", "»", "→", "›",  "]",
                                                      "[", ":", "(", ")", "<", "«", "（", "）"};
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view mark : kMarks) {
            if (text.ends_with(mark)) {
                text.remove_suffix(mark.size());
                found = true;
            } else if (text.starts_with(mark)) {
                text.remove_prefix(mark.size());
                found = true;
            }
        }
    }
    return text;
}

}  // namespace

bool says_more(std::string_view text) {
    const std::string lower = base::lowered(text);
    const std::string_view label = without_marks(lower);
    if (std::find(kMore.begin(), kMore.end(), label) != kMore.end()) return true;
    return std::any_of(kMoreStarts.begin(), kMoreStarts.end(),
                       [&](std::string_view start) { return label.starts_with(start); });
}

}  // namespace feedarc::read
