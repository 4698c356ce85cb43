#pragma once

#include <feedarc/read.hpp>

#include "read/html/dom.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// What an expression gave: an element, or a text (an attribute's, a string()'s, ...).
struct XPathMatch {
    NodeId node = 0;  ///< the element; of a text, where it stands; 0 for what stands nowhere
    bool is_text = false;
    std::string text;
};

/// A compiled XPath 1.0 expression.
class XPath {
public:
    /// Throws SelectorError.
    explicit XPath(std::string_view expression);
    XPath(XPath&&) noexcept;
    XPath& operator=(XPath&&) noexcept;
    ~XPath();

    /// Whether all its paths begin at the root (`//h2`, `(//h2)[1]`), so that it gives the same
    /// wherever it is evaluated.
    [[nodiscard]] bool is_absolute() const noexcept { return absolute_; }

private:
    friend class XPathTree;
    struct Compiled;

    std::unique_ptr<Compiled> compiled_;
    bool absolute_ = false;
    bool walks_page_ = false;  // from wherever it is evaluated
    bool names_siblings_ = false;
    bool names_all_around_ = false;
};

/// A page as pugixml has it, in which expressions are evaluated.
///
/// pugixml has no limits of its own, and some axes make all pairs of nodes: 8 million take 1 s and
/// 260 MB (measured). So the pairs that an expression's axes can make on the page are counted
/// before it is evaluated, and the nodes of the page each time that an expression goes through it
/// from within a record. What nested predicates make of them is up to whoever wrote the expression.
class XPathTree {
public:
    XPathTree(const Dom& dom, const ReadLimits& limits);
    XPathTree(const XPathTree&) = delete;
    XPathTree& operator=(const XPathTree&) = delete;
    ~XPathTree();

    /// The elements and texts that an expression gives at a node (0: the document), in order.
    /// Throws Error(limit) with `rule-work`.
    [[nodiscard]] std::vector<XPathMatch> select(const XPath& expression, NodeId context);

private:
    struct Tree;
    // What an expression can cost, in pairs of nodes.
    struct Work {
        std::uint64_t ancestors = 0;  // and their descendants; texts count by their length
        std::uint64_t siblings = 0;
        std::uint64_t nodes = 0;
        std::uint64_t text_bytes = 0;
    };
    void count();
    void check(const XPath& expression);
    void build();

    const Dom& dom_;
    const ReadLimits& limits_;
    Work work_;
    std::uint64_t walked_ = 0;    // nodes that expressions went through record by record
    std::unique_ptr<Tree> tree_;  // made when the first expression is not over the limit
};

}  // namespace feedarc::read
