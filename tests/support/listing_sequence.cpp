#include "support/listing_sequence.hpp"

#include "support/dice.hpp"
#include "support/listing_page.hpp"
#include "support/random_page.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

namespace feedarc::test {
namespace {

// ---- texts

std::string words(Dice& dice, std::size_t characters) {
    static const std::vector<std::string> kWords{
        "river",    "walks", "under", "a",         "model",  "of",       "small",  "lamps",
        "which",    "the",   "graph", "never",     "keeps",  "learning", "slowly", "window",
        "and",      "paper", "on",    "attention", "garden", "with",     "layers", "or",
        "gradient", "stone", "for",   "kernel",    "bread",  "memory"};
    static const std::vector<std::string> kHan{"模型", "学习", "我们", "可以", "方法", "函数",
                                               "一个", "研究", "时间", "数据", "概述", "问题"};
    const bool han = dice.one_in(5);
    std::string text;
    while (text.size() < characters) {
        text += dice.of(han ? kHan : kWords);
        if (!han) text += " ";
    }
    if (!han) text.pop_back();
    return text;
}

// Not through the middle of a character.
std::string cut(const std::string& text, std::size_t bytes) {
    if (bytes >= text.size()) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    return text.substr(0, bytes) + "...";
}

// ---- what pages are made of

struct Article {
    std::string title, path, guid, category, date, text;
    std::size_t comments = 0;
    bool has_link = true;
};

// What the pages of a site show of each entry.
struct Shape {
    bool titles = true, links = true, dates = true, categories = true, excerpts = true;
    bool ages = false, counters = false, counter_in_title = false, relative = false;
    std::size_t cut_at = 400;
};

enum class Form { html, text, feed };

struct WatchedPage {
    std::string source;
    std::string url;        // given
    std::string canonical;  // told by the page
    Form form{};
    Shape shape;
    std::size_t longest = 6;
    std::vector<std::size_t> shown;  // articles, in order
    std::optional<std::size_t> pinned;
    std::string bytes;  // of the last capture
};

class Site {
public:
    explicit Site(Dice& dice) : dice_(dice) {
        for (auto left = 1 + dice_.below(2); left > 0; --left)
            openings_.push_back(words(dice_, 60));
        for (auto left = 3 + dice_.below(6); left > 0; --left) add_article();
        const std::size_t pages = dice_.one_in(3) ? 1 : 1 + dice_.below(3);
        for (std::size_t i = 0; i < pages; ++i) add_page(i);
    }

    std::vector<Capture> captures(std::size_t most) {
        std::vector<Capture> captures;
        while (captures.size() < most) {
            WatchedPage& page = pages_[dice_.below(pages_.size())];
            for (auto left = dice_.below(4); left > 0; --left) change(page);
            if (!dice_.one_in(8)) pass_time();
            if (dice_.one_in(12)) continue;  // nobody looked
            captures.push_back(capture(page));
            if (dice_.one_in(16)) captures.push_back(twin_of(captures.back()));
        }
        return captures;
    }

private:
    void pass_time() {
        static const std::vector<int> kSteps{1800, 3600, 3600, 21600, 86400, 86400};
        now_ += std::chrono::seconds{dice_.of(kSteps)};
    }

    // ---- articles

    std::string fresh_text() {
        if (dice_.one_in(10)) return dice_.one_in(2) ? "概述" : "A short note";
        std::string text = words(dice_, 60 + dice_.below(200));
        if (dice_.one_in(6)) text = dice_.of(openings_) + " " + text;
        return text;
    }

    std::size_t add_article() {
        const std::size_t number = articles_.size();
        Article article;
        article.title = words(dice_, 12 + dice_.below(20)) + " " + std::to_string(number);
        if (dice_.one_in(2)) article.title = words(dice_, 16 + dice_.below(16));
        article.path = "/posts/" + std::to_string(100 + number);
        if (dice_.one_in(2))
            article.path = "/2026/01/note-" + words(dice_, 4) + std::to_string(number);
        article.path.erase(std::remove(article.path.begin(), article.path.end(), ' '),
                           article.path.end());
        article.guid = "tag:" + std::to_string(number);
        article.category = dice_.one_in(2) ? "NLP" : "CV";
        article.date = january(number + dice_.below(2));
        article.text = fresh_text();
        article.comments = dice_.below(20);
        article.has_link = !dice_.one_in(10);
        if (!articles_.empty()) borrow(article, articles_[dice_.below(articles_.size())]);
        articles_.push_back(std::move(article));
        return number;
    }

