#include "read/html/roles.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feedarc::read {
namespace {

struct Word {
    std::string_view word;
    Role role;
};

// Sorted, for the reader of this file.
constexpr std::array kWords{
    Word{"abstract", Role::excerpt},
    Word{"action", Role::share},
    Word{"actions", Role::share},
    Word{"ad", Role::side},
    Word{"ads", Role::side},
    Word{"advert", Role::side},
    Word{"age", Role::date},
    Word{"article", Role::entry},
    Word{"aside", Role::side},
    Word{"auteur", Role::author},
    Word{"author", Role::author},
    Word{"authors", Role::author},
    Word{"autor", Role::author},
    Word{"blurb", Role::excerpt},
    Word{"body", Role::content},
    Word{"breadcrumb", Role::navigation},
    Word{"breadcrumbs", Role::navigation},
    Word{"button", Role::share},
    Word{"buttons", Role::share},
    Word{"byline", Role::author},
    Word{"card", Role::entry},
    Word{"cat", Role::category},
    Word{"cate", Role::category},
    Word{"categoria", Role::category},
    Word{"categories", Role::category},
    Word{"category", Role::category},
    Word{"cats", Role::category},
    Word{"channel", Role::category},
    Word{"chapo", Role::excerpt},
    Word{"cloud", Role::tags},
    Word{"comment", Role::comments},
    Word{"comments", Role::comments},
    Word{"content", Role::content},
    Word{"continue", Role::more},
    Word{"cookie", Role::side},
    Word{"copyright", Role::foot},
    Word{"date", Role::date},
    Word{"dateline", Role::date},
    Word{"datetime", Role::date},
    Word{"datum", Role::date},
    Word{"dek", Role::excerpt},
    Word{"desc", Role::excerpt},
    Word{"description", Role::excerpt},
    Word{"disqus", Role::comments},
    Word{"entry", Role::entry},
    Word{"excerpt", Role::excerpt},
    Word{"fecha", Role::date},
    Word{"foot", Role::foot},
    Word{"footer", Role::foot},
    Word{"headline", Role::title},
    Word{"hentry", Role::entry},
    Word{"intro", Role::excerpt},
    Word{"item", Role::entry},
    Word{"kategorie", Role::category},
    Word{"kicker", Role::category},
    Word{"lede", Role::excerpt},
    Word{"menu", Role::navigation},
    Word{"meta", Role::meta},
    Word{"metadata", Role::meta},
    Word{"modal", Role::side},
    Word{"more", Role::more},
    Word{"nav", Role::navigation},
    Word{"navbar", Role::navigation},
    Word{"navigation", Role::navigation},
    Word{"newsletter", Role::side},
    Word{"pagenav", Role::pager},
    Word{"pagenavi", Role::pager},
    Word{"pager", Role::pager},
    Word{"paginate", Role::pager},
    Word{"pagination", Role::pager},
    Word{"paginator", Role::pager},
    Word{"paging", Role::pager},
    Word{"popup", Role::side},
    Word{"post", Role::entry},
    Word{"posted", Role::meta},
    Word{"promo", Role::side},
    Word{"pubdate", Role::date},
    Word{"published", Role::date},
    Word{"readmore", Role::more},
    Word{"recommend", Role::side},
    Word{"recommended", Role::side},
    Word{"related", Role::side},
    Word{"reply", Role::comments},
    Word{"respond", Role::comments},
    Word{"ressort", Role::category},
    Word{"rubric", Role::category},
    Word{"rubrik", Role::category},
    Word{"rubrique", Role::category},
    Word{"section", Role::category},
    Word{"share", Role::share},
    Word{"sharing", Role::share},
    Word{"side", Role::side | Role::beside},
    Word{"sidebar", Role::side},
    Word{"snippet", Role::excerpt},
    Word{"social", Role::share},
    Word{"sponsor", Role::side},
    Word{"sponsored", Role::side},
    Word{"sr", Role::invisible},
    Word{"standfirst", Role::excerpt},
    Word{"story", Role::entry},
    Word{"strapline", Role::excerpt},
    Word{"sub", Role::excerpt},
    Word{"subhead", Role::excerpt},
    Word{"subheading", Role::excerpt},
    Word{"subscribe", Role::side},
    Word{"subtitle", Role::excerpt},
    Word{"summary", Role::excerpt},
    Word{"tag", Role::tags},
    Word{"tagcloud", Role::tags},
    Word{"tags", Role::tags},
    Word{"teaser", Role::excerpt},
    Word{"text", Role::content},
    Word{"time", Role::date},
    Word{"timestamp", Role::date},
    Word{"tit", Role::title},
    Word{"title", Role::title},
    Word{"toc", Role::navigation},
    Word{"topics", Role::tags},
    Word{"trending", Role::side},
    Word{"visually", Role::invisible},
    Word{"vorspann", Role::excerpt},
    Word{"widget", Role::side},
    Word{"widgets", Role::side},
};

constexpr bool by_word(const Word& one, const Word& other) {
    return one.word < other.word;
}
static_assert(std::is_sorted(kWords.begin(), kWords.end(), by_word));

constexpr std::size_t kLongest = 12;

constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

// FNV-1a, one character at a time.
constexpr std::uint32_t kHashStart = 2166136261U;
constexpr std::uint32_t hashed(std::uint32_t hash, char c) {
    return (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
}
constexpr std::size_t kSlotCount = 1024;
constexpr std::size_t slot_of(std::uint32_t hash) {
    return (hash ^ hash >> 12U) % kSlotCount;
}

// Open addressing: the index of a word plus one, or 0.
constexpr auto kSlots = [] {
    std::array<std::uint8_t, kSlotCount> slots{};
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        std::uint32_t hash = kHashStart;
        for (const char c : kWords[i].word) hash = hashed(hash, c);
        std::size_t slot = slot_of(hash);
        while (slots[slot] != 0) slot = (slot + 1) % kSlotCount;
        slots[slot] = static_cast<std::uint8_t>(i + 1);
    }
    return slots;
}();

Role role_of(std::string_view word, std::uint32_t hash) noexcept {
    for (std::size_t slot = slot_of(hash); kSlots[slot] != 0; slot = (slot + 1) % kSlotCount) {
        const Word& known = kWords[kSlots[slot] - 1U];
        if (known.word == word) return known.role;
    }
    return Role::none;
}

// Words that tell of a script's business (`js-navigation-item`) or of a state (`has-sidebar`), and
// not of what the element is.
bool is_of_state(std::string_view words) noexcept {
    constexpr std::array<std::string_view, 5> kStarts{"js-", "has-", "no-", "with-", "without-"};
    return std::any_of(kStarts.begin(), kStarts.end(),
                       [words](std::string_view start) { return words.starts_with(start); });
}

}  // namespace

Role roles_of(std::string_view words) noexcept {
    std::array<char, kLongest> word{};
    std::size_t size = 0;  // of the word so far; one more than the longest where it is too long
    std::uint32_t hash = kHashStart;
    Role roles = Role::none;
    const auto end_word = [&] {
        if (size >= 2 && size <= kLongest) roles = roles | role_of({word.data(), size}, hash);
        size = 0;
        hash = kHashStart;
    };
    char before = ' ';
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (before == ' ' && is_of_state(words.substr(at))) {
            at = std::min(words.find(' ', at), words.size() - 1);
            continue;
        }
        const char c = words[at];
        if (!is_lower(c) && (!is_upper(c) || is_lower(before))) end_word();
        if (is_lower(c) || is_upper(c)) {
            const auto lower = static_cast<char>(c | 0x20);
            hash = hashed(hash, lower);
            if (size < kLongest) word[size] = lower;
            if (size <= kLongest) ++size;
        }
        before = c;
    }
    end_word();
    return roles;
}

}  // namespace feedarc::read
