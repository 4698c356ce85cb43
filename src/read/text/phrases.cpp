#include "read/text/phrases.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace feedarc::read {
namespace {

using base::is_digit;

using namespace std::literals;

constexpr std::array kMore{
    "read more"sv,
    "continue reading"sv,
    "more"sv,
    "read on"sv,
    "read"sv,
    "full story"sv,
    "read full story"sv,
    "full article"sv,
    "read the full article"sv,
    "read article"sv,
    "view post"sv,
    "view details"sv,
    "learn more"sv,
    "see more"sv,
    "details"sv,
    "show more"sv,
    "read the rest"sv,
    "weiterlesen"sv,
    "mehr"sv,
    "mehr lesen"sv,
    "lire la suite"sv,
    "en savoir plus"sv,
    "leer más"sv,
    "seguir leyendo"sv,
    "continua a leggere"sv,
    "leggi tutto"sv,
    "leia mais"sv,
    "читать далее"sv,
    "阅读全文"sv,
    "阅读更多"sv,
    "查看全文"sv,
    "查看更多"sv,
    "查看详情"sv,
    "继续阅读"sv,
    "更多"sv,
    "全文"sv,
    "詳細"sv,
    "繼續閱讀"sv,
    "閱讀全文"sv,
    "閱讀更多"sv,
    "続きを読む"sv,
    "もっと見る"sv,
    "もっと読む"sv,
    "詳しく見る"sv,
    "더 보기"sv,
    "더보기"sv,
};

constexpr std::array kPager{
    "next"sv,
    "prev"sv,
    "previous"sv,
    "next page"sv,
    "previous page"sv,
    "older"sv,
    "newer"sv,
    "older posts"sv,
    "newer posts"sv,
    "older entries"sv,
    "newer entries"sv,
    "load more"sv,
    "load more posts"sv,
    "first"sv,
    "last"sv,
    "first page"sv,
    "last page"sv,
    "more posts"sv,
    "more stories"sv,
    "older articles"sv,
    "newer articles"sv,
    "上一页"sv,
    "下一页"sv,
    "首页"sv,
    "尾页"sv,
    "末页"sv,
    "上页"sv,
    "下页"sv,
    "加载更多"sv,
    "上一頁"sv,
    "下一頁"sv,
    "載入更多"sv,
    "次へ"sv,
    "前へ"sv,
    "次のページ"sv,
    "前のページ"sv,
    "最初"sv,
    "最後"sv,
    "weiter"sv,
    "zurück"sv,
    "nächste"sv,
    "vorherige"sv,
    "ältere beiträge"sv,
    "neuere beiträge"sv,
    "suivant"sv,
    "précédent"sv,
    "siguiente"sv,
    "anterior"sv,
    "다음"sv,
    "이전"sv,
};

// Words of a pager that mean nothing alone.
constexpr std::array kPagerWords{"page"sv,  "of"sv, "pages"sv, "第"sv,    "页"sv,
                                 "共"sv,    "頁"sv, "/"sv,     "seite"sv, "von"sv,
                                 "posts"sv, "go"sv, "跳转"sv,  "to"sv};

constexpr std::array kHeadings{
    "latest"sv,
    "latest updates"sv,
    "latest news"sv,
    "latest posts"sv,
    "latest articles"sv,
    "latest stories"sv,
    "recent"sv,
    "recent posts"sv,
    "recent articles"sv,
    "recent news"sv,
    "recent updates"sv,
    "recent entries"sv,
    "news"sv,
    "top stories"sv,
    "top news"sv,
    "headlines"sv,
    "all posts"sv,
    "all articles"sv,
    "articles"sv,
    "posts"sv,
    "blog"sv,
    "blog posts"sv,
    "updates"sv,
    "archive"sv,
    "archives"sv,
    "featured"sv,
    "trending"sv,
    "popular posts"sv,
    "most read"sv,
    "new topics"sv,
    "latest topics"sv,
    "latest jobs"sv,
    "recent jobs"sv,
    "job listings"sv,
    "search results"sv,
    "new posts"sv,
    "what's new"sv,
    "aktuelles"sv,
    "neueste beiträge"sv,
    "nachrichten"sv,
    "actualités"sv,
    "derniers articles"sv,
    "últimas noticias"sv,
    "noticias"sv,
    "最新"sv,
    "最新更新"sv,
    "最新文章"sv,
    "最新消息"sv,
    "最新动态"sv,
    "最新资讯"sv,
    "最近文章"sv,
    "最近更新"sv,
    "近期文章"sv,
    "文章列表"sv,
    "文章"sv,
    "全部文章"sv,
    "所有文章"sv,
    "新闻"sv,
    "新闻列表"sv,
    "热门文章"sv,
    "推荐阅读"sv,
    "新着"sv,
    "新着記事"sv,
    "最新記事"sv,
    "記事一覧"sv,
    "お知らせ"sv,
    "ニュース"sv,
    "新着情報"sv,
};

constexpr std::array kChrome{
    "skip to content"sv,
    "skip to main content"sv,
    "all rights reserved"sv,
    "privacy policy"sv,
    "terms of service"sv,
    "terms of use"sv,
    "back to top"sv,
    "cookie policy"sv,
    "rss feed"sv,
    "subscribe"sv,
    "log in"sv,
    "sign in"sv,
    "sign up"sv,
    "home"sv,
    "menu"sv,
    "search"sv,
    "advertisement"sv,
    "sponsored"sv,
    "toggle navigation"sv,
    "返回顶部"sv,
    "版权所有"sv,
    "回到顶部"sv,
    "登录"sv,
    "注册"sv,
    "广告"sv,
    "跳到主要内容"sv,
    "メニュー"sv,
    "ページトップへ"sv,
};

constexpr std::array kChromeStarts{
    "©"sv,        "copyright ©"sv,  "copyright (c)"sv,   "(c) 20"sv,  "powered by"sv,
    "版权所有"sv, "copyright 20"sv, "proudly powered"sv, "京icp备"sv, "all rights reserved"sv};

constexpr std::array kInvitations{"subscribe to "sv,
                                  "subscribe:"sv,
                                  "follow us"sv,
                                  "sign up for our"sv,
                                  "join our newsletter"sv,
                                  "关注我们"sv,
                                  "扫码关注"sv,
                                  "订阅我们"sv,
                                  "フォローする"sv,
                                  "abonnieren sie "sv,
                                  "folgen sie uns"sv,
                                  "suivez-nous"sv,
                                  "síguenos"sv};

constexpr std::array kCategoryLabels{
    "category:"sv,  "categories:"sv, "filed under:"sv,   "filed under "sv, "posted in:"sv,
    "posted in "sv, "section:"sv,    "topic:"sv,         "分类:"sv,        "分类\uFF1A"sv,
    "分類:"sv,      "分類\uFF1A"sv,  "类别:"sv,          "类别\uFF1A"sv,   "栏目:"sv,
    "栏目\uFF1A"sv, "カテゴリ:"sv,   "カテゴリ\uFF1A"sv, "カテゴリー:"sv,  "カテゴリー\uFF1A"sv,
    "kategorie:"sv, "catégorie:"sv,  "categoría:"sv};

constexpr std::array kAuthorLabels{
    "by "sv,           "by: "sv,          "author:"sv,       "posted by "sv, "written by "sv,
    "submitted by "sv, "published by "sv, "started by "sv,   "作者:"sv,      "作者\uFF1A"sv,
    "文/"sv,           "来源:"sv,         "来源\uFF1A"sv,    "編集:"sv,      "編集\uFF1A"sv,
    "von "sv,          "last post by "sv, "last reply by "sv};

constexpr std::array kCounted{
    "point"sv,        "points"sv,  "comment"sv, "comments"sv,   "reply"sv,   "replies"sv,
    "view"sv,         "views"sv,   "like"sv,    "likes"sv,      "vote"sv,    "votes"sv,
    "upvotes"sv,      "shares"sv,  "reads"sv,   "min read"sv,   "min"sv,     "minute read"sv,
    "minutes read"sv, "answers"sv, "answer"sv,  "responses"sv,  "claps"sv,   "stars"sv,
    "messages"sv,     "discuss"sv, "words"sv,   "comment(s)"sv, "view(s)"sv, "评论"sv,
    "条评论"sv,       "阅读"sv,    "次阅读"sv,  "人阅读"sv,     "阅读量"sv,  "浏览"sv,
    "次浏览"sv,       "浏览量"sv,  "点赞"sv,    "赞"sv,         "个赞"sv,    "回复"sv,
    "条回复"sv,       "收藏"sv,    "人收藏"sv,  "字"sv,         "分钟"sv,    "コメント"sv,
    "件のコメント"sv, "いいね"sv,  "閲覧"sv,    "回答"sv,       "個回復"sv};

template <typename Phrases>
bool contains(const Phrases& phrases, std::string_view words) noexcept {
    return std::find(phrases.begin(), phrases.end(), words) != phrases.end();
}

template <typename Phrases>
std::size_t start_length(const Phrases& phrases, std::string_view words) noexcept {
    std::size_t length = 0;
    if (words.empty()) return length;
    for (const auto phrase : phrases) {
        if (words.front() != phrase.front() || phrase.size() <= length) continue;
        if (words.starts_with(phrase)) length = phrase.size();
    }
    return length;
}

}  // namespace

