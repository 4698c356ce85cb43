#pragma once

#include <feedarc/read.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct GumboInternalNode;

namespace feedarc::read {

/// What a node is: text, or an element by its name. `other` is every name that is not listed.
enum class Tag : std::uint8_t {
    // clang-format off
    text, other, a, abbr, address, article, aside, audio, b, base, big, blockquote, body, br,
    button, canvas, caption, center, cite, code, dd, del, details, dir, div, dl, dt, em, embed,
    fieldset, figcaption, figure, font, footer, form, frameset, h1, h2, h3, h4, h5, h6, head,
    header, hgroup, hr, html, i, iframe, img, input, ins, label, legend, li, link, listing,
    main, map, mark, math, menu, meta, nav, noframes, noscript, object, ol, optgroup, option, p,
    pre, q, rp, rt, ruby, s, script, section, select, small, span, strike, strong, style, sub,
    summary, sup, svg, table, tbody, td, template_element, textarea, tfoot, th, thead, time,
    title, tr, tt, u, ul, video,
    // clang-format on
};

[[nodiscard]] constexpr bool is_heading(Tag tag) noexcept {
    return tag >= Tag::h1 && tag <= Tag::h6;
}

/// Whether a browser starts and ends a line at it, so that its text is apart from its neighbours'.
[[nodiscard]] bool is_block(Tag tag) noexcept;

/// Whether what is in it is never shown as text of the page.
[[nodiscard]] bool is_never_shown(Tag tag) noexcept;

using NodeId = std::uint32_t;

/// The page as a tree, flat and in the order of the document: the nodes of a subtree stand behind
/// their root, from `node` to `node.end`. Node 0 is the document. Comments are left out.
///
/// The views are into the parser's memory, and into the text that was parsed. Both must outlive the
/// object; the memory is used again by the next Dom of the thread.
class Dom {
public:
    class Node {
    public:
        NodeId parent = 0;
        NodeId end = 0;  ///< one behind the last node of the subtree
        Tag tag = Tag::other;

        /// Of a text node, entities decoded; empty for an element.
        [[nodiscard]] std::string_view text() const noexcept {
            return {tag == Tag::text ? static_cast<const char*>(source_) : "", text_size_};
        }

    private:
        friend class Dom;

        std::uint32_t text_size_ = 0;
        const void* source_ = nullptr;  // the text, or Gumbo's element; nothing for the document
    };

    /// Parses UTF-8. Throws Error(limit) over a limit of parsing.
    Dom(std::string_view html, const ReadLimits& limits);
    Dom(const Dom&) = delete;
    Dom& operator=(const Dom&) = delete;
    Dom(Dom&&) = delete;
    Dom& operator=(Dom&&) = delete;
    ~Dom();

    [[nodiscard]] NodeId size() const noexcept { return static_cast<NodeId>(nodes_->size()); }
    [[nodiscard]] const Node& operator[](NodeId node) const noexcept { return (*nodes_)[node]; }
    [[nodiscard]] Tag tag(NodeId node) const noexcept { return (*this)[node].tag; }
    [[nodiscard]] bool is_element(NodeId node) const noexcept {
        return tag(node) != Tag::text && node != 0;
    }
    [[nodiscard]] bool contains(NodeId ancestor, NodeId node) const noexcept {
        return node >= ancestor && node < (*this)[ancestor].end;
    }

    /// The name of an element in lower case as HTML has it; custom names as the page writes them.
    [[nodiscard]] std::string_view name(NodeId element) const noexcept;

    /// The value of an attribute (`name` in lower case); nothing where there is none.
    [[nodiscard]] std::optional<std::string_view> attribute(NodeId element,
                                                            std::string_view name) const noexcept;
    /// The same, empty where there is none.
    [[nodiscard]] std::string_view value(NodeId element, std::string_view name) const noexcept;

    struct Attribute {
        const char* name;   ///< in lower case
        const char* value;  ///< entities decoded
    };
    [[nodiscard]] std::size_t attribute_count(NodeId element) const noexcept;
    [[nodiscard]] Attribute attribute_at(NodeId element, std::size_t index) const noexcept;

    /// The children of a node, in order: `for (const NodeId child : dom.children(node))`.
    class Children {
    public:
        class Iterator {
        public:
            Iterator(const Dom& dom, NodeId at) : dom_(&dom), at_(at) {}
            NodeId operator*() const noexcept { return at_; }
            Iterator& operator++() noexcept {
                at_ = (*dom_)[at_].end;
                return *this;
            }
            bool operator==(const Iterator& other) const noexcept { return at_ == other.at_; }

        private:
            const Dom* dom_;
            NodeId at_;
        };

        Children(const Dom& dom, NodeId parent) : dom_(&dom), parent_(parent) {}
        [[nodiscard]] Iterator begin() const noexcept { return {*dom_, parent_ + 1}; }
        [[nodiscard]] Iterator end() const noexcept { return {*dom_, (*dom_)[parent_].end}; }

    private:
        const Dom* dom_;
        NodeId parent_;
    };
    [[nodiscard]] Children children(NodeId node) const noexcept { return {*this, node}; }

private:
    struct Memory;
    static void flatten(const GumboInternalNode& document, Memory& memory);
    static std::unique_ptr<Memory>& spare_memory();

    std::optional<std::string> repaired_;  // the page, where it had to be changed
    std::unique_ptr<Memory> memory_;
    std::vector<Node>* nodes_ = nullptr;
};

}  // namespace feedarc::read
