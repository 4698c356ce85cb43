#pragma once

#include <feedarc/entry.hpp>

#include "read/html/outline.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::read {

/// An entry as the page's data describe it; texts without markup.
struct DataItem {
    std::string url;  ///< absolute
    std::string title;
    std::string published;
    std::string category;
    std::string excerpt;
    bool is_article = false;  ///< typed as one; else an element of a list of anything
};

/// What a page says of its entries in JSON-LD (schema.org): articles, postings and episodes, alone,
/// in arrays, `@graph`, `blogPost`, `mainEntity`, `hasPart`, and the elements of an `ItemList`.
/// Breadcrumbs, products and the site itself are passed over. At most 1 MiB is read, 16 levels
/// deep; what is no JSON says nothing.
class PageData {
public:
    PageData() = default;
    /// `scripts` are the elements that hold JSON-LD; `own_url` is that of the page, may be empty.
    PageData(const Dom& dom, std::span<const NodeId> scripts, std::string_view base_url,
             std::string_view own_url);

    [[nodiscard]] const std::vector<DataItem>& items() const noexcept { return items_; }
    /// The item at an absolute URL; nothing where there is none.
    [[nodiscard]] const DataItem* find(std::string_view url) const;
    [[nodiscard]] std::size_t index_of(const DataItem& item) const noexcept {
        return static_cast<std::size_t>(&item - items_.data());
    }
    /// Whether the data say that the page itself is an article, published on a day.
    [[nodiscard]] bool is_of_article() const noexcept { return own_article_; }

private:
    class Walk;

    std::vector<DataItem> items_;
    std::vector<std::pair<std::string, std::size_t>> by_key_;  // sorted
    bool own_article_ = false;
};

/// The links of a page to what its data list, in order.
class ListedLinks {
public:
    ListedLinks() = default;
    ListedLinks(const Outline& outline, const PageData& data, std::string_view base_url);

    struct Link {
        NodeId node = 0;
        std::size_t item = 0;
    };
    [[nodiscard]] const std::vector<Link>& links() const noexcept { return links_; }
    /// The one at a node; null where it is none of them.
    [[nodiscard]] const Link* find(NodeId link) const noexcept;
    [[nodiscard]] bool contains(NodeId link) const noexcept { return find(link) != nullptr; }
    /// How many different items the data list.
    [[nodiscard]] std::size_t items() const noexcept { return items_; }
    [[nodiscard]] bool is_of_article() const noexcept { return is_of_article_; }

private:
    std::vector<Link> links_;
    std::size_t items_ = 0;
    bool is_of_article_ = false;
};

/// Gives an entry what the page does not show of it.
void fill_from_data(const DataItem& item, Entry& entry);

/// The entries that the data alone have, for pages that only a script fills: two articles, or three
/// elements of a list. None where the page is an article itself.
[[nodiscard]] std::vector<Entry> entries_of_data(const PageData& data, const Outline& outline);

}  // namespace feedarc::read
