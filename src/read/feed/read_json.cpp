#include <feedarc/error.hpp>

#include "read/feed/entry_draft.hpp"
#include "read/feed/formats.hpp"
#include "text/url.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::read {
namespace {

using nlohmann::json;

// What a feed says of itself, and its entries as far as they are whole. Values are taken as the
// parser passes them, so that no tree is built: memory is what the fields take.
class JsonFeed final : public json::json_sax_t {
public:
    struct Item {
        std::string id, title, url, external_url, summary, content_text, content_html;
        std::string published, modified, tag;
    };

    std::string title, home, feed_url, next_url;
    std::vector<Item> items;
    bool is_object = false;
    bool broken = false;
    bool left_out = false;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& text) override { return number(text); }
    bool binary(binary_t&) override { return true; }

    bool string(string_t& value) override {
        if (depth_ == 1) {
            if (std::string* field = feed_field()) *field = std::move(value);
        } else if (in_item_ && depth_ == 3) {
            if (std::string* field = item_field()) *field = std::move(value);
        } else if (in_item_ && depth_ == 4 && item_key_ == "tags" && item_.tag.empty()) {
            if (value.find_first_not_of(" \t\r\n") != std::string::npos) item_.tag = value;
        }
        return true;
    }

    bool key(string_t& value) override {
        if (depth_ == 1) {
            feed_key_ = std::move(value);
        } else if (depth_ == 3) {
            item_key_ = std::move(value);
        }
        return true;
    }

    bool start_object(std::size_t) override {
        if (depth_ == 0) is_object = true;
        if (depth_ == 2 && is_object && in_items_) {
            in_item_ = true;
            item_ = {};
        }
        if (depth_ == 3) item_key_.clear();
        ++depth_;
        return true;
    }
    bool end_object() override {
        --depth_;
        if (depth_ == 2 && in_item_) {
            in_item_ = false;
            if (items.size() < kMostFeedEntries) {
                items.push_back(std::move(item_));
            } else {
                left_out = true;
            }
        }
        return true;
    }
    bool start_array(std::size_t) override {
        if (depth_ == 1 && is_object) in_items_ = feed_key_ == "items";
        ++depth_;
        return true;
    }
    bool end_array() override {
        --depth_;
        if (depth_ == 1) in_items_ = false;
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const json::exception&) override {
        broken = true;
        return false;
    }

private:
    // An `id` may be a number, and is the same as its digits then (JSON Feed 1.1, "items").
    bool number(std::string value) {
        if (in_item_ && depth_ == 3 && item_key_ == "id") item_.id = std::move(value);
        return true;
    }

    std::string* feed_field() {
        if (feed_key_ == "title") return &title;
        if (feed_key_ == "home_page_url") return &home;
        if (feed_key_ == "feed_url") return &feed_url;
        if (feed_key_ == "next_url") return &next_url;
        return nullptr;
    }

    std::string* item_field() {
        struct Named {
            std::string_view key;
            std::string Item::*field;
        };
        constexpr std::array kFields{Named{"id", &Item::id},
                                     Named{"title", &Item::title},
                                     Named{"url", &Item::url},
                                     Named{"external_url", &Item::external_url},
                                     Named{"summary", &Item::summary},
                                     Named{"content_text", &Item::content_text},
                                     Named{"content_html", &Item::content_html},
                                     Named{"date_published", &Item::published},
                                     Named{"date_modified", &Item::modified}};
        for (const Named& named : kFields) {
            if (named.key == item_key_) return &(item_.*named.field);
        }
        return nullptr;
    }

    std::size_t depth_ = 0;  // objects and arrays open
    std::string feed_key_;
    std::string item_key_;
    Item item_;
    bool in_items_ = false;
    bool in_item_ = false;
};

Entry entry_of(const JsonFeed::Item& item, const std::string& base, PlainText& plain) {
    EntryDraft draft;
    draft.offer_title(1, {item.title, TextKind::text});
    draft.offer_link(4, item.url, base);
    draft.offer_link(3, item.external_url, base);
    draft.offer_link(2, item.id, "");  // by the specification best a permalink
    draft.offer_guid(1, item.id);
    draft.offer_excerpt(3, {item.summary, TextKind::text});
    draft.offer_excerpt(2, {item.content_text, TextKind::text});
    draft.offer_excerpt(1, {item.content_html, TextKind::html});
    draft.offer_category(1, {item.tag, TextKind::text});
    draft.offer_date(2, item.published);
    draft.offer_date(1, item.modified);
    return draft.finish(plain);
}

}  // namespace

Page read_json_feed(const Snapshot& snapshot, const ReadLimits& limits) {
    JsonFeed feed;
    // What stands behind the feed is not minded, as not behind the root of XML.
    json::sax_parse(snapshot.bytes, &feed, json::input_format_t::json, false);
    if (!feed.is_object) throw Error(ErrorCode::input, "no feed: no JSON object begins here");

    Page page;
    PlainText plain(limits);
    page.title = plain_of({feed.title, TextKind::text}, plain);
    page.canonical_url = text::resolve_url(feed.home, snapshot.url).value_or("");
    std::string base = text::resolve_url(feed.feed_url, snapshot.url).value_or(snapshot.url);
    if (!page.canonical_url.empty()) base = page.canonical_url;
    for (const JsonFeed::Item& item : feed.items) {
        Entry entry = entry_of(item, base, plain);
        if (has_content(entry)) page.entries.push_back(std::move(entry));
    }
    const auto next = text::resolve_url(feed.next_url, base);
    if (next && *next != snapshot.url) page.pager_links.push_back(*next);
    if (feed.broken) {
        page.warnings.emplace_back("the feed is no valid JSON: its entries are read up to there");
    }
    if (feed.left_out) {
        page.warnings.push_back(
            fmt::format("more than {} entries: the others are left out", kMostFeedEntries));
    }
    return page;
}

}  // namespace feedarc::read
