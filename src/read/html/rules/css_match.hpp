#pragma once

#include "read/html/dom.hpp"
#include "read/html/rules/css.hpp"

#include <functional>
#include <vector>

namespace feedarc::read {

/// An element that a selector selects.
struct CssMatch {
    NodeId node = 0;
    std::size_t alternative = 0;  ///< the first that selects it
};

/// Places of elements among their siblings, which are counted once for all selectors of a page.
class SiblingPlaces {
public:
    explicit SiblingPlaces(const Dom& dom);

    /// From 1, by the sides that a test counts from.
    [[nodiscard]] std::int64_t place(NodeId element, const PlaceTest& test) const noexcept {
        const Place& place = places_[element];
        if (test.of_type) return test.from_end ? place.type_from_end : place.type_from_start;
        return test.from_end ? place.from_end : place.from_start;
    }

private:
    struct Place {
        std::uint32_t from_start = 0, from_end = 0, type_from_start = 0, type_from_end = 0;
    };
    std::vector<Place> places_;
};

/// The elements of a page that a selector selects, in order. `is_scope` says what `:scope` is.
/// Takes one pass over the page for each alternative and each `:has()`, whatever the page is.
[[nodiscard]] std::vector<CssMatch> select(const Dom& dom, const SiblingPlaces& places,
                                           const Css& css,
                                           const std::function<bool(NodeId)>& is_scope);

}  // namespace feedarc::read
