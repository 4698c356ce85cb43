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

// What an expression can cost on a page, in pairs of nodes.
struct Work {
    std::uint64_t ancestors = 0;  // and their descendants; texts count by their length
    std::uint64_t siblings = 0;
    std::uint64_t nodes = 0;
    std::uint64_t text_bytes = 0;
};

// pugixml takes a text together piece by piece and copies it once a KiB: 2 MB are 0.1 s, 8 MB 26 s.
constexpr std::uint64_t kTextBytesOfAPair = 8;
constexpr std::uint64_t kSquareBytesOfAPair = 512U << 10U;

bool is_code(Tag parent) noexcept {
    return parent == Tag::script || parent == Tag::style;
}

// Whether an axis is named other than that of the siblings.
bool names_axis(std::string_view expression, std::string_view axis) {
    for (std::size_t at = expression.find(axis); at != std::string_view::npos;
         at = expression.find(axis, at + 1)) {
        if (!expression.substr(at + axis.size()).starts_with("-sibling")) return true;
    }
    return false;
}

}  // namespace

struct XPath::Compiled {
    pugi::xpath_query query;
};

XPath::XPath(std::string_view expression)
    : compiled_(std::make_unique<Compiled>()),
      absolute_(expression.starts_with('/')),
      names_siblings_(expression.find("-sibling") != std::string_view::npos),
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
    Work work;
};

// The document gives its memory back page by page, so that depth costs no stack.
XPathTree::XPathTree(const Dom& dom, const ReadLimits& limits)
    : limits_(limits), tree_(std::make_unique<Tree>()) {
    struct Place {
        std::uint64_t depth = 0;
        std::uint64_t children = 0;
    };
    std::vector<Place> places(dom.size());
    Work& work = tree_->work;
    tree_->nodes.resize(dom.size());
    tree_->nodes[0] = tree_->document;
    tree_->ids.reserve(dom.size());
    for (NodeId node = 1; node < dom.size(); ++node) {
        const NodeId parent = dom[node].parent;
        const std::string_view text = dom[node].text();
        if (dom.tag(node) == Tag::text && is_code(dom.tag(parent))) continue;
        places[node].depth = places[parent].depth + 1;
        work.ancestors += places[node].depth * (1 + text.size() / kTextBytesOfAPair);
        work.siblings += places[parent].children++;
        work.text_bytes += text.size();
        ++work.nodes;
        pugi::xml_node& made = tree_->nodes[node];
        if (dom.tag(node) == Tag::text) {
            made = tree_->nodes[parent].append_child(pugi::node_pcdata);
            made.set_value(text.data(), text.size());
        } else {
            made = tree_->nodes[parent].append_child(std::string(dom.name(node)).c_str());
            for (std::size_t i = 0; i < dom.attribute_count(node); ++i) {
                const Dom::Attribute attribute = dom.attribute_at(node, i);
                made.append_attribute(attribute.name) = attribute.value;
            }
        }
        tree_->ids.emplace(made.internal_object(), node);
    }
}

XPathTree::~XPathTree() = default;

void XPathTree::check(const XPath& expression) const {
    const Work& work = tree_->work;
    std::uint64_t pairs = work.ancestors + work.text_bytes / kSquareBytesOfAPair * work.text_bytes;
    if (expression.names_siblings_) pairs += work.siblings;
    if (expression.names_all_around_) pairs += work.nodes * work.nodes / 2;
    if (pairs <= limits_.rule_work) return;
    throw Error(ErrorCode::limit,
                fmt::format("rule-work: the page is too large, deep or wide for an XPath rule: {} "
                            "pairs of nodes, more than {} (a CSS selector has no such limit)",
                            pairs, limits_.rule_work));
}

std::vector<XPathMatch> XPathTree::select(const XPath& expression, NodeId context) const {
    check(expression);
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
