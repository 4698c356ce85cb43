#include "read/html/rules/xpath.hpp"

#include <feedarc/error.hpp>

#include "read/html/rules/selector_error.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace feedarc::read {
namespace {

// pugixml takes a text together piece by piece and copies it once a KiB: 2 MB are 0.1 s, 8 MB 26 s.
constexpr std::uint64_t kTextBytesOfAPair = 8;
constexpr std::uint64_t kSquareBytesOfAPair = 512U << 10U;

// The text of scripts and styles.
bool is_left_out(const Dom& dom, NodeId node) noexcept {
    const Tag parent = dom.tag(dom[node].parent);
    return dom.tag(node) == Tag::text && (parent == Tag::script || parent == Tag::style);
}

// Whether an axis is named other than that of the siblings.
bool names_axis(std::string_view expression, std::string_view axis) {
    for (std::size_t at = expression.find(axis); at != std::string_view::npos;
         at = expression.find(axis, at + 1)) {
        if (!expression.substr(at + axis.size()).starts_with("-sibling")) return true;
    }
    return false;
}

// Whether all paths of an expression begin at the root: the first, within parentheses or not, and
// those behind the bars of a union. What stands in brackets begins at the nodes before them.
bool begins_at_root(std::string_view expression) {
    int brackets = 0;
    bool at_path = true;  // a path is to begin here
    char quote = '\0';
    for (const char c : expression) {
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == ']') {
            brackets += c == '[' ? 1 : -1;
        } else if (brackets > 0) {
            continue;
        } else if (c == '|') {
            at_path = true;
        } else if (at_path && c != '(' && c != ' ') {
            if (c != '/') return false;
            at_path = false;
        } else if (c == ',' || c == '=' || c == '<' || c == '>' || c == '+' || c == '!') {
            return false;
        }
    }
    return true;
}

// Whether the nodes of a union are put in order, for which pugixml walks from one sibling to the
// other: `(//a | //b)[1]`.
bool sorts(std::string_view expression) {
    return expression.find('|') != std::string_view::npos &&
           expression.find(")[") != std::string_view::npos;
}

// Whether a path anywhere in an expression begins at the root.
bool has_root_path(std::string_view expression) {
    constexpr std::string_view kBefore = "([|,=<>+! ";  // of a path that begins
    char before = ' ';
    for (const char c : expression) {
        if (c == '/' && kBefore.find(before) != std::string_view::npos) return true;
        before = c;
    }
    return false;
}

}  // namespace

struct XPath::Compiled {
    pugi::xpath_query query;
};

XPath::XPath(std::string_view expression)
    : compiled_(std::make_unique<Compiled>()),
      absolute_(begins_at_root(expression)),
      walks_page_(!absolute_ && has_root_path(expression)),
      names_siblings_(expression.find("-sibling") != std::string_view::npos || sorts(expression)),
      names_all_around_(names_axis(expression, "following") ||
                        names_axis(expression, "preceding")) {
    try {
        compiled_->query = pugi::xpath_query(std::string(expression).c_str());
    } catch (const pugi::xpath_exception& error) {
        const auto at = static_cast<std::size_t>(error.result().offset);
        throw SelectorError(at, error.result().description());
    }
}

XPath::XPath(XPath&&) noexcept = default;
XPath& XPath::operator=(XPath&&) noexcept = default;
XPath::~XPath() = default;

struct XPathTree::Tree {
    pugi::xml_document document;
    std::vector<pugi::xml_node> nodes;  // by NodeId
    std::unordered_map<const void*, NodeId> ids;
};

XPathTree::XPathTree(const Dom& dom, const ReadLimits& limits) : dom_(dom), limits_(limits) {
    count();
}

void XPathTree::count() {
    struct Place {
        std::uint64_t depth = 0;
        std::uint64_t children = 0;
    };
    std::vector<Place> places(dom_.size());
    for (NodeId node = 1; node < dom_.size(); ++node) {
        const NodeId parent = dom_[node].parent;
        if (is_left_out(dom_, node)) continue;
        const std::uint64_t bytes = dom_[node].text().size();
        places[node].depth = places[parent].depth + 1;
        work_.ancestors += places[node].depth * (1 + bytes / kTextBytesOfAPair);
        work_.siblings += places[parent].children++;
        work_.text_bytes += bytes;
        ++work_.nodes;
    }
}

// The document gives its memory back page by page, so that depth costs no stack.
void XPathTree::build() {
    tree_ = std::make_unique<Tree>();
    tree_->nodes.resize(dom_.size());
    tree_->nodes[0] = tree_->document.root();
    tree_->ids.reserve(dom_.size());
    for (NodeId node = 1; node < dom_.size(); ++node) {
        if (is_left_out(dom_, node)) continue;
        pugi::xml_node parent = tree_->nodes[dom_[node].parent];
        pugi::xml_node& made = tree_->nodes[node];
        if (dom_.tag(node) == Tag::text) {
            const std::string_view text = dom_[node].text();
            made = parent.append_child(pugi::node_pcdata);
            made.set_value(text.data(), text.size());
        } else {
            made = parent.append_child(std::string(dom_.name(node)).c_str());
            for (std::size_t i = 0; i < dom_.attribute_count(node); ++i) {
                const Dom::Attribute attribute = dom_.attribute_at(node, i);
                made.append_attribute(attribute.name) = attribute.value;
            }
        }
        tree_->ids.emplace(made.internal_object(), node);
    }
}

XPathTree::~XPathTree() = default;

void XPathTree::check(const XPath& expression) {
    std::uint64_t pairs =
        work_.ancestors + work_.text_bytes * work_.text_bytes / kSquareBytesOfAPair;
    if (expression.names_siblings_) pairs += work_.siblings;
    if (expression.names_all_around_) pairs += work_.nodes * work_.nodes / 2;
    // Once for each record.
    if (expression.walks_page_) pairs += walked_ += work_.nodes;
    if (pairs <= limits_.rule_work) return;
    throw Error(ErrorCode::limit,
                fmt::format("rule-work: the page is too large, deep or wide for an XPath rule: {} "
                            "pairs of nodes, more than {} (a CSS selector has no such limit)",
                            pairs, limits_.rule_work));
}

std::vector<XPathMatch> XPathTree::select(const XPath& expression, NodeId context) {
    check(expression);
    if (!tree_) build();
    std::vector<XPathMatch> matches;
    const pugi::xpath_query& query = expression.compiled_->query;
    const pugi::xml_node node = tree_->nodes[context];
    if (query.return_type() != pugi::xpath_type_node_set) {
        matches.push_back({0, true, query.evaluate_string(node)});
        return matches;
    }
    for (const pugi::xpath_node& one : query.evaluate_node_set(node)) {
        const pugi::xml_node element = one.attribute() ? one.parent() : one.node();
        const auto at = tree_->ids.find(element.internal_object());
        if (at == tree_->ids.end()) continue;  // the document
        if (one.attribute()) {
            matches.push_back({at->second, true, one.attribute().value()});
        } else if (element.type() == pugi::node_pcdata) {
            matches.push_back({at->second, true, element.value()});
        } else {
            matches.push_back({at->second, false, {}});
        }
    }
    // pugixml itself would walk from one node to the other to learn their order.
    std::stable_sort(
        matches.begin(), matches.end(),
        [](const XPathMatch& one, const XPathMatch& other) { return one.node < other.node; });
    return matches;
}

}  // namespace feedarc::read
