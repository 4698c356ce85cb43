#include "text/date_labels.hpp"

#include "text/unicode.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace feedarc::text {
namespace {

using namespace std::string_view_literals;

constexpr std::array kLabels{
    "posted"sv,
    "postedon"sv,
    "published"sv,
    "publishedon"sv,
    "publisheddate"sv,
    "publishdate"sv,
    "date"sv,
    "updated"sv,
    "updatedon"sv,
    "lastupdated"sv,
    "created"sv,
    "createdon"sv,
    "added"sv,
    "addedon"sv,
    "written"sv,
    "modified"sv,
    "on"sv,
    "the"sv,
    "time"sv,
    "发布"sv,
    "发布于"sv,
    "发布时间"sv,
    "发布日期"sv,
    "发表"sv,
    "发表于"sv,
    "发表时间"sv,
    "发表日期"sv,
    "更新"sv,
    "更新于"sv,
    "更新时间"sv,
    "更新日期"sv,
    "最后更新"sv,
    "最后更新于"sv,
    "最近更新"sv,
    "日期"sv,
    "时间"sv,
    "创建于"sv,
    "创建时间"sv,
    "编辑于"sv,
    "修改于"sv,
    "写于"sv,
    "首发于"sv,
    "收录于"sv,
    "于"sv,
    "發布"sv,
    "發布於"sv,
    "發佈"sv,
    "發佈於"sv,
    "發表"sv,
    "發表於"sv,
    "更新於"sv,
    "發布時間"sv,
    "發佈時間"sv,
    "更新時間"sv,
    "發布日期"sv,
    "時間"sv,
    "最後更新"sv,
    "於"sv,
    "公開"sv,
    "公開日"sv,
    "公開日時"sv,
    "投稿"sv,
    "投稿日"sv,
    "投稿日時"sv,
    "更新日"sv,
    "更新日時"sv,
    "最終更新"sv,
    "最終更新日"sv,
    "掲載日"sv,
    "作成日"sv,
    "に公開"sv,
    "に投稿"sv,
    "に更新"sv,
    "작성"sv,
    "작성일"sv,
    "등록일"sv,
    "게시일"sv,
    "수정일"sv,
    "날짜"sv,
    "입력"sv,
    "am"sv,
    "vom"sv,
    "den"sv,
    "der"sv,
    "stand"sv,
    "datum"sv,
    "erstelltam"sv,
    "veröffentlicht"sv,
    "veröffentlichtam"sv,
    "aktualisiertam"sv,
    "misàjourle"sv,
    "aktualisiert"sv,
    "le"sv,
    "publié"sv,
    "publiéle"sv,
    "postéle"sv,
    "misenligne"sv,
    "el"sv,
    "publicado"sv,
    "publicadoel"sv,
    "fecha"sv,
    "il"sv,
    "pubblicato"sv,
    "pubblicatoil"sv,
    "data"sv,
    "em"sv,
    "publicadoem"sv,
    "op"sv,
    "geplaatstop"sv,
    "опубликовано"sv,
    "дата"sv,
};

// Labels of the last change, as is_date_label() has them.
constexpr std::array kUpdateLabels{
    "updated"sv,        "updatedon"sv,    "updatedat"sv,    "lastupdate"sv, "update"sv,
    "modified"sv,       "modifiedon"sv,   "editedon"sv,     "edited"sv,     "lastmodified"sv,
    "更新"sv,           "更新于"sv,       "更新时间"sv,     "更新日期"sv,   "修改于"sv,
    "修改时间"sv,       "编辑于"sv,       "更新於"sv,       "更新時間"sv,   "修改於"sv,
    "更新日"sv,         "更新日時"sv,     "수정일"sv,       "수정"sv,       "aktualisiert"sv,
    "aktualisiertam"sv, "misàjour"sv,     "misàjourle"sv,   "modifiéle"sv,  "actualizado"sv,
    "actualizadoel"sv,  "aggiornato"sv,   "aggiornatoil"sv, "atualizado"sv, "atualizadoem"sv,
    "bijgewerkt"sv,     "bijgewerktop"sv, "обновлено"sv,    "изменено"sv,
};

}  // namespace

bool is_date_label(std::string_view text) noexcept {
    return std::find(kLabels.begin(), kLabels.end(), text) != kLabels.end();
}

bool ends_with_update_label(std::string_view text) {
    // Of the last words, from a whole character on; the longest label has fewer bytes.
    constexpr std::size_t kMost = 48;
    std::size_t begin = text.size() - std::min(text.size(), kMost);
    while (begin < text.size() && is_continuation(text[begin])) ++begin;
    const std::string folded = fold(text.substr(begin));
    std::string words;
    for (std::size_t at = 0; at < folded.size();) {
        const char32_t character = next_character(folded, at);
        if (u_isalnum(static_cast<UChar32>(character)) != 0) append_utf8(words, character);
    }
    return std::any_of(kUpdateLabels.begin(), kUpdateLabels.end(),
                       [&](std::string_view label) { return words.ends_with(label); });
}

}  // namespace feedarc::text
