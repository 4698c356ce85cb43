#include "text/words.hpp"

#include <feedarc/error.hpp>

#include "text/unicode.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <limits>
#include <memory>
#include <string>

namespace feedarc::text {
namespace {

void check(UErrorCode status) {
    if (U_FAILURE(status) != 0) {
        throw Error(ErrorCode::internal,
                    std::string("ICU: cannot find words (") + u_errorName(status) + ")");
    }
}

bool extends(char32_t character) noexcept {
    return u_hasBinaryProperty(static_cast<UChar32>(character), UCHAR_GRAPHEME_EXTEND) != 0;
}

// The words of one text after the other.
class WordBreaker {
public:
    WordBreaker() {
        UErrorCode status = U_ZERO_ERROR;
        iterator_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
        check(status);
    }

    void append_ends(std::string_view all, std::size_t begin, std::size_t end,
                     std::vector<std::size_t>& ends) {
        if (end - begin == 1) {
            ends.push_back(end);
            return;
        }
        UErrorCode status = U_ZERO_ERROR;
        text_.reset(utext_openUTF8(text_.release(), all.data() + begin,
                                   static_cast<std::int64_t>(end - begin), &status));
        check(status);
        iterator_->setText(text_.get(), status);
        check(status);
        iterator_->first();
        for (auto at = iterator_->next(); at != icu::BreakIterator::DONE; at = iterator_->next()) {
            ends.push_back(begin + static_cast<std::size_t>(at));
        }
    }

private:
    struct Close {
        void operator()(UText* text) const noexcept { utext_close(text); }
    };
    std::unique_ptr<UText, Close> text_;
    std::unique_ptr<icu::BreakIterator> iterator_;
};

}  // namespace

bool is_letter(char32_t character) noexcept {
    return u_isUAlphabetic(static_cast<UChar32>(character)) != 0;
}

bool is_digit(char32_t character) noexcept {
    return u_isdigit(static_cast<UChar32>(character)) != 0;
}

bool is_han_or_kana(char32_t character) noexcept {
    if (character < 0x2e80) return false;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(character), &status)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_BOPOMOFO: return true;
        default: return character == 0x30fc || character == 0xff70;  // the mark of long vowels
    }
}

std::vector<std::size_t> word_ends(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
        throw Error(ErrorCode::limit, "text: more than 2147483647 bytes cannot be cut into words");
    }
    WordBreaker words;
    std::vector<std::size_t> ends;
    std::size_t begin = 0;  // of what is not cut yet
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        if (!is_han_or_kana(next_character(text, at))) continue;
        if (start > begin) words.append_ends(text, begin, start, ends);
        for (std::size_t next = at; next < text.size() && extends(next_character(text, next));) {
            at = next;
        }
        ends.push_back(at);
        begin = at;
    }
    if (text.size() > begin) words.append_ends(text, begin, text.size(), ends);
    return ends;
}

}  // namespace feedarc::text
