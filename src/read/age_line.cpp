#include "read/age_line.hpp"

#include "text/find_age.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feedarc::read {

using namespace std::string_view_literals;

std::optional<Age> age_in_pieces(std::string_view text) {
    if (auto age = text::parse_age_line(text)) return age;
    constexpr std::array kBorders{"·"sv,  "•"sv, "|"sv,    "—"sv, "–"sv,     "∙"sv,
                                  "・"sv, "/"sv, " by "sv, ","sv, " von "sv, " - "sv};
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.size();
        std::size_t next = end;
        for (const std::string_view border : kBorders) {
            const std::size_t at = text.find(border, begin);
            if (at >= end) continue;
            end = at;
            next = at + border.size();
        }
        // The text as a whole was looked at.
        if (end - begin == text.size()) break;
        const std::string_view piece = text.substr(begin, end - begin);
        // "Yesterday, the court", "Today / tomorrow": only an amount is an age before these.
        const std::string_view border = text.substr(end, next - end);
        const bool words_will_do = border != "," && border != "/";
        if (words_will_do || text::find_age(piece)) {
            if (auto age = text::parse_age_line(piece)) return age;
        }
        begin = next;
    }
    return std::nullopt;
}

bool tells_of_replies(std::string_view text) {
    // Without their first letters, which may be capitals.
    static constexpr std::array kWords{"ast post"sv,        "ast repl"sv,
                                       "astly repl"sv,      "atest repl"sv,
                                       "atest post"sv,      "eplied"sv,
                                       "ast activ"sv,       "ast comment"sv,
                                       "ommented"sv,        " active "sv,
                                       "Active "sv,         "etzte Antwort"sv,
                                       "etzter Beitrag"sv,  "ernier message"sv,
                                       "ernière réponse"sv, "ltima respuesta"sv,
                                       "ltimo mensaje"sv,   "ltima risposta"sv,
                                       "ltimo messaggio"sv, "ltima resposta"sv,
                                       "оследний ответ"sv,  "оследнее сообщение"sv,
                                       "最后回复"sv,        "最新回复"sv,
                                       "回复于"sv,          "最後回覆"sv,
                                       "最終返信"sv,        "마지막 댓글"sv};
    return holds_one_of(text, kWords);
}

bool holds_one_of(std::string_view text, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

}  // namespace feedarc::read