bool is_more_phrase(std::string_view words) noexcept {
    return contains(kMore, words);
}

bool is_pager_phrase(std::string_view words) noexcept {
    return contains(kPager, words);
}

bool is_pager_word(std::string_view word) noexcept {
    return contains(kPagerWords, word) || contains(kPager, word);
}

bool is_heading_phrase(std::string_view words) noexcept {
    return contains(kHeadings, words);
}

bool is_chrome_phrase(std::string_view words) noexcept {
    return contains(kChrome, words);
}

bool starts_as_chrome(std::string_view words) noexcept {
    return start_length(kChromeStarts, words) > 0;
}

bool is_invitation(std::string_view words) noexcept {
    constexpr std::size_t kLongest = 60;
    return words.size() <= kLongest && start_length(kInvitations, words) > 0;
}

std::size_t category_label(std::string_view words) noexcept {
    return start_length(kCategoryLabels, words);
}

std::size_t author_label(std::string_view words) noexcept {
    return start_length(kAuthorLabels, words);
}

bool is_counter(std::string_view words) noexcept {
    if (std::none_of(words.begin(), words.end(), is_digit)) return words == "discuss";
    constexpr std::string_view kAround = "0123456789,.+()[]: \t#~";
    const auto begin = words.find_first_not_of(kAround);
    if (begin == std::string_view::npos) return true;
    auto noun = words.substr(begin, words.find_last_not_of(kAround) + 1 - begin);
    if (noun.size() > 2 && (noun.front() == 'k' || noun.front() == 'm') && noun[1] == ' ') {
        noun.remove_prefix(2);
    }
    constexpr std::string_view kWideColon = "\uFF1A";
    if (noun.size() > 3 && noun.substr(noun.size() - 3) == kWideColon) noun.remove_suffix(3);
    return contains(kCounted, noun) ||
           (noun.size() > 3 && contains(kCounted, noun.substr(0, noun.find('('))));
}

}  // namespace feedarc::read
