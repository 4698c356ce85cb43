#include "text/search_words.hpp"

#include <feedarc/error.hpp>

#include "text/simplified_han.hpp"
#include "text/unicode.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace feedarc::text {
namespace {

constexpr bool is_between(char32_t character, char32_t first, char32_t last) noexcept {
    return character >= first && character <= last;
}

bool is_combining_accent(char32_t character) noexcept {
    return is_between(character, 0x300, 0x36f);
}

// Of the letters of Latin-1, Latin Extended-A and -B and Latin Extended Additional those that are
// another one with marks: é is e, while ø and ł are letters of their own.
class LatinBases {
public:
    LatinBases() {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
        if (U_FAILURE(status) != 0) throw Error(ErrorCode::internal, "ICU: no NFD");
        for (std::size_t i = 0; i < bases_.size(); ++i) {
            icu::UnicodeString parts;
            const auto character = static_cast<UChar32>(letter(i));
            const bool composed = nfd->getDecomposition(character, parts) != 0;
            bases_[i] = static_cast<char32_t>(composed ? parts.char32At(0) : character);
        }
    }

    [[nodiscard]] char32_t of(char32_t character) const noexcept {
        if (is_between(character, kFirst, kLast)) return bases_[character - kFirst];
        if (is_between(character, kMoreFirst, kMoreLast)) {
            return bases_[character - kMoreFirst + kLast - kFirst + 1];
        }
        return character;
    }

private:
    static constexpr char32_t kFirst = 0xc0, kLast = 0x24f;
    static constexpr char32_t kMoreFirst = 0x1e00, kMoreLast = 0x1eff;

    static constexpr char32_t letter(std::size_t index) noexcept {
        constexpr std::size_t kCount = kLast - kFirst + 1;
        return static_cast<char32_t>(index < kCount ? kFirst + index : kMoreFirst + index - kCount);
    }

    std::array<char32_t, (kLast - kFirst + 1) + (kMoreLast - kMoreFirst + 1)> bases_{};
};

char32_t without_marks(char32_t character) {
    if (character < 0xc0 || character > 0x1eff) return character;
    static const LatinBases kBases;
    return kBases.of(character);
}

enum class Class : std::uint8_t { other, word, run, mark };

Class class_of(char32_t character) noexcept {
    if (character < 0x80) {
        const bool letter = is_between(character, 'a', 'z') || is_between(character, 'A', 'Z');
        return letter || is_between(character, '0', '9') ? Class::word : Class::other;
    }
    if (is_between(character, 0x4e00, 0x9fff) || is_between(character, 0x3041, 0x3096)) {
        return Class::run;
    }
    const auto code = static_cast<UChar32>(character);
    const auto category = U_MASK(u_charType(code));
    if ((category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) == 0) return Class::other;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(code, &status)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_BOPOMOFO:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR: return Class::run;
        default: break;
    }
    if (character == 0x30fc || character == 0xff70) return Class::run;  // the mark of long vowels
    return (category & U_GC_M_MASK) != 0 ? Class::mark : Class::word;
}

// Collects words while the characters of a text pass by.
class Words {
public:
    explicit Words(std::string_view folded) : folded_(folded) { words_.reserve(folded.size() / 3); }

    std::vector<SearchWord> take() {
        std::size_t at = 0;
        while (at < folded_.size()) {
            const std::size_t begin = at;
            const char32_t character = next_character(folded_, at);
            switch (class_of(character)) {
                case Class::word: go_on(State::word, begin, at); break;
                case Class::run: go_on(State::run, begin, at); break;
                case Class::mark: add_mark(at); break;
                case Class::other: end(); break;
            }
        }
        end();
        return std::move(words_);
    }

private:
    enum class State : std::uint8_t { none, word, run };

    void go_on(State state, std::size_t begin, std::size_t end_of_character) {
        if (state_ != state) end();
        if (state_ == State::run) {
            // The pair of the character before and this one.
            words_.push_back({SearchWord::Kind::pair, last_begin_, end_of_character});
        }
        if (state_ == State::none) begin_ = begin;
        state_ = state;
        last_begin_ = begin;
        end_ = end_of_character;
    }

    // Belongs to what it stands on.
    void add_mark(std::size_t end_of_mark) {
        if (state_ == State::none) return;
        if (state_ == State::run && last_begin_ != begin_) words_.back().end = end_of_mark;
        end_ = end_of_mark;
    }

    void end() {
        if (state_ == State::word) words_.push_back({SearchWord::Kind::word, begin_, end_});
        if (state_ == State::run) words_.push_back({SearchWord::Kind::last, last_begin_, end_});
        state_ = State::none;
    }

    std::string_view folded_;
    std::vector<SearchWord> words_;
    State state_ = State::none;
    std::size_t begin_ = 0;       // of the word or run
    std::size_t last_begin_ = 0;  // of its last character
    std::size_t end_ = 0;         // of that
};

}  // namespace

std::string search_fold(std::string_view utf8) {
    std::string folded = fold(utf8);
    if (ascii_prefix(folded) == folded.size()) return folded;
    std::string out;
    out.reserve(folded.size());
    std::size_t kept = 0;  // from there on all stays as it is
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t begin = at;
        const char32_t character = next_character(folded, at);
        const bool accent = is_combining_accent(character);
        const char32_t searched = simplified(without_marks(character));
        if (!accent && searched == character) continue;
        out.append(folded, kept, begin - kept);
        if (!accent) append_utf8(out, searched);
        kept = at;
    }
    out.append(folded, kept);
    return out;
}

bool is_mark(char32_t character) noexcept {
    if (character < 0x300 || is_between(character, 0x3400, 0x9fff)) return false;
    return (U_GET_GC_MASK(static_cast<UChar32>(character)) & U_GC_M_MASK) != 0;
}

std::vector<SearchWord> words_of(std::string_view folded) {
    return Words(folded).take();
}

std::string search_words(std::string_view bytes) {
    if (!is_valid_utf8(bytes)) {
        Repairs repairs;
        return search_words(repair_utf8(std::string(bytes), repairs));
    }
    const std::string folded = search_fold(bytes);
    std::string words;
    words.reserve(folded.size() * 2);
    for (const SearchWord& word : words_of(folded)) {
        if (!words.empty()) words += ' ';
        words.append(folded, word.begin, word.end - word.begin);
    }
    return words;
}

}  // namespace feedarc::text
