#pragma once

#include <array>
#include <string_view>

namespace feedarc {

/// What a page writes where it cuts a text off, in the form that normalise() gives: case folded,
/// without white space. A phrase counts only behind an ellipsis mark, before an arrow or within
/// brackets, so that text may end in "更多". Changing these tables changes fingerprints: see
/// kFingerprintVersion.
inline constexpr std::array<std::string_view, 78> kMorePhrases{
    // English
    "readmore",
    "readfullarticle",
    "readthefullarticle",
    "readfullstory",
    "readthefullstory",
    "readfullpost",
    "readthefullpost",
    "readthearticle",
    "readtherest",
    "readtherestofthisentry",
    "readmoreaboutthis",
    "continuereading",
    "keepreading",
    "learnmore",
    "seemore",
    "showmore",
    "viewmore",
    "viewfullpost",
    "fullstory",
    "fullarticle",
    "findoutmore",
    "moreinfo",
    // Chinese
    "更多",
    "全文",
    "详情",
    "詳情",
    "展开",
    "展開",
    "阅读全文",
    "閱讀全文",
    "阅读更多",
    "閱讀更多",
    "阅读原文",
    "閱讀原文",
    "查看全文",
    "查看更多",
    "查看详情",
    "查看詳情",
    "继续阅读",
    "繼續閱讀",
    "展开全文",
    "展開全文",
    "了解更多",
    "显示全部",
    "點擊閱讀全文",
    "点击阅读全文",
    "点击查看更多",
    // Japanese
    "続き",
    "続きを読む",
    "続きを見る",
    "続きはこちら",
    "もっと読む",
    "もっと見る",
    "全文を読む",
    "記事を読む",
    "詳細を見る",
    // Korean
    "더보기",
    "더읽기",
    "계속읽기",
    "전체보기",
    "자세히보기",
    // German
    "mehrlesen",
    "weiterlesen",
    "mehrerfahren",
    // French
    "lirelasuite",
    "lireplus",
    "ensavoirplus",
    // Spanish, Portuguese
    "leermás",
    "leermas",
    "seguirleyendo",
    "continuarleyendo",
    "leiamais",
    "continuelendo",
    // Italian
    "leggitutto",
    "continuaaleggere",
    // Dutch
    "leesmeer",
    "leesverder",
    // Russian
    "читатьдалее",
};

/// Words that other words end in ("Sophomore →"); the spaces between words being gone, they count
/// only right behind an ellipsis mark or an opening bracket.
inline constexpr std::array<std::string_view, 4> kMoreWords{"more", "readon", "continue", "mehr"};

}  // namespace feedarc
