#include "read/html/rules/css_match.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace feedarc::read {
namespace {

// Bit i of a mask: the first i + 1 steps of the alternative end here.
using Mask = std::uint64_t;
static_assert(Css::kMostSteps <= 64);

bool is_space(char byte) noexcept {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

bool has_word(std::string_view words, std::string_view word) noexcept {
    if (word.empty()) return false;
    for (std::size_t at = words.find(word); at != std::string_view::npos;
         at = words.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || is_space(words[at - 1])) && (end == words.size() || is_space(words[end]))) {
            return true;
        }
    }
    return false;
}

bool holds(const AttributeTest& test, std::string_view value, std::string_view wanted) noexcept {
    using How = AttributeTest::How;
    switch (test.how) {
        case How::is_there: return true;
        case How::equals: return value == wanted;
        case How::word:
            return std::none_of(wanted.begin(), wanted.end(), is_space) && has_word(value, wanted);
        case How::dash:
            return value.starts_with(wanted) &&
                   (value.size() == wanted.size() || value[wanted.size()] == '-');
        case How::prefix: return !wanted.empty() && value.starts_with(wanted);
        case How::suffix: return !wanted.empty() && value.ends_with(wanted);
        case How::part: return !wanted.empty() && value.find(wanted) != std::string_view::npos;
    }
    return false;
}

bool is_place(const PlaceTest& test, std::int64_t place) noexcept {
    const std::int64_t distance = place - test.offset;
    if (test.step == 0) return distance == 0;
    return distance % test.step == 0 && distance / test.step >= 0;
}

bool is_name(std::string_view name, std::string_view lower) noexcept {
    return std::equal(name.begin(), name.end(), lower.begin(), lower.end(),
                      [](char one, char other) { return base::to_lower(one) == other; });
}

class Matcher {
public:
    Matcher(const Dom& dom, const SiblingPlaces& places, const Css& css,
            const std::function<bool(NodeId)>& is_scope)
        : dom_(dom), places_(places), css_(css), is_scope_(is_scope) {
        for (const NestedTest& has : css.has) {
            held_.push_back(matches_of(has.of));
            std::vector<NodeId> parents = matches_of(has.of_children);
            for (NodeId& node : parents) node = dom_[node].parent;
            std::sort(parents.begin(), parents.end());
            parents_.push_back(std::move(parents));
        }
    }

    std::vector<CssMatch> run() {
        std::vector<CssMatch> matches;
        std::vector<bool> selected(dom_.size());
        for (std::size_t i = 0; i < css_.alternatives.size(); ++i) {
            for (const NodeId node : select(css_.alternatives[i])) {
                if (selected[node]) continue;
                selected[node] = true;
                matches.push_back({node, i});
            }
        }
        if (css_.alternatives.size() > 1) {
            std::sort(
                matches.begin(), matches.end(),
                [](const CssMatch& one, const CssMatch& other) { return one.node < other.node; });
        }
        return matches;
    }

private:
    // What ends at an element, at it or above it, at the element sibling before, and at any before.
    struct Ends {
        Mask here = 0, above = 0, last_child = 0, children = 0;
    };

    // The nodes stand in the order of the document, so what a combinator asks for is known already.
    [[nodiscard]] std::vector<NodeId> select(const CssAlternative& alternative) const {
        std::vector<NodeId> nodes;
        std::vector<Ends> ends(dom_.size());
        const Mask whole = Mask{1} << (alternative.steps.size() - 1);
        for (NodeId node = 1; node < dom_.size(); ++node) {
            if (!dom_.is_element(node)) continue;
            Ends& parent = ends[dom_[node].parent];
            Mask here = 0;
            for (std::size_t i = 0; i < alternative.steps.size(); ++i) {
                const CssStep& step = alternative.steps[i];
                if (i > 0 && (before(step.combinator, parent) >> (i - 1) & 1U) == 0) continue;
                if (matches(node, step.compound)) here |= Mask{1} << i;
            }
            ends[node].here = here;
            ends[node].above = here | parent.above;
            parent.last_child = here;
            parent.children |= here;
            if ((here & whole) != 0) nodes.push_back(node);
        }
        return nodes;
    }