    // Some have this or that in common with another one.
    void borrow(Article& article, const Article& other) {
        switch (dice_.below(14)) {
            case 0: article.title = other.title; break;
            case 1: article.path = other.path; break;
            case 2: article.text = other.text; break;
            case 3:  // "Who is hiring?"
                article.title = other.title;
                article.text = other.text;
                break;
            case 4:
                article.text = other.text + " " + words(dice_, 20 + dice_.below(80));
                article.date = other.date;
                break;
            case 5: article.guid = other.guid; break;
            case 6: article.path = "/"; break;
            case 7:
                article.title = other.title;
                article.date = other.date;
                break;
            default: break;
        }
    }

    void edit(Article& article) {
        const std::size_t at = article.text.find(' ', dice_.below(article.text.size()));
        switch (dice_.below(8)) {
            case 0:
            case 1:
                if (at != std::string::npos) article.text.insert(at, " indeed");
                break;
            case 2:
                if (at != std::string::npos) article.text.erase(at);
                break;
            case 3: article.text += " " + words(dice_, 20 + dice_.below(80)); break;
            case 4: article.title += dice_.one_in(2) ? " (updated)" : "!"; break;
            case 5: article.date = january(dice_.below(28)); break;
            case 6: article.category = dice_.one_in(2) ? "" : "ML"; break;
            case 7: article.path = "/archive" + article.path; break;
        }
    }

    // ---- pages

    void add_page(std::size_t number) {
        WatchedPage page;
        page.source = number > 0 && dice_.one_in(3) ? "mirror" : "blog";
        static const std::vector<Form> kForms{Form::html, Form::html, Form::text, Form::text,
                                              Form::feed};
        page.form = dice_.of(kForms);
        const std::string url = "https://" + page.source + ".example/" +
                                (number == 0 ? "" : "page" + std::to_string(number));
        if (page.form == Form::html && dice_.one_in(2)) page.canonical = url;
        if (dice_.one_in(2)) page.url = url;
        Shape& shape = page.shape;
        shape.titles = page.form != Form::text || dice_.one_in(2);
        shape.links = page.form != Form::text || dice_.one_in(4);
        shape.dates = !dice_.one_in(3);
        shape.categories = dice_.one_in(2);
        shape.ages = page.form != Form::feed && dice_.one_in(4);
        shape.counters = page.form != Form::feed && dice_.one_in(3);
        shape.counter_in_title = dice_.one_in(3);
        shape.excerpts = page.form == Form::text || !dice_.one_in(4);
        shape.relative = page.form == Form::html && dice_.one_in(2);
        if (dice_.one_in(2)) shape.cut_at = 60 + 40 * dice_.below(5);
        page.longest = 3 + dice_.below(6);
        for (std::size_t i = articles_.size(); i > 0 && page.shown.size() < page.longest; --i) {
            if (!dice_.one_in(6)) page.shown.push_back(i - 1);
        }
        if (number == 1 && dice_.one_in(2)) {  // a dump of texts beside a list of titles
            pages_.front().shape.excerpts = false;
            page.source = pages_.front().source;
            page.form = Form::text;
            shape.cut_at = pages_.front().shape.cut_at;
            shape.titles = shape.links = false;
        }
        if (!page.shown.empty() && dice_.one_in(4)) page.pinned = dice_.of(page.shown);
        pages_.push_back(std::move(page));
    }

    // One thing that happens on a page.
    void change(WatchedPage& page) {
        auto& shown = page.shown;
        const auto at = [&] {
            return shown.begin() + static_cast<std::ptrdiff_t>(dice_.below(shown.size()));
        };
        const std::size_t what = dice_.below(19);
        if (what < 5 || shown.size() < 2) {
            put_first(page, add_article());
            return;
        }
        switch (what) {
            case 5: shown.erase(at()); break;
            case 6: std::rotate(shown.begin(), at(), shown.end()); break;
            case 7: std::iter_swap(at(), at()); break;
            case 8: put_first(page, *at()); break;
            case 9: page.pinned = dice_.one_in(3) ? std::nullopt : std::optional(*at()); break;
            case 10: put_first(page, dice_.below(articles_.size())); break;
            case 11:
            case 12:
            case 13: edit(articles_[*at()]); break;
            case 14:
                for (const std::size_t one : shown) articles_[one].comments += dice_.below(3);
                break;
            case 15: page.shape.cut_at = 60 + 40 * dice_.below(8); break;
            case 16: redesign(page.shape); break;
            case 17: move_links(); break;
            case 18: {
                const std::size_t article = dice_.below(articles_.size());
                shown.insert(at(), article);
                break;
            }
        }
    }

