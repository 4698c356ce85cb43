#include "read/html/rules/css.hpp"

#include "base/ascii.hpp"
#include "base/edit_distance.hpp"
#include "read/html/rules/css_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace feedarc::read {
namespace {

struct PlaceName {
    std::string_view name;
    bool of_type;
    bool first;  // or only: counted from the beginning
    bool last;   // or only: counted from the end
    bool takes_formula;
};

constexpr std::array kPlaces{
    PlaceName{"first-child", false, true, false, false},
    PlaceName{"last-child", false, false, true, false},
    PlaceName{"only-child", false, true, true, false},
    PlaceName{"first-of-type", true, true, false, false},
    PlaceName{"last-of-type", true, false, true, false},
    PlaceName{"only-of-type", true, true, true, false},
    PlaceName{"nth-child", false, true, false, true},
    PlaceName{"nth-last-child", false, false, true, true},
    PlaceName{"nth-of-type", true, true, false, true},
    PlaceName{"nth-last-of-type", true, false, true, true},
};

// The attributes whose values HTML compares without regard to case, sorted.
constexpr std::array<std::string_view, 46> kIgnoringCase{
    "accept",     "accept-charset", "align",     "alink",    "axis",     "bgcolor", "charset",
    "checked",    "clear",          "codetype",  "color",    "compact",  "declare", "defer",
    "dir",        "direction",      "disabled",  "enctype",  "face",     "frame",   "hreflang",
    "http-equiv", "lang",           "language",  "link",     "media",    "method",  "multiple",
    "nohref",     "noresize",       "noshade",   "nowrap",   "readonly", "rel",     "rev",
    "rules",      "scope",          "scrolling", "selected", "shape",    "target",  "text",
    "type",       "valign",         "valuetype", "vlink"};
static_assert(std::is_sorted(kIgnoringCase.begin(), kIgnoringCase.end()));

bool ignores_case(std::string_view attribute) noexcept {
    return std::binary_search(kIgnoringCase.begin(), kIgnoringCase.end(), attribute);
}

class Parser {
public:
    explicit Parser(std::string_view selector) : scanner_(selector) {}

    Css parse() {
        do {
            scanner_.skip_space();
            css_.alternatives.push_back(alternative());
            scanner_.skip_space();
        } while (scanner_.accept(','));
        if (!scanner_.done()) {
            scanner_.fail(fmt::format("'{}' does not belong here", character_here()));
        }
        return std::move(css_);
    }

private:
    // ---- complex selectors

    CssAlternative alternative() {
        CssAlternative result;
        result.steps.push_back({' ', compound()});
        for (;;) {
            if (take_attribute(result)) return result;
            const bool space = scanner_.skip_space();
            const char here = scanner_.peek();
            char combinator = space ? ' ' : '\0';
            if (here == '>' || here == '+' || here == '~') {
                combinator = here;
                scanner_.accept(here);
                scanner_.skip_space();
                if (scanner_.done() || scanner_.peek() == ',') {
                    scanner_.fail(fmt::format("an element must follow '{}'", here));
                }
            } else if (scanner_.done() || here == ',' || !space) {
                return result;
            } else if (scanner_.peek() == ':' && scanner_.peek(1) == ':') {
                scanner_.fail("'::attr()' must follow its element without a space");
            }
            if (result.steps.size() == Css::kMostSteps) {
                scanner_.fail(fmt::format("more than {} steps", Css::kMostSteps));
            }
            result.steps.push_back({combinator, compound()});
        }
    }

    // `::attr(NAME)`
    bool take_attribute(CssAlternative& result) {
        if (scanner_.peek() != ':' || scanner_.peek(1) != ':') return false;
        const std::size_t at = scanner_.at();
        scanner_.accept(':');
        scanner_.accept(':');
        const std::string name = base::lowered(scanner_.name("the name of a pseudo-element"));
        if (name != "attr") {
            CssScanner::fail_at(
                at, fmt::format("'::{}' is not known; '::attr(NAME)' takes an attribute, and the "
                                "text is taken without anything",
                                name));
        }
        open();
        result.attribute = base::lowered(scanner_.name("the name of an attribute"));
        close();
        return true;
    }

