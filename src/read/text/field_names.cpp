#include "read/text/field_names.hpp"

#include "base/ascii.hpp"
#include "read/text/line.hpp"

#include <algorithm>
#include <array>

namespace feedarc::read {
namespace {

using base::is_digit;
using base::to_lower;

using namespace std::literals;

struct Name {
    std::string_view name;
    Field field;
};

// ASCII letters in lower case, others in both.
constexpr std::array kNames{
    Name{"title"sv, Field::title},
    Name{"headline"sv, Field::title},
    Name{"subject"sv, Field::title},
    Name{"titel"sv, Field::title},
    Name{"titre"sv, Field::title},
    Name{"título"sv, Field::title},
    Name{"titolo"sv, Field::title},
    Name{"标题"sv, Field::title},
    Name{"标 题"sv, Field::title},
    Name{"标　题"sv, Field::title},
    Name{"標題"sv, Field::title},
    Name{"题目"sv, Field::title},
    Name{"題目"sv, Field::title},
    Name{"タイトル"sv, Field::title},
    Name{"題名"sv, Field::title},
    Name{"件名"sv, Field::title},
    Name{"見出し"sv, Field::title},
    Name{"제목"sv, Field::title},
    Name{"заголовок"sv, Field::title},
    Name{"Заголовок"sv, Field::title},
    Name{"name"sv, Field::name},
    Name{"date"sv, Field::date},
    Name{"published"sv, Field::date},
    Name{"published on"sv, Field::date},
    Name{"date published"sv, Field::date},
    Name{"publication date"sv, Field::date},
    Name{"pubdate"sv, Field::date},
    Name{"posted"sv, Field::date},
    Name{"posted on"sv, Field::date},
    Name{"created"sv, Field::date},
    Name{"datum"sv, Field::date},
    Name{"fecha"sv, Field::date},
    Name{"data"sv, Field::date},
    Name{"日期"sv, Field::date},
    Name{"日 期"sv, Field::date},
    Name{"时间"sv, Field::date},
    Name{"時間"sv, Field::date},
    Name{"发布时间"sv, Field::date},
    Name{"發布時間"sv, Field::date},
    Name{"发布日期"sv, Field::date},
    Name{"發布日期"sv, Field::date},
    Name{"发表时间"sv, Field::date},
    Name{"日付"sv, Field::date},
    Name{"日時"sv, Field::date},
    Name{"公開日"sv, Field::date},
    Name{"投稿日"sv, Field::date},
    Name{"掲載日"sv, Field::date},
    Name{"날짜"sv, Field::date},
    Name{"дата"sv, Field::date},
    Name{"Дата"sv, Field::date},
    Name{"url"sv, Field::url},
    Name{"link"sv, Field::url},
    Name{"permalink"sv, Field::url},
    Name{"href"sv, Field::url},
    Name{"address"sv, Field::url},
    Name{"adresse"sv, Field::url},
    Name{"enlace"sv, Field::url},
    Name{"lien"sv, Field::url},
    Name{"链接"sv, Field::url},
    Name{"链 接"sv, Field::url},
    Name{"連結"sv, Field::url},
    Name{"鏈接"sv, Field::url},
    Name{"网址"sv, Field::url},
    Name{"網址"sv, Field::url},
    Name{"地址"sv, Field::url},
    Name{"リンク"sv, Field::url},
    Name{"アドレス"sv, Field::url},
    Name{"링크"sv, Field::url},
    Name{"ссылка"sv, Field::url},
    Name{"Ссылка"sv, Field::url},
    Name{"category"sv, Field::category},
    Name{"categories"sv, Field::category},
    Name{"section"sv, Field::category},
    Name{"topic"sv, Field::category},
    Name{"rubrik"sv, Field::category},
    Name{"kategorie"sv, Field::category},
    Name{"catégorie"sv, Field::category},
    Name{"rubrique"sv, Field::category},
    Name{"categoría"sv, Field::category},
    Name{"categoria"sv, Field::category},
    Name{"分类"sv, Field::category},
    Name{"分 类"sv, Field::category},
    Name{"分類"sv, Field::category},
    Name{"类别"sv, Field::category},
    Name{"類別"sv, Field::category},
    Name{"栏目"sv, Field::category},
    Name{"欄目"sv, Field::category},
    Name{"カテゴリ"sv, Field::category},
    Name{"カテゴリー"sv, Field::category},
    Name{"분류"sv, Field::category},
    Name{"категория"sv, Field::category},
    Name{"Категория"sv, Field::category},
    Name{"рубрика"sv, Field::category},
    Name{"Рубрика"sv, Field::category},
    Name{"tags"sv, Field::tags},
    Name{"tag"sv, Field::tags},
    Name{"keywords"sv, Field::tags},
    Name{"标签"sv, Field::tags},
    Name{"標籤"sv, Field::tags},
    Name{"タグ"sv, Field::tags},
    Name{"태그"sv, Field::tags},
    Name{"summary"sv, Field::excerpt},
    Name{"description"sv, Field::excerpt},
    Name{"abstract"sv, Field::excerpt},
    Name{"excerpt"sv, Field::excerpt},
    Name{"teaser"sv, Field::excerpt},
    Name{"notes"sv, Field::excerpt},
    Name{"content"sv, Field::excerpt},
    Name{"text"sv, Field::excerpt},
    Name{"body"sv, Field::excerpt},
    Name{"beschreibung"sv, Field::excerpt},
    Name{"zusammenfassung"sv, Field::excerpt},
    Name{"résumé"sv, Field::excerpt},
    Name{"resumen"sv, Field::excerpt},
    Name{"descripción"sv, Field::excerpt},
    Name{"摘要"sv, Field::excerpt},
    Name{"摘 要"sv, Field::excerpt},
    Name{"简介"sv, Field::excerpt},
    Name{"簡介"sv, Field::excerpt},
    Name{"内容"sv, Field::excerpt},
    Name{"內容"sv, Field::excerpt},
    Name{"正文"sv, Field::excerpt},
    Name{"概要"sv, Field::excerpt},
    Name{"要約"sv, Field::excerpt},
    Name{"本文"sv, Field::excerpt},
    Name{"요약"sv, Field::excerpt},
    Name{"описание"sv, Field::excerpt},
    Name{"Описание"sv, Field::excerpt},
    Name{"author"sv, Field::other},
    Name{"authors"sv, Field::other},
    Name{"autor"sv, Field::other},
    Name{"auteur"sv, Field::other},
    Name{"by"sv, Field::other},
    Name{"from"sv, Field::other},
    Name{"id"sv, Field::other},
    Name{"no"sv, Field::other},
    Name{"no."sv, Field::other},
    Name{"#"sv, Field::other},
    Name{"rank"sv, Field::other},
    Name{"source"sv, Field::other},
    Name{"views"sv, Field::other},
    Name{"comments"sv, Field::other},
    Name{"score"sv, Field::other},
    Name{"updated"sv, Field::other},
    Name{"language"sv, Field::other},
    Name{"status"sv, Field::other},
    Name{"作者"sv, Field::other},
    Name{"来源"sv, Field::other},
    Name{"來源"sv, Field::other},
    Name{"序号"sv, Field::other},
    Name{"编号"sv, Field::other},
    Name{"阅读"sv, Field::other},
    Name{"著者"sv, Field::other},
    Name{"投稿者"sv, Field::other},
    Name{"작성자"sv, Field::other},
    Name{"автор"sv, Field::other},
    Name{"Автор"sv, Field::other},
};

constexpr auto kWideColon = "\uFF1A"sv;
constexpr std::size_t kLongestName = 24;  // in bytes, some white space included

// Without white space and the stars of Markdown around.
std::string_view naked(std::string_view text) noexcept {
    text = trimmed(text);
    while (text.size() > 1 && text.front() == '*') text.remove_prefix(1);
    while (text.size() > 1 && text.back() == '*') text.remove_suffix(1);
    return trimmed(text);
}

// Where the colon behind a name stands, plain or wide.
std::size_t colon_in(std::string_view line) noexcept {
    const auto head = line.substr(0, kLongestName + kWideColon.size());
    const auto narrow = head.find(':');
    // Most lines have neither, and a lone byte is found faster.
    const auto wide = head.find('\xEF') == head.npos ? head.npos : head.find(kWideColon);
    const auto end = std::min(narrow, wide);
    return end == 0 ? std::string_view::npos : end;
}

}  // namespace

std::optional<Field> field_named(std::string_view name) noexcept {
    name = naked(name);
    if (name.empty() || name.size() > kLongestName) return std::nullopt;
    const char first = to_lower(name.front());
    for (const Name& known : kNames) {
        if (known.name.size() != name.size() || known.name.front() != first) continue;
        if (std::equal(name.begin(), name.end(), known.name.begin(),
                       [](char a, char b) { return to_lower(a) == b; })) {
            return known.field;
        }
    }
    return std::nullopt;
}

std::string_view label_name(std::string_view line) noexcept {
    const auto end = colon_in(line);
    if (end == std::string_view::npos || is_digit(line.front())) return {};
    const auto behind = line.substr(end);
    // `https://…`, `std::span`, `12:30` are no labels.
    const bool parted = behind.front() != ':' || behind.size() == 1 || behind[1] == ' ';
    const auto name = naked(line.substr(0, end));
    return parted && std::count(name.begin(), name.end(), ' ') <= 2 ? name : std::string_view();
}

std::optional<Labelled> read_label(std::string_view line) noexcept {
    const auto end = colon_in(line);
    if (end == std::string_view::npos) return std::nullopt;
    const auto field = field_named(line.substr(0, end));
    if (!field) return std::nullopt;
    auto value = trimmed(line.substr(end + (line[end] == ':' ? 1 : kWideColon.size())));
    // `**Title:** Tables beat code`
    while (value.starts_with('*')) value.remove_prefix(1);
    return Labelled{*field, trimmed(value)};
}

}  // namespace feedarc::read
