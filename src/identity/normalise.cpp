#include <feedarc/fingerprint.hpp>

#include "identity/more_phrases.hpp"
#include "identity/normal_text.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>

namespace feedarc {
namespace {

constexpr std::string_view kMidlineEllipsis = "⋯";

// Marks that point at where a text goes on. (NFKC has made ">" of the full-width one.)
constexpr std::array<std::string_view, 13> kArrows{
    "»", "›", ">", "≫", "→", "⇒", "➔", "➜", "➡", "⟶", "▶", "►", "▸",
};

struct Brackets {
    std::string_view opening;
    std::string_view closing;
};

constexpr std::array kBrackets{
    Brackets{"[", "]"},
    Brackets{"(", ")"},
    Brackets{"【", "】"},
};

bool ends_with(std::string_view text, std::string_view end) noexcept {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool take_end(std::string_view& text, std::string_view end) noexcept {
    if (!ends_with(text, end)) return false;
    text.remove_suffix(end.size());
    return true;
}

// Takes two dots or more, midline ellipses, or a mixture; a single dot ends a sentence and stays.
bool take_ellipsis(std::string_view& text) noexcept {
    std::string_view rest = text;
    std::size_t dots = 0;
    bool midline = false;
    for (;;) {
        if (take_end(rest, ".")) {
            ++dots;
        } else if (take_end(rest, kMidlineEllipsis)) {
            midline = true;
        } else {
            break;
        }
    }
    if (dots < 2 && !midline) return false;
    text = rest;
    return true;
}

bool take_arrows(std::string_view& text) noexcept {
    const std::size_t size = text.size();
    while (std::any_of(kArrows.begin(), kArrows.end(),
                       [&](std::string_view arrow) { return take_end(text, arrow); })) {
    }
    return text.size() != size;
}

// The length of the longest phrase that ends the text, so that "read more" does not leave "read".
template <typename Phrases>
std::size_t longest_end(std::string_view text, const Phrases& phrases) noexcept {
    std::size_t longest = 0;
    if (text.empty()) return longest;
    for (const std::string_view phrase : phrases) {
        if (phrase.size() > longest && phrase.back() == text.back() && ends_with(text, phrase)) {
            longest = phrase.size();
        }
    }
    return longest;
}

bool take_phrase_or_word(std::string_view& text) noexcept {
    const std::size_t size =
        std::max(longest_end(text, kMorePhrases), longest_end(text, kMoreWords));
    text.remove_suffix(size);
    return size != 0;
}

// "[...]", "(more…)", "[阅读全文»]": an ellipsis, a phrase, or both, and nothing else, in brackets.
bool take_bracketed(std::string_view& text) noexcept {
    for (const Brackets& brackets : kBrackets) {
        std::string_view rest = text;
        if (!take_end(rest, brackets.closing)) continue;
        take_arrows(rest);
        const bool ellipsis = take_ellipsis(rest);
        const bool phrase = take_phrase_or_word(rest);
        if (phrase) take_ellipsis(rest);
        if ((!ellipsis && !phrase) || !take_end(rest, brackets.opening)) continue;
        text = rest;
        return true;
    }
    return false;
}

// "...read more", "read more »"; the ellipsis is left to be taken next.
bool take_marked_phrase(std::string_view& text) noexcept {
    std::string_view rest = text;
    if (take_arrows(rest)) {
        if (const std::size_t size = longest_end(rest, kMorePhrases); size != 0) {
            rest.remove_suffix(size);
            text = rest;
            return true;
        }
    }
    if (!take_phrase_or_word(rest)) return false;
    std::string_view before = rest;
    if (!take_ellipsis(before)) return false;
    text = rest;
    return true;
}

std::string_view trimmed(std::string_view text) noexcept {
    std::string_view rest = text;
    while (take_ellipsis(rest) || take_bracketed(rest) || take_marked_phrase(rest)) {
    }
    return rest.empty() ? text : rest;
}

}  // namespace

NormalText normal_text(std::string_view text) {
    NormalText normal{text::fold_without_space(text), false};
    const std::size_t size = trimmed(normal.text).size();
    normal.cut = size != normal.text.size();
    normal.text.resize(size);
    return normal;
}

std::string normalise(std::string_view text) {
    return normal_text(text).text;
}

}  // namespace feedarc