    static void put_first(WatchedPage& page, std::size_t article) {
        auto& shown = page.shown;
        shown.erase(std::remove(shown.begin(), shown.end(), article), shown.end());
        shown.insert(shown.begin(), article);
        if (page.pinned) {
            const auto pinned = std::find(shown.begin(), shown.end(), *page.pinned);
            if (pinned != shown.end()) std::rotate(shown.begin(), pinned, pinned + 1);
        }
        if (shown.size() > page.longest) shown.resize(page.longest);
    }

    void redesign(Shape& shape) {
        static const std::vector<bool Shape::*> kFields{
            &Shape::titles,           &Shape::links,   &Shape::dates,
            &Shape::categories,       &Shape::ages,    &Shape::counters,
            &Shape::counter_in_title, &Shape::excerpts};
        bool Shape::*const field = dice_.of(kFields);
        shape.*field = !(shape.*field);
    }

    void move_links() {
        if (dice_.one_in(2)) {
            scheme_ = scheme_ == "http" ? "https" : "http";
        } else {
            theme_ = theme_.empty() ? "/journal" : "";
        }
    }

    // ---- captures

    ListedEntry listed(const WatchedPage& page, const Article& article) {
        const Shape& shape = page.shape;
        ListedEntry entry;
        if (shape.titles) entry.title = article.title;
        if (shape.links && article.has_link) {
            const bool relative = shape.relative && !(page.url.empty() && page.canonical.empty());
            entry.url = theme_ + article.path;
            if (!relative) entry.url = scheme_ + "://blog.example" + entry.url;
        }
        if (page.form == Form::feed) entry.guid = article.guid;
        if (shape.categories) entry.category = article.category;
        if (shape.dates && !shape.ages) entry.date = article.date;
        if (shape.ages) entry.age = random_age(dice_);
        if (shape.counters) {
            entry.counter = std::to_string(article.comments) + " comments";
        }
        if (shape.counter_in_title && shape.titles) {
            entry.title += " (" + std::to_string(article.comments) + " comments)";
        }
        if (shape.excerpts) entry.excerpt = cut(article.text, shape.cut_at);
        return entry;
    }

    std::string render(WatchedPage& page) {
        if (!page.bytes.empty() && dice_.one_in(8)) return page.bytes;  // nothing happened
        if (page.form == Form::html && dice_.one_in(12)) return html_obstacle(dice_.below(5));
        if (page.form != Form::text && dice_.one_in(6)) page.shape.excerpts = !page.shape.excerpts;
        std::vector<ListedEntry> entries;
        for (const std::size_t article : page.shown) {
            if (dice_.one_in(3)) ++articles_[article].comments;
            entries.push_back(listed(page, articles_[article]));
        }
        if (dice_.one_in(14)) entries.resize(std::min<std::size_t>(entries.size(), 1));
        switch (page.form) {
            case Form::html: return html_listing(entries, page.canonical);
            case Form::text: return text_listing(entries);
            case Form::feed: return feed_listing(entries);
        }
        return {};
    }

    Capture capture(WatchedPage& page) {
        static const std::array kExtensions{"html", "txt", "json"};
        Capture capture;
        capture.source = page.source;
        capture.url = page.url;
        capture.at = now_;
        capture.extension = kExtensions[static_cast<std::size_t>(page.form)];
        capture.bytes = page.bytes = render(page);
        return capture;
    }

    // The same bytes at the same time as another page, of another source, or a little later.
    Capture twin_of(const Capture& capture) {
        Capture twin = capture;
        switch (dice_.below(3)) {
            case 0: twin.url = twin.url.empty() ? "https://blog.example/all" : ""; break;
            case 1: twin.source = twin.source == "blog" ? "mirror" : "blog"; break;
            case 2: twin.at += std::chrono::seconds{60}; break;
        }
        return twin;
    }

    Dice& dice_;
    Time now_ = kFirstCapture;
    std::string scheme_ = "https", theme_;
    std::vector<std::string> openings_;
    std::vector<Article> articles_;
    std::vector<WatchedPage> pages_;
};

}  // namespace

std::vector<Capture> listing_sequence(std::uint32_t seed) {
    Dice dice(seed);
    const std::size_t most = 2 + dice.below(9);
    std::vector<Capture> captures =
        dice.one_in(4) ? random_pages(dice, most) : Site(dice).captures(most);
    std::stable_sort(captures.begin(), captures.end(),
                     [](const Capture& one, const Capture& other) { return one.at < other.at; });
    return captures;
}

}  // namespace feedarc::test
