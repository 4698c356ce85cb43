#include "identity/number_places.hpp"

#include <feedarc/hash.hpp>

#include "text/find_age.hpp"
#include "text/unicode.hpp"
#include "text/words.hpp"

#include <algorithm>

namespace feedarc {
namespace {

// So many letters of a word tell it; endings of numbers (comment, comments) come behind them.
constexpr std::size_t kLettersOfWord = 3;
constexpr std::size_t kLettersOfHan = 2;
constexpr std::size_t kLettersBefore = 8;

struct Character {
    char32_t code = 0;
    std::size_t begin = 0;
};

std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> characters;
    characters.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        characters.push_back({text::next_character(text, at), begin});
    }
    return characters;
}

Place place_of(std::string_view field, std::string_view before, std::string_view behind) {
    const Hash128 hash = FieldHash().add(field).add(before).add(behind).finish();
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | hash.bytes[i];
    return static_cast<Place>(value >> 1U);
}

constexpr bool is_ascii_letter(char32_t c) noexcept {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

class Scanner {
public:
    Scanner(std::string_view text, std::string_view field)
        : text_(text), field_(field), characters_(characters_of(text)) {}

    std::vector<PlacedNumber> run() {
        find_ages();
        auto age = ages_.begin();
        for (std::size_t i = 0; i < characters_.size();) {
            if (age != ages_.end() && characters_[i].begin >= age->begin) {
                const std::size_t end = age->end;
                numbers_.push_back(*age++);
                while (i < characters_.size() && characters_[i].begin < end) ++i;
                continue;
            }
            if (!text::is_digit(characters_[i].code)) {
                ++i;
                continue;
            }
            const std::size_t end = end_of_number(i);
            // What follows a letter is part of a name (`v2`, `x86`).
            if (i == 0 || !is_ascii_letter(characters_[i - 1].code)) add_number(i, end);
            i = end;
        }
        // An age may begin with the word behind a number (`12, vor 3 Stunden`).
        for (std::size_t k = 1; k < numbers_.size(); ++k) {
            numbers_[k - 1].tail = std::min(numbers_[k - 1].tail, numbers_[k].begin);
            numbers_[k - 1].tail_end = std::min(numbers_[k - 1].tail_end, numbers_[k].begin);
        }
        return std::move(numbers_);
    }

private:
    [[nodiscard]] char32_t code(std::size_t i) const {
        return i < characters_.size() ? characters_[i].code : 0;
    }
    [[nodiscard]] std::size_t offset(std::size_t i) const {
        return i < characters_.size() ? characters_[i].begin : text_.size();
    }
    [[nodiscard]] std::string_view between(std::size_t first, std::size_t last) const {
        return text_.substr(offset(first), offset(last) - offset(first));
    }

    void find_ages() {
        for (std::size_t at = 0; at < text_.size();) {
            const auto found = text::find_age(text_.substr(at));
            if (!found || found->end == 0) return;
            const std::size_t end = at + found->end;
            ages_.push_back({place_of(field_, "", "age"), at + found->begin, end, end, end});
            at = end;
        }
    }

    // Behind the digits from `i` on, groups of thousands and decimals included, and a unit of
    // thousands (`1.2k`, `3万`).
    [[nodiscard]] std::size_t end_of_number(std::size_t i) const {
        for (;;) {
            while (text::is_digit(code(i))) ++i;
            const bool separates = code(i) == U'.' || code(i) == U',' || code(i) == U'\'';
            if (!separates || !text::is_digit(code(i + 1))) break;
            ++i;
        }
        constexpr std::u32string_view kThousands = U"kKmM";
        constexpr std::u32string_view kMyriads = U"万萬亿億千만";
        if (kMyriads.find(code(i)) != std::u32string_view::npos && code(i) != 0) return i + 1;
        const bool ends = !text::is_letter(code(i + 1)) && !text::is_digit(code(i + 1));
        return code(i) != 0 && kThousands.find(code(i)) != std::u32string_view::npos && ends ? i + 1
                                                                                             : i;
    }

    void add_number(std::size_t first, std::size_t last) {
        PlacedNumber number{0, offset(first), offset(last), offset(last), offset(last)};
        std::size_t next = last;
        while (text::is_space(code(next))) ++next;
        if (text::is_letter(code(next))) {
            const bool han = text::is_han_or_kana(code(next));
            const std::size_t most = next + (han ? kLettersOfHan : kLettersOfWord);
            std::size_t end = next;
            while (end < most && text::is_letter(code(end))) ++end;
            number.place = place_of(field_, "", text::fold(between(next, end)));
            number.tail = number.tail_end = offset(end);
            if (!han) {
                while (text::is_letter(code(end))) ++end;
                number.tail_end = offset(end);
            }
        } else {
            const std::string before = before_number(first);
            // A word before says enough; the sign behind depends on what else there is.
            const bool is_word = text::is_letter(first_code(before));
            number.place =
                place_of(field_, before,
                         is_word ? std::string_view() : between(next, next + (code(next) ? 1 : 0)));
        }
        numbers_.push_back(number);
    }

    static char32_t first_code(std::string_view text) {
        std::size_t at = 0;
        return text.empty() ? 0 : text::next_character(text, at);
    }

    // The word before a number, its colon left out, or else the sign before it.
    [[nodiscard]] std::string before_number(std::size_t first) const {
        std::size_t end = first;
        while (end > 0 &&
               (text::is_space(code(end - 1)) || code(end - 1) == U':' || code(end - 1) == U'：')) {
            --end;
        }
        std::size_t begin = end;
        while (begin > 0 && end - begin < kLettersBefore && text::is_letter(code(begin - 1))) {
            --begin;
        }
        if (begin < end && text::is_han_or_kana(code(end - 1))) {
            begin = std::max(begin, end - std::min(end, kLettersOfHan));
        }
        if (begin == end && begin > 0) --begin;
        return text::fold(between(begin, end));
    }

    std::string_view text_, field_;
    std::vector<Character> characters_;
    std::vector<PlacedNumber> ages_, numbers_;
};

}  // namespace

std::vector<PlacedNumber> placed_numbers(std::string_view text, std::string_view field) {
    return Scanner(text, field).run();
}

}  // namespace feedarc