    // ---- compounds

    Compound compound() {
        Compound result;
        const std::size_t begin = scanner_.at();
        if (scanner_.is_name_here()) {
            result.type = base::lowered(scanner_.name("an element"));
        } else {
            scanner_.accept('*');
        }
        if (scanner_.peek() == '|') scanner_.fail("namespaces are not known here");
        while (simple(result)) {
        }
        if (scanner_.at() == begin) {
            if (scanner_.done()) scanner_.fail("an element is missing at the end");
            if (scanner_.peek() == '>') scanner_.fail("write ':scope >' for a child of the record");
            scanner_.fail(fmt::format("an element is missing before '{}'", character_here()));
        }
        return result;
    }

    bool simple(Compound& result) {
        switch (scanner_.peek()) {
            case '#':
                scanner_.accept('#');
                result.attributes.push_back(
                    {AttributeTest::How::equals, "id", scanner_.name("an id"), false});
                return true;
            case '.':
                scanner_.accept('.');
                result.attributes.push_back(
                    {AttributeTest::How::word, "class", scanner_.name("a class"), false});
                return true;
            case '[': result.attributes.push_back(attribute()); return true;
            case ':':
                if (scanner_.peek(1) == ':') return false;
                pseudo_class(result);
                return true;
            default: return false;
        }
    }

    AttributeTest attribute() {
        using How = AttributeTest::How;
        const std::size_t begin = scanner_.at();
        scanner_.accept('[');
        scanner_.skip_space();
        AttributeTest test;
        test.name = base::lowered(scanner_.name("the name of an attribute"));
        scanner_.skip_space();
        if (scanner_.accept(']')) return test;
        constexpr std::array kHows{std::pair{'~', How::word}, std::pair{'|', How::dash},
                                   std::pair{'^', How::prefix}, std::pair{'$', How::suffix},
                                   std::pair{'*', How::part}};
        test.how = How::equals;
        for (const auto& [sign, how] : kHows) {
            if (scanner_.accept(sign)) test.how = how;
        }
        if (scanner_.done()) CssScanner::fail_at(begin, "the '[' here is not closed");
        if (!scanner_.accept('=')) scanner_.fail("'=' or ']' is missing here");
        scanner_.skip_space();
        test.value = scanner_.value();
        scanner_.skip_space();
        test.ignore_case = ignores_case(test.name);
        if (scanner_.is_name_here()) {
            const std::size_t at = scanner_.at();
            const std::string flag = base::lowered(scanner_.name("a flag"));
            if (flag != "i" && flag != "s") {
                CssScanner::fail_at(at, "only the flags i and s may follow the value");
            }
            test.ignore_case = flag == "i";
            scanner_.skip_space();
        }
        if (scanner_.done()) CssScanner::fail_at(begin, "the '[' here is not closed");
        if (!scanner_.accept(']')) scanner_.fail("']' is missing here");
        return test;
    }

    // ---- pseudo-classes

    void pseudo_class(Compound& result) {
        const std::size_t at = scanner_.at();
        scanner_.accept(':');
        const std::string name = base::lowered(scanner_.name("the name of a pseudo-class"));
        if (name == "root") {
            result.root = true;
        } else if (name == "empty") {
            result.empty = true;
        } else if (name == "scope") {
            result.scope = true;
        } else if (name == "not" || name == "is" || name == "where" || name == "has") {
            result.nested.push_back(nested(name, at));
        } else {
            place(result, name, at);
        }
    }

    void place(Compound& result, const std::string& name, std::size_t at) {
        for (const PlaceName& known : kPlaces) {
            if (known.name != name) continue;
            PlaceTest test;
            test.offset = 1;
            test.of_type = known.of_type;
            if (known.takes_formula) {
                open();
                formula(test);
                close();
            }
            for (const bool from_end : {false, true}) {
                test.from_end = from_end;
                if (from_end ? known.last : known.first) result.places.push_back(test);
            }
            return;
        }
        std::vector<std::string> names{"root", "empty", "scope", "not", "is", "where", "has"};
        for (const PlaceName& known : kPlaces) names.emplace_back(known.name);
        const auto meant = base::nearest(name, names);
        CssScanner::fail_at(at, fmt::format("':{}' is not known{}", name,
                                            meant ? fmt::format("; did you mean ':{}'?", *meant)
                                                  : " for pages that are not in a browser"));
    }

