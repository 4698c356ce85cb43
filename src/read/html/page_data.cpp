#include "read/html/page_data.hpp"

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "read/html/candidate.hpp"
#include "read/html/page_text.hpp"
#include "text/date.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace feedarc::read {
namespace {

using nlohmann::json;

constexpr std::size_t kMostBytes = 1U << 20;
constexpr int kMostLevels = 16;
constexpr std::size_t kMostItems = 2000;

// What two URLs of one page share: the canonical form, http and https alike.
std::string key_of(std::string_view url) {
    std::string key = text::canonical_url(url).value_or(std::string());
    const std::size_t host = key.find("//");
    return host == std::string::npos ? key : key.substr(host);
}

// The text without the control characters that JSON forbids and pages have: line breaks in strings.
json parsed(std::string_view source) {
    std::string text(source);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
    const auto within_levels = [](int depth, json::parse_event_t, json&) {
        return depth <= kMostLevels;
    };
    return json::parse(text, within_levels, false);
}

// A string member, or the `@id`, `name` or first element of what it is.
std::string text_of(const json& value, int levels = 3) {
    if (value.is_string()) return value.get<std::string>();
    if (levels == 0) return {};
    if (value.is_array() && !value.empty()) return text_of(value.front(), levels - 1);
    if (!value.is_object()) return {};
    for (const char* name : {"@id", "url", "name"}) {
        const auto member = value.find(name);
        if (member != value.end() && member->is_string()) return member->get<std::string>();
    }
    return {};
}

// The first of several members that says something.
std::string first_of(const json& object, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        const auto member = object.find(name);
        if (member == object.end()) continue;
        std::string text = text_of(*member);
        text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
        if (!text.empty()) return text;
    }
    return {};
}

enum class Type { container, article, list, element, other };

Type named_type(std::string_view name) {
    constexpr std::array<std::string_view, 3> kArticles{"PodcastEpisode", "Report", "RadioEpisode"};
    constexpr std::array<std::string_view, 8> kContainers{
        "Blog",    "CollectionPage", "PodcastSeries", "ProfilePage", "SearchResultsPage",
        "WebPage", "WebSite",        "DataFeed"};
    const auto is_in = [&](const auto& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (const std::size_t slash = name.rfind('/'); slash != std::string_view::npos) {
        name.remove_prefix(slash + 1);
    }
    if (name.ends_with("Posting") || name.ends_with("Article") || is_in(kArticles)) {
        return Type::article;
    }
    if (name == "ItemList") return Type::list;
    if (name == "ListItem") return Type::element;
    return is_in(kContainers) ? Type::container : Type::other;
}

// Of several types the one that says the most; one without is but a container.
Type type_of(const json& object) {
    const auto member = object.find("@type");
    if (member == object.end()) return Type::container;
    if (member->is_string()) return named_type(member->get_ref<const std::string&>());
    Type type = Type::other;
    if (member->is_array()) {
        for (const json& one : *member) {
            if (!one.is_string()) continue;
            const Type here = named_type(one.get_ref<const std::string&>());
            if (here == Type::article) return here;
            if (type == Type::other) type = here;
        }
    }
    return type;
}

// What may be HTML, as a person reads it. A long one is the whole of a text that the page links to;
// one that is work to parse is nobody's title or summary.
std::string plain(const std::string& text) {
    constexpr std::size_t kMostHtml = 32U << 10U;
    if (text.find_first_of("<&") == std::string::npos) return text::fold_space(text);
    if (text.size() > kMostHtml) return {};
    ReadLimits limits;
    limits.parse_allocations = 100'000;
    limits.parse_work = 1'000'000;
    try {
        return plain_text(Dom(text, limits), 0);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::limit) throw;
        return {};
    }
}

}  // namespace

class PageData::Walk {
public:
    Walk(PageData& data, std::string_view base_url, std::string_view own_url)
        : data_(data), base_url_(base_url), own_key_(key_of(own_url)) {}

    // At most kMostLevels deep, since no more is parsed.
    void visit(const json& value) {
        if (value.is_array()) {
            for (const json& one : value) visit(one);
        } else if (value.is_object()) {
            object(value);
        }
    }

private:
    void object(const json& value) {
        switch (type_of(value)) {
            case Type::article: article(value); break;
            case Type::list: list(value); break;
            case Type::container:
                for (const char* name : {"@graph", "blogPost", "blogPosts", "dataFeedElement",
                                         "episode", "hasPart", "itemListElement", "mainEntity"}) {
                    const auto member = value.find(name);
                    if (member != value.end()) visit(*member);
                }
                break;
            case Type::element:
            case Type::other: break;
        }
    }

    void article(const json& value) {
        DataItem item;
        item.url = first_of(value, {"url", "mainEntityOfPage", "@id"});
        item.title = first_of(value, {"headline", "name", "title"});
        item.published = first_of(value, {"datePublished", "dateCreated", "datePosted"});
        item.category = first_of(value, {"articleSection", "occupationalCategory"});
        item.excerpt = first_of(value, {"description", "abstract"});
        item.is_article = true;
        add(std::move(item));
    }

