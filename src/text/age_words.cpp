#include "text/age_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feedarc::text {
namespace {

// Words with a mark between them.
struct UnitWords {
    AgeUnit unit;
    std::string_view words;
};

constexpr std::array kUnits{
    UnitWords{AgeUnit::second,
              "s sec secs second seconds sekunde sekunden sek seconde secondes segundo segundos"
              " secondo secondi seconden sekund sekunder sekundy sekundę saniye секунду секунда"
              " секунды секунд сек с"},
    UnitWords{AgeUnit::minute,
              "m min mins minute minutes minuten minuto minutos minuti minuut minuter minut minuty"
              " minutę dakika dk минуту минута минуты минут мин"},
    UnitWords{
        AgeUnit::hour,
        "h hr hrs hour hours stunde stunden std heure heures hora horas ora ore uur uren timme"
        " timmar godzinę godziny godzin godz saat час часа часов ч"},
    UnitWords{AgeUnit::day,
              "d day days tag tage tagen jour jours j día días dia dias giorno giorni gg dag dagen"
              " dagar dzień dni gün день дня дней дн"},
    UnitWords{AgeUnit::week,
              "w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane"
              " weken vecka veckor tydzień tygodnie tygodni hafta неделю неделя недели недель нед"},
    UnitWords{AgeUnit::month,
              "mo mos mth mths month months monat monate monaten mois mes meses mese mesi mês maand"
              " maanden månad månader miesiąc miesiące miesięcy ay месяц месяца месяцев мес"},
    UnitWords{
        AgeUnit::year,
        "y yr yrs year years jahr jahre jahren an ans année années año años anno anni ano anos"
        " jaar år rok lata lat yıl год года лет"},
};

// Longer ones first.
constexpr std::array kEastAsianUnits{
    EastAsianUnit{U"个小时", AgeUnit::hour}, EastAsianUnit{U"個小時", AgeUnit::hour},
    EastAsianUnit{U"个钟头", AgeUnit::hour}, EastAsianUnit{U"個鐘頭", AgeUnit::hour},
    EastAsianUnit{U"个星期", AgeUnit::week}, EastAsianUnit{U"個星期", AgeUnit::week},
    EastAsianUnit{U"个礼拜", AgeUnit::week}, EastAsianUnit{U"秒钟", AgeUnit::second},
    EastAsianUnit{U"秒鐘", AgeUnit::second}, EastAsianUnit{U"分钟", AgeUnit::minute},
    EastAsianUnit{U"分鐘", AgeUnit::minute}, EastAsianUnit{U"小时", AgeUnit::hour},
    EastAsianUnit{U"小時", AgeUnit::hour},   EastAsianUnit{U"時間", AgeUnit::hour},
    EastAsianUnit{U"시간", AgeUnit::hour},   EastAsianUnit{U"星期", AgeUnit::week},
    EastAsianUnit{U"週間", AgeUnit::week},   EastAsianUnit{U"周间", AgeUnit::week},
    EastAsianUnit{U"주일", AgeUnit::week},   EastAsianUnit{U"个月", AgeUnit::month},
    EastAsianUnit{U"個月", AgeUnit::month},  EastAsianUnit{U"か月", AgeUnit::month},
    EastAsianUnit{U"ヶ月", AgeUnit::month},  EastAsianUnit{U"カ月", AgeUnit::month},
    EastAsianUnit{U"ヵ月", AgeUnit::month},  EastAsianUnit{U"ケ月", AgeUnit::month},
    EastAsianUnit{U"箇月", AgeUnit::month},  EastAsianUnit{U"개월", AgeUnit::month},
    EastAsianUnit{U"秒", AgeUnit::second},   EastAsianUnit{U"초", AgeUnit::second},
    EastAsianUnit{U"分", AgeUnit::minute},   EastAsianUnit{U"분", AgeUnit::minute},
    EastAsianUnit{U"天", AgeUnit::day},      EastAsianUnit{U"日", AgeUnit::day},
    EastAsianUnit{U"일", AgeUnit::day},      EastAsianUnit{U"週", AgeUnit::week},
    EastAsianUnit{U"周", AgeUnit::week},     EastAsianUnit{U"주", AgeUnit::week},
    EastAsianUnit{U"달", AgeUnit::month},    EastAsianUnit{U"年", AgeUnit::year},
    EastAsianUnit{U"년", AgeUnit::year},
};

// From one on.
constexpr std::array<std::string_view, 12> kNumbers{
    "a an one ein eine einem einer einen un une una uno um uma een één en ett jeden jedną один"
    " одну 한",
    "two zwei deux dos due dois duas twee två dwa dwie два две 두",
    "three drei trois tres tre três drie trzy три 세",
    "four vier quatre cuatro quattro quatro cztery четыре",
    "five fünf cinq cinco cinque vijf пять",
    "six sechs seis sei zes шесть",
    "seven sieben sept siete sette sete zeven семь",
    "eight acht huit ocho otto oito восемь",
    "nine neun neuf nueve nove negen девять",
    "ten zehn dix diez dieci dez tien десять",
    "eleven elf onze once undici одиннадцать",
    "twelve zwölf douze doce dodici doze twaalf двенадцать",
};

constexpr std::string_view kFew =
    "few couple quelques wenigen einigen unos unas pochi poche alguns poucos enkele några kilka"
    " несколько";
constexpr std::string_view kAbout =
    "för about over almost around approximately nearly less more than ca circa etwa ungefähr rund "
    "fast"
    " über environ moins plus d casi cerca de quase ongeveer bijna около примерно ok około"
    " 约 約 大约 大約 大概 およそ 약";
constexpr std::string_view kAnd = "and und et y e en och i и ve";
constexpr std::string_view kAgo = "ago fa geleden назад temu önce atrás sedan siden";
// Not `för`, which is Swedish for "for" as well: `sedan` tells.
constexpr std::string_view kSince = "vor hace há ha";
// Units that mean one of them where no number stands before.
constexpr std::string_view kLoneUnits =
    "секунду минуту час день неделю месяц год minutę godzinę dzień tydzień miesiąc rok";
constexpr std::string_view kAt = "at um à alle a las às om в kl o klo";
constexpr std::string_view kOclock = "uhr h uur hrs";

struct Phrases {
    AgeUnit unit;
    int count;
    std::string_view words;
};

constexpr std::array kPhrases{
    Phrases{AgeUnit::second, 0,
            "just now|right now|moments ago|a moment ago|seconds ago|gerade eben|soeben"
            "|à l'instant|ahora mismo|hace un momento|hace unos instantes|proprio ora|adesso"
            "|agora mesmo|zojuist|just nu|przed chwilą|az önce|şimdi|только что|刚刚|刚才|剛剛|剛才"
            "|たった今|방금 전|방금"},
    Phrases{AgeUnit::day, 0,
            "today|heute|aujourd'hui|hoy|oggi|hoje|vandaag|idag|i dag|dzisiaj|dziś|bugün"
            "|сегодня|今天|今日|本日|오늘"},
    Phrases{AgeUnit::day, 1,
            "yesterday|gestern|하루 전|hier|ayer|ieri|ontem|gisteren|igår|i "
            "går|wczoraj|dün|вчера|昨天|昨日"
            "|어제"},
    Phrases{
        AgeUnit::day, 2,
        "day before yesterday|the day before yesterday|vorgestern|avant-hier|anteayer"
        "|l'altro ieri|altro ieri|anteontem|eergisteren|przedwczoraj|позавчера|前天|一昨日|おととい"
        "|그저께|그제"},
    Phrases{AgeUnit::week, 1,
            "last week|letzte woche|vorige woche|semaine dernière|la semaine dernière"
            "|la semana pasada|semana pasada|la settimana scorsa|settimana scorsa"
            "|na semana passada|semana passada|vorige week|afgelopen week|на прошлой неделе|上周"
            "|上週|上星期|先週|지난주"},
    Phrases{AgeUnit::month, 1,
            "last month|letzten monat|voriger monat|le mois dernier|mois dernier|el mes pasado"
            "|mes pasado|il mese scorso|mese scorso|no mês passado|mês passado|vorige maand"
            "|afgelopen maand|в прошлом месяце|上个月|上個月|上月|先月|지난달"},
    Phrases{AgeUnit::year, 1,
            "last year|letztes jahr|voriges jahr|l'année dernière|année dernière|el año pasado"
            "|año pasado|l'anno scorso|anno scorso|no ano passado|ano passado|vorig jaar"
            "|afgelopen jaar|в прошлом году|去年|昨年|작년|지난해"},
};

constexpr std::size_t count_phrases() {
    std::size_t count = 0;
    for (const Phrases& phrases : kPhrases) {
        count += 1;
        for (const char c : phrases.words) count += c == '|' ? 1U : 0U;
    }
    return count;
}

constexpr bool by_words(const AgePhrase& one, const AgePhrase& other) {
    return one.words < other.words;
}

constexpr auto sorted_phrases() {
    std::array<AgePhrase, count_phrases()> sorted{};
    auto out = sorted.begin();
    for (const Phrases& phrases : kPhrases) {
        for (std::string_view rest = phrases.words; !rest.empty();) {
            const std::string_view words = rest.substr(0, rest.find('|'));
            rest.remove_prefix(words.size() == rest.size() ? rest.size() : words.size() + 1);
            *out++ = {words, phrases.unit, phrases.count};
        }
    }
    std::sort(sorted.begin(), sorted.end(), by_words);
    return sorted;
}

constexpr auto kSortedPhrases = sorted_phrases();
constexpr std::size_t kShortestPhrase = 3;  // bytes
static_assert(std::all_of(kSortedPhrases.begin(), kSortedPhrases.end(), [](const AgePhrase& one) {
    return one.words.size() >= kShortestPhrase;
}));

// Whether one of the words of a list is this one.
bool has_word(std::string_view words, std::string_view word) noexcept {
    if (word.empty()) return false;
    for (std::size_t at = words.find(word); at != std::string_view::npos;
         at = words.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ')) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<AgeUnit> age_unit_of(std::string_view word) noexcept {
    const auto at = std::find_if(kUnits.begin(), kUnits.end(), [word](const UnitWords& entry) {
        return has_word(entry.words, word);
    });
    return at == kUnits.end() ? std::nullopt : std::optional(at->unit);
}

const EastAsianUnit* east_asian_age_unit_at(std::u32string_view text) noexcept {
    const auto at =
        std::find_if(kEastAsianUnits.begin(), kEastAsianUnits.end(),
                     [text](const EastAsianUnit& unit) { return text.starts_with(unit.name); });
    return at == kEastAsianUnits.end() ? nullptr : &*at;
}

bool ends_east_asian_age_unit(char32_t character) noexcept {
    return std::any_of(
        kEastAsianUnits.begin(), kEastAsianUnits.end(),
        [character](const EastAsianUnit& unit) { return unit.name.back() == character; });
}

std::optional<int> number_of(std::string_view word) noexcept {
    for (std::size_t i = 0; i < kNumbers.size(); ++i) {
        if (has_word(kNumbers[i], word)) return static_cast<int>(i + 1);
    }
    return std::nullopt;
}

bool is_few(std::string_view word) noexcept {
    return has_word(kFew, word);
}

bool is_about(std::string_view word) noexcept {
    return has_word(kAbout, word);
}

bool is_and(std::string_view word) noexcept {
    return has_word(kAnd, word);
}

bool is_ago(std::string_view word) noexcept {
    return has_word(kAgo, word);
}

bool is_since(std::string_view word) noexcept {
    return has_word(kSince, word);
}

// What is a prefix of a text shares the bytes of the shortest phrase with it, and of those that are
// the longest stands last.
std::optional<AgePhrase> age_phrase_at(std::string_view text) noexcept {
    const auto behind = std::upper_bound(
        kSortedPhrases.begin(), kSortedPhrases.end(), text,
        [](std::string_view one, const AgePhrase& other) { return one < other.words; });
    for (auto at = behind; at != kSortedPhrases.begin();) {
        --at;
        if (text.starts_with(at->words)) return *at;
        if (at->words.substr(0, kShortestPhrase) != text.substr(0, kShortestPhrase)) break;
    }
    return std::nullopt;
}

bool is_lone_age_unit(std::string_view word) noexcept {
    return has_word(kLoneUnits, word);
}

bool is_at(std::string_view word) noexcept {
    return has_word(kAt, word);
}

bool is_oclock(std::string_view word) noexcept {
    return has_word(kOclock, word);
}

}  // namespace feedarc::text