    // `odd`, `even`, `3`, `2n+1`, `-n + 3` (CSS Syntax Level 3, 6).
    void formula(PlaceTest& test) {
        if (scanner_.is_name_here() && (scanner_.peek() | 0x20) != 'n' && scanner_.peek() != '-') {
            const std::size_t at = scanner_.at();
            const std::string word = base::lowered(scanner_.name("a word"));
            if (word != "odd" && word != "even") {
                CssScanner::fail_at(at, "odd, even or a formula such as 2n+1 is expected here");
            }
            test.step = 2;
            test.offset = word == "odd" ? 1 : 0;
            return;
        }
        const std::int64_t sign = sign_here();
        const auto number = scanner_.number();
        if (!scanner_.accept('n') && !scanner_.accept('N')) {
            if (!number) scanner_.fail("odd, even or a formula such as 2n+1 is expected here");
            test.offset = sign * *number;
            return;
        }
        test.step = sign * number.value_or(1);
        test.offset = 0;
        scanner_.skip_space();
        if (scanner_.peek() != '+' && scanner_.peek() != '-') return;
        const std::int64_t offset_sign = sign_here();
        scanner_.skip_space();
        const auto offset = scanner_.number();
        if (!offset) scanner_.fail("a number is missing here");
        test.offset = offset_sign * *offset;
    }

    std::int64_t sign_here() {
        if (scanner_.accept('-')) return -1;
        scanner_.accept('+');
        return 1;
    }

    NestedTest nested(const std::string& name, std::size_t at) {
        constexpr int kDeepest = 4;
        NestedTest test;
        test.how = name == "not"   ? NestedTest::How::none_of
                   : name == "has" ? NestedTest::How::has
                                   : NestedTest::How::any_of;
        const bool has = name == "has";
        if (depth_ == kDeepest) CssScanner::fail_at(at, "nested too deep");
        if (has && in_has_) CssScanner::fail_at(at, "':has()' may not stand within ':has()'");
        ++depth_;
        in_has_ = in_has_ || has;
        open();
        do {
            scanner_.skip_space();
            const bool of_child = has && scanner_.accept('>');
            if (of_child) scanner_.skip_space();
            (of_child ? test.of_children : test.of).push_back(compound());
            scanner_.skip_space();
        } while (scanner_.accept(','));
        if (!scanner_.done() && scanner_.peek() != ')') {
            scanner_.fail(
                fmt::format("only one element's own marks may stand within ':{}()'", name));
        }
        close();
        --depth_;
        if (has) {
            in_has_ = false;
            test.number = css_.has.size();
            css_.has.push_back(test);
        }
        return test;
    }

    void open() {
        opened_.push_back(scanner_.at());
        if (!scanner_.accept('(')) scanner_.fail("'(' is missing here");
        scanner_.skip_space();
    }

    void close() {
        scanner_.skip_space();
        if (scanner_.done()) CssScanner::fail_at(opened_.back(), "the '(' here is not closed");
        if (!scanner_.accept(')')) {
            scanner_.fail(fmt::format("')' is missing before '{}'", character_here()));
        }
        opened_.pop_back();
    }

    [[nodiscard]] std::string character_here() const {
        std::string character(1, scanner_.peek());
        for (std::size_t i = 1; (static_cast<unsigned char>(scanner_.peek(i)) & 0xC0U) == 0x80; ++i)
            character += scanner_.peek(i);
        return character;
    }

    CssScanner scanner_;
    Css css_;
    std::vector<std::size_t> opened_;
    int depth_ = 0;
    bool in_has_ = false;
};

}  // namespace

Css parse_css(std::string_view selector) {
    return Parser(selector).parse();
}

}  // namespace feedarc::read
