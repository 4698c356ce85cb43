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
    static constexpr std::array kWords{
        // English
        "ast post"sv, "ast repl"sv, "astly repl"sv, "atest repl"sv, "atest post"sv, "eplied"sv,
        "ast activ"sv, "ast comment"sv, "atest comment"sv, "ast message"sv, "atest message"sv,
        "ost recent post"sv, "ast visit"sv, "ast seen"sv, "ommented"sv, " active "sv, "Active "sv,
        // German, Dutch
        "etzte Antwort"sv, "etzter Beitrag"sv, "etzten Beitrag"sv, "euester Beitrag"sv,
        "etzter Kommentar"sv, "etzte Aktivität"sv, "uletzt geantwortet"sv, "uletzt von"sv,
        "uletzt aktiv"sv, "uletzt:"sv, "aatste bericht"sv, "aatste reactie"sv, "aatste antwoord"sv,
        "aatste activiteit"sv,
        // Danish, Norwegian, Swedish, Finnish
        "eneste indlæg"sv, "eneste svar"sv, "iste innlegg"sv, "iste svar"sv, "enaste inlägg"sv,
        "enaste svar"sv, "enaste aktivitet"sv, "iimeisin viesti"sv, "iimeinen viesti"sv,
        // French, Spanish, Portuguese, Catalan, Italian, Romanian
        "ernier message"sv, "ernière réponse"sv, "ernier commentaire"sv, "ernière activité"sv,
        "ltima respuesta"sv, "ltimo mensaje"sv, "ltimo comentario"sv, "ltima actividad"sv,
        "ltima resposta"sv, "ltima mensagem"sv, "ltima atividade"sv, "ltima postagem"sv,
        "ltim missatge"sv, "ltima risposta"sv, "ltimo messaggio"sv, "ltimo commento"sv,
        "ltimo post"sv, "ltimul mesaj"sv,
        // Russian, Ukrainian, Polish, Czech, Hungarian
        "оследний ответ"sv, "оследнее сообщение"sv, "оследний комментарий"sv, "оследнее от"sv,
        "оследнее:"sv, "станнє повідомлення"sv, "statni post"sv, "statnia odpowiedź"sv,
        "statnia wiadomość"sv, "osledni prispevek"sv, "oslední příspěvek"sv, "tolsó hozzászólás"sv,
        "tolsó üzenet"sv,
        // Turkish, Greek, Arabic, Hebrew
        "on mesaj"sv, "on yanıt"sv, "on cevap"sv, "on gönderi"sv, "ελευταία δημοσίευση"sv,
        "ελευταίο μήνυμα"sv, "آخر مشاركة"sv, "آخر رد"sv, "הודעה אחרונה"sv, "תגובה אחרונה"sv,
        // Chinese, Japanese, Korean, Vietnamese
        "最后回复"sv, "最新回复"sv, "回复于"sv, "最后发表"sv, "最后发言"sv, "最后更新者"sv,
        "最後回覆"sv, "最新回覆"sv, "最後發表"sv, "最後發言"sv, "最終返信"sv, "最終投稿"sv,
        "最終レス"sv, "最終書き込み"sv, "最新の返信"sv, "마지막 댓글"sv, "마지막 글"sv,
        "최근 댓글"sv, "최종 댓글"sv, "ài mới nhất"sv, "ài viết cuối"sv};
    return holds_one_of(text, kWords);
}

bool holds_one_of(std::string_view text, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

}  // namespace feedarc::read