    static Mask before(char combinator, const Ends& parent) noexcept {
        switch (combinator) {
            case '>': return parent.here;
            case '+': return parent.last_child;
            case '~': return parent.children;
            default: return parent.above;
        }
    }

    [[nodiscard]] bool matches(NodeId node, const Compound& compound) const {
        if (!compound.type.empty() && !is_name(dom_.name(node), compound.type)) return false;
        const auto holds_all = [](const auto& tests, auto test) {
            return std::all_of(tests.begin(), tests.end(), test);
        };
        if (!holds_all(compound.attributes,
                       [&](const AttributeTest& test) { return has_attribute(node, test); })) {
            return false;
        }
        if (compound.root && dom_[node].parent != 0) return false;
        if (compound.empty && dom_[node].end != node + 1) return false;
        if (compound.scope && !is_scope_(node)) return false;
        return holds_all(compound.places,
                         [&](const PlaceTest& test) {
                             return is_place(test, places_.place(node, test));
                         }) &&
               holds_all(compound.nested,
                         [&](const NestedTest& test) { return holds_nested(node, test); });
    }

    [[nodiscard]] bool has_attribute(NodeId node, const AttributeTest& test) const {
        const auto value = dom_.attribute(node, test.name);
        if (!value) return false;
        if (!test.ignore_case) return holds(test, *value, test.value);
        return holds(test, base::lowered(*value), base::lowered(test.value));
    }

    // Parsing bounds how deep this goes.
    [[nodiscard]] bool holds_nested(NodeId node, const NestedTest& test) const {
        using How = NestedTest::How;
        if (test.how == How::has) {
            const std::vector<NodeId>& held = held_[test.number];
            const auto first = std::upper_bound(held.begin(), held.end(), node);
            if (first != held.end() && *first < dom_[node].end) return true;
            const std::vector<NodeId>& parents = parents_[test.number];
            return std::binary_search(parents.begin(), parents.end(), node);
        }
        const bool any = std::any_of(test.of.begin(), test.of.end(), [&](const Compound& compound) {
            return matches(node, compound);
        });
        return any == (test.how == How::any_of);
    }

    // The elements that are one of some compounds, in order.
    [[nodiscard]] std::vector<NodeId> matches_of(const std::vector<Compound>& compounds) const {
        std::vector<NodeId> nodes;
        if (compounds.empty()) return nodes;
        for (NodeId node = 1; node < dom_.size(); ++node) {
            if (!dom_.is_element(node)) continue;
            if (std::any_of(compounds.begin(), compounds.end(),
                            [&](const Compound& compound) { return matches(node, compound); })) {
                nodes.push_back(node);
            }
        }
        return nodes;
    }

    const Dom& dom_;
    const SiblingPlaces& places_;
    const Css& css_;
    const std::function<bool(NodeId)>& is_scope_;
    std::vector<std::vector<NodeId>> held_;     // what each `:has()` asks for
    std::vector<std::vector<NodeId>> parents_;  // of what each `:has(> )` asks for
};

}  // namespace

SiblingPlaces::SiblingPlaces(const Dom& dom) : places_(dom.size()) {
    std::vector<NodeId> siblings;
    std::unordered_map<std::string_view, std::uint32_t> of_type;
    for (NodeId parent = 0; parent < dom.size(); ++parent) {
        if (dom.tag(parent) == Tag::text) continue;
        siblings.clear();
        for (const NodeId child : dom.children(parent)) {
            if (dom.is_element(child)) siblings.push_back(child);
        }
        of_type.clear();
        for (std::size_t i = 0; i < siblings.size(); ++i) {
            Place& place = places_[siblings[i]];
            place.from_start = static_cast<std::uint32_t>(i + 1);
            place.from_end = static_cast<std::uint32_t>(siblings.size() - i);
            place.type_from_start = ++of_type[dom.name(siblings[i])];
        }
        for (const NodeId sibling : siblings) {
            Place& place = places_[sibling];
            place.type_from_end = of_type[dom.name(sibling)] - place.type_from_start + 1;
        }
    }
}

std::vector<CssMatch> select(const Dom& dom, const SiblingPlaces& places, const Css& css,
                             const std::function<bool(NodeId)>& is_scope) {
    return Matcher(dom, places, css, is_scope).run();
}

}  // namespace feedarc::read
