#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::read {

/// `[name=value]` and its kin; `#id` and `.class` are tests of those attributes.
struct AttributeTest {
    enum class How : std::uint8_t { is_there, equals, word, dash, prefix, suffix, part };
    How how = How::is_there;
    std::string name;  ///< in lower case
    std::string value;
    bool ignore_case = false;  ///< of ASCII letters
};

/// `:nth-child(an+b)` and its kin: the places a*n+b for n from 0 on.
struct PlaceTest {
    std::int64_t step = 0;    ///< a
    std::int64_t offset = 0;  ///< b
    bool of_type = false;     ///< counted among siblings of the same name
    bool from_end = false;
};

struct NestedTest;

/// What is asked of one element: `a.title[href]:not(.ad)`.
struct Compound {
    std::string type;  ///< the name in lower case; empty for any
    std::vector<AttributeTest> attributes;
    std::vector<PlaceTest> places;
    std::vector<NestedTest> nested;
    bool root = false;
    bool empty = false;
    bool scope = false;  ///< it is the record itself
};

struct NestedTest {
    enum class How : std::uint8_t { any_of, none_of, has };
    How how = How::any_of;
    std::vector<Compound> of;
    std::vector<Compound> of_children;  ///< `:has(> a)`: of `:has()` alone
    std::size_t number = 0;             ///< of a `:has()` within its selector
};

/// One compound of a selector and how it stands to the one before: ' ', '>', '+' or '~'.
struct CssStep {
    char combinator = ' ';
    Compound compound;
};

/// One of the selectors that commas part.
struct CssAlternative {
    std::vector<CssStep> steps;  ///< 1 to kMostSteps
    std::string attribute;       ///< of `::attr(NAME)`; empty: the element
};

struct Css {
    static constexpr std::size_t kMostSteps = 64;

    std::vector<CssAlternative> alternatives;
    std::vector<NestedTest> has;  ///< copies of all `:has()`, by number
};

/// Parses a selector: type, `*`, `#id`, `.class`, attributes, `:nth-child()` and its kin, `:root`,
/// `:empty`, `:scope`, `:not()`, `:is()`, `:where()` and `:has()` over compounds, the combinators
/// and commas (Selectors Level 4), and `::attr(NAME)` at an end as Scrapy has it. White space is
/// content: `:empty` is that of Selectors Level 3, as in browsers. Values of attributes that HTML
/// compares without regard to case (HTML, 4.16.2 "Case-sensitivity of selectors") are compared so.
/// Throws SelectorError.
[[nodiscard]] Css parse_css(std::string_view selector);

}  // namespace feedarc::read
