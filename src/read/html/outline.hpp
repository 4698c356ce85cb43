#pragma once

#include "read/html/dom.hpp"
#include "read/html/roles.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// The columns that a text takes, roughly and without its white space: what thresholds count, so
/// that Chinese, which has no words between spaces, counts as much as English. Not for layout.
[[nodiscard]] std::uint32_t rough_width(std::string_view utf8) noexcept;

/// What the listing finder asks of a page, gathered in one pass over its nodes.
class Outline {
public:
    /// What is shown within a stretch of the document.
    struct Sums {
        std::uint32_t width = 0;        ///< of text
        std::uint32_t link_width = 0;   ///< of text in links
        std::uint32_t prose_width = 0;  ///< of text in paragraphs, outside of links
        std::uint32_t links = 0;
        std::uint32_t headings = 0;
        std::uint32_t times = 0;  ///< `<time>` elements
        std::uint32_t years = 0;  ///< texts with a year in them, as dates have
    };

    struct Link {
        NodeId node = 0;
        std::string_view href;
        NodeId heading = 0;  ///< the heading it stands in; 0 for none
    };

    explicit Outline(const Dom& dom);

    [[nodiscard]] const Dom& dom() const noexcept { return *dom_; }
    [[nodiscard]] Sums sums(NodeId begin, NodeId end) const noexcept;
    [[nodiscard]] Sums sums(NodeId node) const noexcept { return sums(node, (*dom_)[node].end); }
    [[nodiscard]] std::uint32_t width(NodeId node) const noexcept {
        return before_[(*dom_)[node].end].width - before_[node].width;
    }

    /// What a link without text says of itself, as an overlay over a card does: `aria-label`.
    [[nodiscard]] std::string_view link_label(NodeId link) const noexcept;
    /// The width of a link's text, else of its label.
    [[nodiscard]] std::uint32_t link_width(NodeId link) const noexcept;

    [[nodiscard]] bool is_hidden(NodeId node) const noexcept { return flags_[node] == kHidden; }
    /// Whether it belongs to the page's frame: navigation, sidebars, footers, comments, forms.
    [[nodiscard]] bool is_frame(NodeId node) const noexcept { return flags_[node] == kFrame; }

    /// A hash of the names of the element and its ancestors.
    [[nodiscard]] std::uint32_t path(NodeId element) const noexcept { return paths_[element]; }

    /// What its class, of a container also its id and role, says of an element.
    [[nodiscard]] Role roles(NodeId node) const noexcept;

    /// A hash of the first word of the element's class, without its digits (`post-12` is as
    /// `post-7`).
    [[nodiscard]] std::uint32_t own_kind(NodeId element) const noexcept;
    /// A hash of the names, classes and ids of the element and its ancestors, digits left out.
    [[nodiscard]] std::uint32_t kind(NodeId element) const noexcept { return kinds_[element]; }

    /// The links with a target and a text or label, in order, without those of the frame.
    [[nodiscard]] const std::vector<Link>& links() const noexcept { return links_; }
    /// Those that begin within a range of nodes.
    [[nodiscard]] std::span<const Link> links(NodeId begin, NodeId end) const noexcept;
    /// The targets of links that lead to the pages before and after this one.
    [[nodiscard]] const std::vector<std::string_view>& pager_targets() const noexcept {
        return pager_targets_;
    }
    /// The `<article>` elements and what is marked up as one, outermost ones alone.
    [[nodiscard]] const std::vector<NodeId>& articles() const noexcept { return articles_; }
    /// Those of them that a class or item type marks, and no tag alone.
    [[nodiscard]] const std::vector<NodeId>& postings() const noexcept { return postings_; }
    /// The headings, in order.
    [[nodiscard]] const std::vector<NodeId>& headings() const noexcept { return headings_; }
    /// The width of what belongs to the frame.
    [[nodiscard]] std::uint32_t frame_width() const noexcept { return frame_width_; }

private:
    static constexpr std::uint8_t kPlain = 0;
    static constexpr std::uint8_t kFrame = 1;
    static constexpr std::uint8_t kHidden = 2;

    class Builder;

    const Dom* dom_;
    std::vector<Sums> before_;  // of all that stands before a node; one more than there are nodes
    std::vector<std::uint32_t> paths_;
    std::vector<std::uint8_t> flags_;
    std::vector<std::uint32_t> kinds_;
    std::vector<Role> roles_;  // of containers
    std::vector<Link> links_;
    std::vector<std::string_view> pager_targets_;
    std::vector<NodeId> articles_;
    std::vector<NodeId> postings_;
    std::vector<NodeId> headings_;
    std::uint32_t frame_width_ = 0;
};

}  // namespace feedarc::read
