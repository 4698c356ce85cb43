#include "text/charset.hpp"

#include <feedarc/error.hpp>

#include "text/charset_decode.hpp"
#include "text/charset_labels.hpp"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::text {
namespace {

using namespace std::literals;

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max() / 8;

// Own texts, long enough to be told apart.
constexpr std::string_view kChinese =
    "昨天晚上，城里的图书馆开始试用新的借书系统。\n读者可以在家里查找书目，预约之后再来取书。\n"
    "馆长说，这样做是为了让大家少跑几趟路，也让工作人员有更多时间整理旧报纸。\n";
constexpr std::string_view kTraditional =
    "昨天晚上，城裡的圖書館開始試用新的借書系統。\n讀者可以在家裡查找書目，預約之後再來取書。\n"
    "館長說，這樣做是為了讓大家少跑幾趟路，也讓工作人員有更多時間整理舊報紙。\n";
constexpr std::string_view kJapanese =
    "昨日の夜、町の図書館で新しい貸し出しの仕組みが始まりました。\n"
    "家にいながら本を探すことができ、予約をしてから受け取りに行きます。～お知らせ～\n"
    "カウンターに並ぶ時間が短くなり、古い新聞の整理も進みそうです。\n";
constexpr std::string_view kKorean =
    "어제 저녁 우리 도시의 도서관에서 새로운 대출 방식이 시작되었습니다.\n"
    "집에서 책을 찾아 예약한 다음 받으러 가면 됩니다.\n"
    "줄을 서는 시간이 짧아지고 오래된 신문을 정리하는 일도 빨라질 것 같습니다.\n";
constexpr std::string_view kRussian =
    "Вчера вечером в городской библиотеке начали пробовать новый порядок выдачи книг.\n"
    "Читатели находят книгу дома, заказывают её и потом приходят за ней.\n";
constexpr std::string_view kGreek =
    "Χθες το βράδυ η βιβλιοθήκη της πόλης άρχισε να δοκιμάζει έναν νέο τρόπο δανεισμού.\n"
    "Άλλοι βρίσκουν το βιβλίο στο σπίτι και έρχονται μετά να το πάρουν.\n";
constexpr std::string_view kHebrew =
    "אתמול בערב התחילה הספרייה של העיר לנסות דרך חדשה להשאיל ספרים.\n"
    "הקוראים מחפשים את הספר בבית ובאים אחר כך לקחת אותו.\n";
constexpr std::string_view kArabic =
    "بدأت مكتبة المدينة مساء أمس تجربة طريقة جديدة لإعارة الكتب.\n"
    "يبحث القراء عن الكتاب في البيت ثم يأتون لأخذه.\n";
constexpr std::string_view kThai =
    "เมื่อคืนนี้ห้องสมุดของเมืองเริ่มทดลองวิธียืมหนังสือแบบใหม่\n"
    "ผู้อ่านค้นหาหนังสือที่บ้านแล้วจึงมารับภายหลัง\n";
constexpr std::string_view kTurkish =
    "Dün akşam şehir kütüphanesi yeni bir ödünç verme yöntemini denemeye başladı.\n"
    "Okurlar kitabı evde arıyor, ayırtıyor ve daha sonra gelip alıyor.\n";
constexpr std::string_view kPolish =
    "Wczoraj wieczorem biblioteka miejska zaczęła próbować nowego sposobu wypożyczania książek.\n"
    "Czytelnicy szukają książki w domu, zamawiają ją, a później przychodzą ją odebrać.\n";
constexpr std::string_view kFrench =
    "Hier soir, la bibliothèque de la ville a commencé à essayer une nouvelle façon de prêter.\n"
    "Les lecteurs cherchent le livre chez eux, le réservent et viennent le retirer après.\n";
constexpr std::string_view kGerman =
    "Gestern Abend begann die Bücherei der Stadt, eine neue Art der Ausleihe zu prüfen.\n"
    "Die Leser wählen das Buch zu Hause und holen es später ab, ganz ohne große Eile – „bequem“.\n";

// What a page of another charset was before it became bytes.
std::string encoded(std::string_view utf8, const char* converter) {
    UErrorCode error = U_ZERO_ERROR;
    std::string bytes(utf8.size() * 4 + 16, '\0');
    const std::int32_t size =
        ucnv_convert(converter, "UTF-8", bytes.data(), static_cast<std::int32_t>(bytes.size()),
                     utf8.data(), static_cast<std::int32_t>(utf8.size()), &error);
    EXPECT_TRUE(U_SUCCESS(error)) << converter << ": " << u_errorName(error);
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

PageText read(std::string_view bytes, std::string_view media_type = "", bool markup = false) {
    return read_charset(bytes, media_type, markup, kNoLimit);
}

std::string utf8_of(const PageText& text, std::string_view bytes) {
    return text.utf8 ? *text.utf8 : std::string(bytes);
}

struct Encoded {
    const char* name;
    std::string_view text;
    const char* converter;
    const char* label;
    Charset charset;
    bool detected = true;  ///< else it is read when declared alone
};

class Charsets : public ::testing::TestWithParam<Encoded> {};

TEST_P(Charsets, AreReadAsDeclared) {
    const Encoded& given = GetParam();
    const std::string bytes = encoded(given.text, given.converter);
    const auto text = read(bytes, "text/plain; charset="s + given.label);
    EXPECT_EQ(name_of(text.charset), name_of(given.charset));
    EXPECT_EQ(utf8_of(text, bytes), given.text);
    EXPECT_EQ(text.repairs.replaced, 0U);
    EXPECT_FALSE(text.overruled);
}

TEST_P(Charsets, AreDetectedInPages) {
    const Encoded& given = GetParam();
    if (!given.detected) return;
    const std::string bytes =
        encoded("<ul class=list><li><a href=/1>" + std::string(given.text) + "</a></ul>\n",
                given.converter);
    const auto text = read(bytes);
    EXPECT_NE(utf8_of(text, bytes).find(given.text), std::string::npos)
        << "read as " << name_of(text.charset);
}

TEST_P(Charsets, BearCutsAtAnyPlace) {
    const Encoded& given = GetParam();
    const std::string bytes = encoded(given.text, given.converter);
    const std::string media_type = "text/plain; charset="s + given.label;
    for (std::size_t cut = 1; cut < 8; ++cut) {
        const auto text = read(std::string_view(bytes).substr(0, bytes.size() - cut), media_type);
        EXPECT_EQ(text.charset, given.charset) << cut;
        EXPECT_LE(text.repairs.replaced, 1U) << cut;
    }
}

INSTANTIATE_TEST_SUITE_P(
    OwnTexts, Charsets,
    ::testing::Values(
        Encoded{"Gbk", kChinese, "gb18030", "gb2312", Charset::gbk},
        Encoded{"Gb18030", kChinese, "gb18030", "GB18030", Charset::gb18030},
        Encoded{"Big5", kTraditional, "Big5-HKSCS", "big5", Charset::big5},
        Encoded{"ShiftJis", kJapanese, "ibm-943_P15A-2003", "x-sjis", Charset::shift_jis},
        Encoded{"EucJp", kJapanese, "euc-jp-2007", "euc-jp", Charset::euc_jp},
        Encoded{"EucKr", kKorean, "windows-949-2000", "ks_c_5601-1987", Charset::euc_kr},
        Encoded{"Windows1251", kRussian, "windows-1251", "cp1251", Charset::windows_1251},
        Encoded{"Koi8R", kRussian, "KOI8-R", "koi8", Charset::koi8_r},
        Encoded{"Ibm866", kRussian, "ibm-866_P100-1995", "cp866", Charset::ibm866, false},
        Encoded{"Iso5", kRussian, "iso-8859-5", "cyrillic", Charset::iso_8859_5},
        Encoded{"Windows1253", kGreek, "windows-1253", "x-cp1253", Charset::windows_1253},
        Encoded{"Iso7", kGreek, "iso-8859-7", "greek8", Charset::iso_8859_7},
        Encoded{"Windows1255", kHebrew, "windows-1255", "windows-1255", Charset::windows_1255},
        Encoded{"Windows1256", kArabic, "windows-1256", "cp1256", Charset::windows_1256},
        Encoded{"Windows874", kThai, "windows-874-2000", "tis-620", Charset::windows_874},
        Encoded{"Windows1254", kTurkish, "windows-1254", "iso-8859-9", Charset::windows_1254},
        Encoded{"Windows1250", kPolish, "windows-1250", "windows-1250", Charset::windows_1250},
        Encoded{"Iso2", kPolish, "iso-8859-2", "latin2", Charset::iso_8859_2},
        Encoded{"French", kFrench, "windows-1252", "iso-8859-1", Charset::windows_1252},
        Encoded{"German", kGerman, "windows-1252", "us-ascii", Charset::windows_1252}),
    [](const auto& tested) { return tested.param.name; });

TEST(Charset, LabelsAreThoseOfTheStandard) {
    EXPECT_EQ(charset_of_label(" \tGB2312\n"), Charset::gbk);
    EXPECT_EQ(charset_of_label("latin1"), Charset::windows_1252);
    EXPECT_EQ(charset_of_label("ASCII"), Charset::windows_1252);
    EXPECT_EQ(charset_of_label("windows-31j"), Charset::shift_jis);
    EXPECT_EQ(charset_of_label("ms_kanji"), Charset::shift_jis);
    EXPECT_EQ(charset_of_label("windows-949"), Charset::euc_kr);
    EXPECT_EQ(charset_of_label("big5-hkscs"), Charset::big5);
    EXPECT_EQ(charset_of_label("utf-16"), Charset::utf_16le);
    EXPECT_EQ(charset_of_label("unicode"), Charset::utf_16le);
    EXPECT_EQ(charset_of_label("x-user-defined"), Charset::x_user_defined);
    for (const auto* label : {"hz-gb-2312", "iso-2022-kr", "iso-2022-cn", "iso-2022-cn-ext"}) {
        EXPECT_EQ(charset_of_label(label), Charset::replacement) << label;
    }
    for (const auto* label : {"utf-7", "utf-32", "cesu-8", "", " ", "gb 2312", "utf-8;"}) {
        EXPECT_EQ(charset_of_label(label), std::nullopt) << label;
    }
    EXPECT_EQ(charset_of_label(std::string(1 << 20, 'x')), std::nullopt);
}

struct Byte {
    Charset charset;
    std::string_view bytes;
    std::string_view utf8;
};

TEST(Charset, DecodesWhatDecodersDifferIn) {
    for (const Byte& byte : {
             Byte{Charset::windows_1252, "\x80\x81\x9F\xA0", "€\u0081Ÿ\u00A0"},
             Byte{Charset::gbk, "\x80\xA2\xE3\xA3\xA0", "€€\u3000"},
             Byte{Charset::gb18030, "\x81\x30\x81\x30\x94\x39\xFC\x36", "\u0080\U0001F600"},
             Byte{Charset::shift_jis, "\\~\x81\x60\x81\x7C\xB1\x87\x40", "\\~～－ｱ①"},
             Byte{Charset::euc_jp, "\\~\xA1\xC1\xA1\xDD\x8E\xB1\xAD\xA1\x8F\xB0\xA1",
                  "\\~～－ｱ①丂"},
             Byte{Charset::euc_kr, "\xB0\xA1\x81\x41", "가갂"},
             Byte{Charset::big5, "\xA4\xA4\xA3\xE1\x87\x40", "中€䏰"},
             Byte{Charset::koi8_u, "\xAE\xBE\xA4", "ўЎє"},
             Byte{Charset::windows_1253, "\xAA\xA2", "\uFFFDΆ"},
             Byte{Charset::windows_1255, "\xCA", "\u05BA"},
             Byte{Charset::windows_874, "\xDB\xA1", "\uFFFDก"},
             Byte{Charset::iso_8859_16, "\x85\xA4\xBA\xFE", "\u0085€șț"},
             Byte{Charset::iso_8859_8_i, "\xE0", "א"},
             Byte{Charset::x_user_defined, "a\x80\xFF", "a\uF780\uF7FF"},
             Byte{Charset::iso_2022_jp, "\x1B$B$\"\x1B(B~", "あ~"},
             // A trail byte that cannot be one and is ASCII stays, so that no tag is swallowed.
             Byte{Charset::gbk, "\xB0<b>", "\uFFFD<b>"},
             Byte{Charset::shift_jis, "\x82<b>", "\uFFFD<b>"},
             Byte{Charset::euc_kr, "\xB0<b>", "\uFFFD<b>"},
             Byte{Charset::utf_16le, "a\0\0\xD8<\0"sv, "a\uFFFD<"},
             Byte{Charset::utf_16be, "\xD8\x3D\xDE\0\0x"sv, "\U0001F600x"},
         }) {
        EXPECT_EQ(decode_charset(byte.bytes, byte.charset, kNoLimit).utf8, byte.utf8)
            << name_of(byte.charset);
    }
}

TEST(Charset, LongTextsComeOutWholeAndPairsOfSurrogatesAreNotTorn) {
    std::string utf8;
    for (int i = 0; i < 5000; ++i) utf8 += i % 3 == 0 ? "a\U0001F600" : "\U0001F600";
    const auto bytes = encoded(utf8, "UTF-16LE");
    EXPECT_EQ(decode_charset(bytes, Charset::utf_16le, kNoLimit).utf8, utf8);
}

TEST(Charset, StopsSoonBehindTheLimit) {
    const std::string bytes(1 << 20, '\xE9');
    EXPECT_LT(decode_charset(bytes, Charset::windows_1252, 1000).utf8.size(), 1010U);
    EXPECT_LT(decode_charset(bytes, Charset::gbk, 1000).utf8.size(), 20000U);
}

TEST(Charset, PlainUtf8IsNotCopied) {
    EXPECT_FALSE(read(kChinese).utf8);
    EXPECT_FALSE(read("ASCII alone", "text/html; charset=gbk").utf8);
    EXPECT_FALSE(read("ASCII alone", "text/html; charset=gbk").overruled);
}

TEST(Charset, ByteOrderMarksComeFirst) {
    for (const auto& [mark, converter] :
         std::vector<std::pair<std::string, const char*>>{{"\xEF\xBB\xBF"s, "UTF-8"},
                                                          {"\xFF\xFE"s, "UTF-16LE"},
                                                          {"\xFE\xFF"s, "UTF-16BE"},
                                                          {"\xFF\xFE\0\0"s, "UTF-32LE"},
                                                          {"\0\0\xFE\xFF"s, "UTF-32BE"},
                                                          {"\x84\x31\x95\x33"s, "gb18030"}}) {
        const auto text = read(mark + encoded(kRussian, converter), "text/html; charset=koi8-r");
        ASSERT_TRUE(text.utf8) << converter;
        EXPECT_EQ(*text.utf8, kRussian) << converter;
    }
}

TEST(Charset, TellsUtf16AndUtf32WithoutMarkByTheirNuls) {
    const std::string xml = "<?xml version='1.0' encoding='UTF-16'?><rss>";
    for (const auto* converter : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
        for (const std::string& utf8 :
             {std::string(kChinese) + "Room 5\nRoom 6\n", std::string(kFrench), xml,
              xml + std::string(kJapanese), xml + "আমাদের চট্টগ্রামের খবর", xml + "हिन्दी समाचार पत्र",
              xml + "ქართული სიახლეები", xml + "ព័ត៌មានថ្មី"}) {
            const auto bytes = encoded(utf8, converter);
            const auto text = read(bytes, "", true);
            EXPECT_EQ(utf8_of(text, bytes), utf8) << converter;
        }
    }
}

TEST(Charset, StrayNulsAreDamageAndNotUtf16) {
    const auto text = read("A title\0 with NULs\0 in it, and é"sv);
    EXPECT_EQ(text.charset, Charset::utf_8);
    EXPECT_EQ(text.repairs.dropped, 2U);
    EXPECT_EQ(*text.utf8, "A title with NULs in it, and é");
    const auto gbk = read(encoded(kChinese, "gb18030") + "\0\0"s, "text/plain; charset=gbk");
    EXPECT_EQ(*gbk.utf8, kChinese);
}

// The rule by which a declaration loses.

TEST(Charset, Utf8DeclaredAsAnotherCharsetIsUtf8) {
    for (const auto* label :
         {"windows-1252", "iso-8859-1", "gbk", "shift_jis", "koi8-r", "utf-16"}) {
        const auto text = read(kChinese, "text/html; charset="s + label);
        EXPECT_EQ(text.charset, Charset::utf_8) << label;
        EXPECT_TRUE(text.overruled) << label;
        EXPECT_FALSE(text.utf8) << label;
    }
    EXPECT_EQ(read("caf\xC3\xA9", "text/html; charset=latin1").charset, Charset::utf_8);
}

TEST(Charset, AFewCharactersThatHappenToBeUtf8DoNotOverruleADoubleByteCharset) {
    // Two characters in GBK, and two in UTF-8 of another script.
    EXPECT_EQ(*read("\xC1\xAA\xCD\xA8", "text/html; charset=gbk").utf8, "联通");
    EXPECT_EQ(read("\xC1\xAA\xCD\xA8 ok", "text/html; charset=gbk").charset, Charset::gbk);
    EXPECT_EQ(*read("\xC2\xA9 2026", "text/html; charset=gbk").utf8, "漏 2026");
    EXPECT_EQ(read("\xC2\xA9 2026 \xE4\xB8\xAD\xE6\x96\x87", "text/html; charset=gbk").charset,
              Charset::utf_8);
}

TEST(Charset, Utf8WithAFewBrokenBytesStaysUtf8WhateverIsDeclared) {
    const std::string broken = "\xFF" + std::string(kChinese) + "\xC3\n" + std::string(kRussian);
    for (const auto* media_type : {"", "text/html; charset=utf-8", "text/html; charset=gbk",
                                   "text/html; charset=windows-1252"}) {
        const auto text = read(broken, media_type);
        EXPECT_EQ(text.charset, Charset::utf_8) << media_type;
        EXPECT_EQ(text.repairs.replaced, 2U) << media_type;
    }
}

TEST(Charset, Utf8CutAtTheEndStaysUtf8) {
    for (std::size_t cut = 1; cut < 4; ++cut) {
        const auto bytes = kChinese.substr(0, kChinese.size() - 1 - cut);
        for (const auto* media_type : {"", "text/html; charset=gbk", "text/html; charset=latin1"}) {
            EXPECT_EQ(read(bytes, media_type).charset, Charset::utf_8) << cut << media_type;
        }
    }
}

TEST(Charset, LegacyTextDeclaredAsUtf8IsReadAsWhatItIs) {
    for (const auto& [utf8, converter, charset] :
         std::vector<std::tuple<std::string_view, const char*, Charset>>{
             {kChinese, "gb18030", Charset::gbk},
             {kRussian, "windows-1251", Charset::windows_1251},
             {kJapanese, "ibm-943_P15A-2003", Charset::shift_jis},
             {kFrench, "windows-1252", Charset::windows_1252}}) {
        const auto text = read(encoded(utf8, converter), "text/html; charset=utf-8");
        EXPECT_EQ(name_of(text.charset), name_of(charset));
        EXPECT_EQ(text.overruled, Charset::utf_8);
        EXPECT_EQ(utf8_of(text, ""), utf8);
    }
    // Too little to say so.
    EXPECT_EQ(read("a caf\xE9 once", "text/html; charset=utf-8").charset, Charset::utf_8);
}

TEST(Charset, ALegacyDeclarationLosesWhereItsCharsetFitsBadly) {
    const auto text = read(encoded(kJapanese, "ibm-943_P15A-2003"), "text/html; charset=euc-jp");
    EXPECT_EQ(text.charset, Charset::shift_jis);
    EXPECT_EQ(text.overruled, Charset::euc_jp);
    const auto damaged =
        read("\xFF\xFF" + encoded(kKorean, "windows-949-2000"), "text/html; charset=euc-kr");
    EXPECT_EQ(damaged.charset, Charset::euc_kr);
    EXPECT_EQ(damaged.repairs.replaced, 2U);
}

TEST(Charset, BytesThatIcuGivesUpOnAreRead) {
    std::string bytes = "<ul>\n<li>2025-\xD3\x32-20</li>\n<li>\xE1\x01\0\0\0</li></ul>\n"s;
    EXPECT_NO_THROW((void)read(bytes));
    for (int byte = 0; byte < 0x10000; byte += 7) {
        bytes[11] = static_cast<char>(byte & 0xff);
        bytes[25] = static_cast<char>(byte >> 8);
        EXPECT_NO_THROW((void)read(bytes)) << byte;
    }
}

TEST(Charset, Iso2022JpIsReadByItsEscapes) {
    const auto bytes = encoded(kJapanese, "ISO-2022-JP");
    EXPECT_EQ(read(bytes).charset, Charset::iso_2022_jp);
    EXPECT_EQ(read("\x1B[1mbold\x1B[0m").charset, Charset::utf_8);
}

TEST(Charset, CharsetsThatTextCanHideInAreNeverDecoded) {
    EXPECT_THROW((void)read("~{VPND~}", "text/html; charset=hz-gb-2312"), Error);
    EXPECT_THROW((void)read("\x1B$)C\x0E!!", "text/html; charset=iso-2022-kr"), Error);
    EXPECT_FALSE(read("plain", "text/html; charset=hz-gb-2312").utf8);
    EXPECT_FALSE(read("+ADw-script+AD4-", "text/html; charset=utf-7").utf8);
    EXPECT_EQ(read(kChinese, "text/html; charset=iso-2022-kr").charset, Charset::utf_8);
}

TEST(Charset, TheMediaTypeOutranksThePage) {
    const auto bytes = encoded("<meta charset=windows-1252>" + std::string(kRussian), "KOI8-R");
    EXPECT_EQ(read(bytes, "text/html; charset=koi8-r", true).charset, Charset::koi8_r);
    EXPECT_EQ(read(bytes, "text/html", true).charset, Charset::windows_1252);
    EXPECT_EQ(read(bytes, "text/plain", false).charset, Charset::koi8_r);
}

}  // namespace
}  // namespace feedarc::text