    void list(const json& value) {
        const auto elements = value.find("itemListElement");
        if (elements == value.end() || !elements->is_array()) return;
        for (const json& element : *elements) {
            if (!element.is_object()) continue;
            const auto member = element.find("item");
            const bool has_item = member != element.end() && member->is_object();
            const json& inner = has_item ? *member : element;
            const Type type = type_of(inner);
            if (type == Type::article) {
                article(inner);
            } else if (type == Type::container || type == Type::element) {
                DataItem item;
                item.url = first_of(inner, {"url", "@id", "item"});
                if (item.url.empty()) item.url = first_of(element, {"url", "item"});
                item.title = first_of(inner, {"name", "headline"});
                if (item.title.empty()) item.title = first_of(element, {"name"});
                add(std::move(item));
            }
        }
    }

    void add(DataItem item) {
        item.url = text::resolve_url(item.url, base_url_).value_or("");
        std::string key = key_of(item.url);
        if (!own_key_.empty() && key == own_key_) {
            // Themes describe each of their pages as a posting; a day makes it one.
            if (item.is_article && !item.published.empty()) data_.own_article_ = true;
            return;
        }
        if (key.empty() || data_.items_.size() >= kMostItems) return;
        // Once, since many links of a page may lead to it.
        for (std::string* text : {&item.title, &item.category, &item.excerpt}) *text = plain(*text);
        data_.by_key_.emplace_back(std::move(key), data_.items_.size());
        data_.items_.push_back(std::move(item));
    }

    PageData& data_;
    std::string_view base_url_;
    std::string own_key_;
};

PageData::PageData(const Dom& dom, std::span<const NodeId> scripts, std::string_view base_url,
                   std::string_view own_url) {
    Walk walk(*this, base_url, own_url);
    std::size_t left = kMostBytes;
    for (const NodeId script : scripts) {
        if (dom[script].end != script + 2) continue;  // one text
        const std::string_view source = dom[script + 1].text();
        if (source.size() > left) continue;
        left -= source.size();
        walk.visit(parsed(source));
    }
    // Of two items with one URL the first counts.
    std::stable_sort(by_key_.begin(), by_key_.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    by_key_.erase(
        std::unique(by_key_.begin(), by_key_.end(),
                    [](const auto& one, const auto& other) { return one.first == other.first; }),
        by_key_.end());
}

const DataItem* PageData::find(std::string_view url) const {
    if (items_.empty()) return nullptr;
    const std::string key = key_of(url);
    const auto found = std::lower_bound(
        by_key_.begin(), by_key_.end(), key,
        [](const auto& known, const std::string& sought) { return known.first < sought; });
    return found != by_key_.end() && found->first == key ? &items_[found->second] : nullptr;
}

ListedLinks::ListedLinks(const Outline& outline, const PageData& data, std::string_view base_url)
    : is_of_article_(data.is_of_article()) {
    if (data.items().empty()) return;
    std::vector<bool> counted(data.items().size());
    for (const DataItem& item : data.items()) {
        const DataItem* first = data.find(item.url);
        if (first == nullptr || counted[data.index_of(*first)]) continue;
        counted[data.index_of(*first)] = true;
        ++items_;
    }
    for (const Outline::Link& link : outline.links()) {
        const auto url = text::resolve_url(link.href, base_url);
        if (!url) continue;
        const DataItem* item = data.find(*url);
        if (item != nullptr) links_.push_back({link.node, data.index_of(*item)});
    }
}

const ListedLinks::Link* ListedLinks::find(NodeId node) const noexcept {
    const auto found =
        std::lower_bound(links_.begin(), links_.end(), node,
                         [](const Link& link, NodeId sought) { return link.node < sought; });
    return found != links_.end() && found->node == node ? &*found : nullptr;
}

void fill_from_data(const DataItem& item, Entry& entry) {
    if (entry.title.empty()) entry.title = item.title;
    if (entry.category.empty()) entry.category = item.category;
    if (entry.excerpt.empty()) entry.excerpt = item.excerpt;
    if (entry.published.value.empty()) {
        if (auto date = text::parse_local_date(item.published)) {
            entry.published = *std::move(date);
            entry.age.reset();
        }
    }
}

namespace {

// Whether a URL looks like that of one of many: in a folder, or named by a sentence.
bool is_one_of_many(std::string_view url) {
    std::string path = text::path_of(url);
    while (path.ends_with('/')) path.pop_back();
    return std::count(path.begin(), path.end(), '/') >= 2 ||
           std::count(path.begin(), path.end(), '-') >= 2;
}

}  // namespace

std::vector<Entry> entries_of_data(const PageData& data, const Outline& outline) {
    // A page with so much text of its own (columns) shows what it is about; a list of links in its
    // data is about something else.
    constexpr std::uint32_t kMostOwnText = 1000;
    constexpr std::size_t kLeastArticles = 2;
    constexpr std::size_t kLeastElements = 3;
    std::vector<Entry> entries;
    if (data.is_of_article()) return entries;
    const auto& items = data.items();
    const bool articles = std::any_of(items.begin(), items.end(),
                                      [](const DataItem& item) { return item.is_article; });
    if (!articles && outline.width(0) > kMostOwnText) return entries;
    for (const DataItem& item : items) {
        if (item.is_article != articles || item.title.empty()) continue;
        if (data.find(item.url) != &item) continue;
        if (!articles && (leads_to_list(item.url) || !is_one_of_many(item.url))) continue;
        Entry entry;
        entry.url = item.url;
        fill_from_data(item, entry);
        entries.push_back(std::move(entry));
    }
    const std::size_t least = articles ? kLeastArticles : kLeastElements;
    return entries.size() < least ? std::vector<Entry>{} : entries;
}

}  // namespace feedarc::read
