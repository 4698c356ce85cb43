#include "read/html/open_elements.hpp"

#include <algorithm>

namespace feedarc::read {
namespace {

// What the rules need to know of a name.
constexpr unsigned kVoid = 1U << 0;       // never open
constexpr unsigned kRaw = 1U << 1;        // its content is text
constexpr unsigned kSpecial = 1U << 2;    // HTML, 13.2.4.2: the category "special"
constexpr unsigned kNoBarrier = 1U << 3;  // special, but the search for an open <li> goes past it
constexpr unsigned kScope = 1U << 4;      // end tags of what is outside do not close what is inside
constexpr unsigned kClosesP = 1U << 5;    // its start tag ends a paragraph
constexpr unsigned kHeading = 1U << 6;
constexpr unsigned kBreakout = 1U << 7;  // its start tag ends <svg> and <math>
constexpr unsigned kOnce = 1U << 8;      // html, head, body: one of each

struct Rule {
    std::string_view name;
    unsigned traits;
};

constexpr unsigned kBlock = kSpecial | kClosesP;

// Sorted by name, for the search.
constexpr std::array kNames{
    Rule{"a", 0},
    Rule{"address", kBlock | kNoBarrier},
    Rule{"annotation-xml", 0},
    Rule{"applet", kSpecial | kScope},
    Rule{"area", kVoid},
    Rule{"article", kBlock},
    Rule{"aside", kBlock},
    Rule{"b", kBreakout},
    Rule{"base", kVoid},
    Rule{"basefont", kVoid},
    Rule{"bgsound", kVoid},
    Rule{"big", kBreakout},
    Rule{"blockquote", kBlock | kBreakout},
    Rule{"body", kOnce | kBreakout},
    Rule{"br", kVoid | kBreakout},
    Rule{"button", kSpecial},
    Rule{"caption", kSpecial | kScope},
    Rule{"center", kBlock | kBreakout},
    Rule{"code", kBreakout},
    Rule{"col", kVoid},
    Rule{"colgroup", kSpecial},
    Rule{"command", kVoid},
    Rule{"dd", kBlock | kBreakout},
    Rule{"desc", 0},
    Rule{"details", kBlock},
    Rule{"dir", kBlock},
    Rule{"div", kBlock | kNoBarrier | kBreakout},
    Rule{"dl", kBlock | kBreakout},
    Rule{"dt", kBlock | kBreakout},
    Rule{"em", kBreakout},
    Rule{"embed", kVoid | kBreakout},
    Rule{"fieldset", kBlock},
    Rule{"figcaption", kBlock},
    Rule{"figure", kBlock},
    Rule{"font", 0},
    Rule{"footer", kBlock},
    Rule{"foreignobject", kScope},
    Rule{"form", kBlock},
    Rule{"frame", kVoid},
    Rule{"frameset", kSpecial},
    Rule{"h1", kBlock | kHeading | kBreakout},
    Rule{"h2", kBlock | kHeading | kBreakout},
    Rule{"h3", kBlock | kHeading | kBreakout},
    Rule{"h4", kBlock | kHeading | kBreakout},
    Rule{"h5", kBlock | kHeading | kBreakout},
    Rule{"h6", kBlock | kHeading | kBreakout},
    Rule{"head", kOnce | kBreakout},
    Rule{"header", kBlock},
    Rule{"hgroup", kBlock},
    Rule{"hr", kVoid | kBreakout},
    Rule{"html", kOnce},
    Rule{"i", kBreakout},
    Rule{"iframe", kRaw},
    Rule{"image", kVoid},
    Rule{"img", kVoid | kBreakout},
    Rule{"input", kVoid},
    Rule{"keygen", kVoid},
    Rule{"li", kBlock | kBreakout},
    Rule{"link", kVoid},
    Rule{"listing", kBlock | kBreakout},
    Rule{"main", kBlock},
    Rule{"marquee", kSpecial | kScope},
    Rule{"math", 0},
    Rule{"menu", kBlock | kBreakout},
    Rule{"meta", kVoid | kBreakout},
    Rule{"nav", kBlock},
    Rule{"nobr", kBreakout},
    Rule{"noembed", kRaw},
    Rule{"noframes", kRaw},
    Rule{"object", kSpecial | kScope},
    Rule{"ol", kBlock | kBreakout},
    Rule{"optgroup", 0},
    Rule{"option", 0},
    Rule{"p", kBlock | kNoBarrier | kBreakout},
    Rule{"param", kVoid},
    Rule{"plaintext", kBlock},
    Rule{"pre", kBlock | kBreakout},
    Rule{"rb", 0},
    Rule{"rp", 0},
    Rule{"rt", 0},
    Rule{"rtc", 0},
    Rule{"ruby", kBreakout},
    Rule{"s", kBreakout},
    Rule{"script", kRaw},
    Rule{"section", kBlock},
    Rule{"select", kSpecial},
    Rule{"small", kBreakout},
    Rule{"source", kVoid},
    Rule{"span", kBreakout},
    Rule{"strike", kBreakout},
    Rule{"strong", kBreakout},
    Rule{"style", kRaw},
    Rule{"sub", kBreakout},
    Rule{"summary", kBlock},
    Rule{"sup", kBreakout},
    Rule{"svg", 0},
    Rule{"table", kBlock | kScope | kBreakout},
    Rule{"tbody", kSpecial},
    Rule{"td", kSpecial | kScope},
    Rule{"template", kSpecial | kScope},
    Rule{"textarea", kRaw},
    Rule{"tfoot", kSpecial},
    Rule{"th", kSpecial | kScope},
    Rule{"thead", kSpecial},
    Rule{"title", kRaw},
    Rule{"tr", kSpecial},
    Rule{"track", kVoid},
    Rule{"tt", kBreakout},
    Rule{"u", kBreakout},
    Rule{"ul", kBlock | kBreakout},
    Rule{"var", kBreakout},
    Rule{"wbr", kVoid},
    Rule{"xmp", kRaw},
};

constexpr bool by_name(const Rule& one, const Rule& other) {
    return one.name < other.name;
}
static_assert(std::is_sorted(kNames.begin(), kNames.end(), by_name));

constexpr std::uint16_t known(std::string_view name) {
    const auto* const found =
        std::lower_bound(kNames.begin(), kNames.end(), Rule{name, 0}, by_name);
    return static_cast<std::uint16_t>(found - kNames.begin());
}

constexpr std::uint16_t kA = known("a");
constexpr std::uint16_t kButton = known("button");
constexpr std::uint16_t kCaption = known("caption");
constexpr std::uint16_t kColgroup = known("colgroup");
constexpr std::uint16_t kDd = known("dd");
constexpr std::uint16_t kDt = known("dt");
constexpr std::uint16_t kForeignObject = known("foreignobject");
constexpr std::uint16_t kForm = known("form");
constexpr std::uint16_t kH1 = known("h1");
constexpr std::uint16_t kH6 = known("h6");
constexpr std::uint16_t kLi = known("li");
constexpr std::uint16_t kMath = known("math");
constexpr std::uint16_t kNobr = known("nobr");
constexpr std::uint16_t kOl = known("ol");
constexpr std::uint16_t kOptgroup = known("optgroup");
constexpr std::uint16_t kOption = known("option");
constexpr std::uint16_t kP = known("p");
constexpr std::uint16_t kRb = known("rb");
constexpr std::uint16_t kRtc = known("rtc");
constexpr std::uint16_t kScript = known("script");
constexpr std::uint16_t kSelect = known("select");
constexpr std::uint16_t kSvg = known("svg");
constexpr std::uint16_t kTable = known("table");
constexpr std::uint16_t kTbody = known("tbody");
constexpr std::uint16_t kTd = known("td");
constexpr std::uint16_t kTemplate = known("template");
constexpr std::uint16_t kTfoot = known("tfoot");
constexpr std::uint16_t kTh = known("th");
constexpr std::uint16_t kThead = known("thead");
constexpr std::uint16_t kTr = known("tr");
constexpr std::uint16_t kUl = known("ul");

constexpr std::uint32_t hash_of(std::string_view name) {
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash ^ hash >> 15;
}

// Open addressing: the index of a rule plus one, or 0.
constexpr std::array<std::uint8_t, 512> kSlots = [] {
    std::array<std::uint8_t, 512> slots{};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        std::size_t slot = hash_of(kNames[i].name) % slots.size();
        while (slots[slot] != 0) slot = (slot + 1) % slots.size();
        slots[slot] = static_cast<std::uint8_t>(i + 1);
    }
    return slots;
}();

constexpr bool has(std::uint16_t name, unsigned traits) {
    return name < kNames.size() && (kNames[name].traits & traits) != 0;
}

}  // namespace

OpenElements::OpenElements() {
    static_assert(kNames.size() <= kKnownNames);
    stack_.reserve(256);
}

OpenElements::Name OpenElements::name_of(std::string_view name) noexcept {
    const std::uint32_t hash = hash_of(name);
    for (std::size_t slot = hash % kSlots.size();; slot = (slot + 1) % kSlots.size()) {
        if (kSlots[slot] == 0) break;
        const auto id = static_cast<Name>(kSlots[slot] - 1);
        if (kNames[id].name == name) return id;
    }
    return static_cast<Name>(kKnownNames + hash % kOtherNames);
}

void OpenElements::push(Name name) {
    stack_.push_back({name, last_[name], special_, item_barrier_, scope_});
    const auto place = static_cast<Place>(stack_.size());
    last_[name] = place;
    if (has(name, kSpecial)) {
        special_ = place;
        if (!has(name, kNoBarrier)) item_barrier_ = place;
    }
    if (has(name, kScope)) scope_ = place;
}

// Closes the element at `place` and all that is inside it.
void OpenElements::close_from(Place place) {
    while (stack_.size() >= place && place > 0) {
        const Open& open = stack_.back();
        last_[open.name] = open.same_below;
        special_ = open.special_below;
        item_barrier_ = open.item_barrier_below;
        scope_ = open.scope_below;
        stack_.pop_back();
    }
}

void OpenElements::close_if_above(Place place, Place barrier) {
    if (place > barrier) close_from(place);
}

bool OpenElements::top_is(Name name) const noexcept {
    return !stack_.empty() && stack_.back().name == name;
}

OpenElements::Place OpenElements::last_heading() const noexcept {
    return *std::max_element(last_.begin() + kH1, last_.begin() + kH6 + 1);
}

OpenElements::Place OpenElements::foreign_root() const noexcept {
    return std::max(last(kSvg), last(kMath));
}

// <foreignObject> holds HTML again; so do <desc>, <title> and <annotation-xml>, which nobody uses
// so.
bool OpenElements::in_foreign() const noexcept {
    return foreign_root() > last(kForeignObject);
}

bool OpenElements::starts_raw_text(Name name) const noexcept {
    if (!has(name, kRaw) || in_foreign()) return false;
    return last(kSelect) == 0 || name == kScript;  // <select> ignores the others
}

void OpenElements::start(Name name, bool self_closing) {
    if (has(name, kOnce)) return;
    if (in_foreign() && start_in_foreign(name, self_closing)) return;
    if (has(name, kVoid)) return;
    if (name == kForm && last(kForm) != 0 && last(kTemplate) == 0) return;
    if (name == kSelect && last(kSelect) > scope_) {
        close_from(last(kSelect));  // a second <select> ends the first and opens none
        return;
    }
    if (has(name, kClosesP)) close_if_above(last(kP), std::max(scope_, last(kButton)));
    if (!start_in_table(name)) return;
    close_implied(name);
    push(name);
}

// Whether that was all that the tag does.
bool OpenElements::start_in_foreign(Name name, bool self_closing) {
    if (has(name, kBreakout)) {
        while (in_foreign()) close_from(foreign_root());
        return false;
    }
    if (!self_closing) push(name);
    return true;
}

// Closes what the parts of a table close. Returns whether the tag opens an element at all.
bool OpenElements::start_in_table(Name name) {
    const Place table = std::max(last(kTable), last(kTemplate));
    const Place cell = std::max(last(kTd), last(kTh));
    const Place group = std::max({last(kTbody), last(kThead), last(kTfoot)});
    const Place caption = std::max(last(kCaption), last(kColgroup));
    switch (name) {
        case kTable:
            close_if_above(last(kTable), std::max({cell, last(kCaption), last(kTemplate)}));
            return true;
        case kTd:
        case kTh: close_if_above(std::max(cell, caption), table); return table != 0;
        case kTr: close_if_above(std::max(last(kTr), caption), table); return table != 0;
        case kTbody:
        case kThead:
        case kTfoot:
        case kCaption:
        case kColgroup:
            close_if_above(group > table ? group : std::max(last(kTr), caption), table);
            return table != 0;
        default: return true;
    }
}

// Closes what needs no end tag before this start tag, beside the paragraph.
void OpenElements::close_implied(Name name) {
    const auto barrier_is = [&](std::uint16_t kind) {
        return item_barrier_ != 0 && last(kind) == item_barrier_;
    };
    if (name == kLi && barrier_is(kLi)) close_from(item_barrier_);
    if ((name == kDd || name == kDt) && (barrier_is(kDd) || barrier_is(kDt))) {
        close_from(item_barrier_);
    }
    if (name == kButton) close_if_above(last(kButton), scope_);
    if (name == kA || name == kNobr) close_if_above(last(name), special_);
    if (has(name, kHeading) && last_heading() == count()) close_from(last_heading());
    if ((name == kOption || name == kOptgroup) && top_is(kOption)) close_from(last(kOption));
    if (name == kOptgroup && top_is(kOptgroup)) close_from(last(kOptgroup));
    if (name >= kRb && name <= kRtc && !stack_.empty() && stack_.back().name >= kRb &&
        stack_.back().name <= kRtc) {
        close_from(static_cast<Place>(count()));
    }
}

void OpenElements::end(Name name) {
    const Place place = last(name);
    if (has(name, kHeading)) return close_if_above(last_heading(), scope_);
    if (place == 0) return;
    if (in_foreign() && place >= foreign_root()) return close_from(place);
    switch (name) {
        case kTable: return close_from(place);
        case kTd:
        case kTh:
        case kTr:
        case kTbody:
        case kThead:
        case kTfoot:
        case kCaption:
        case kColgroup: return close_if_above(place, last(kTable));
        case kLi: return close_if_above(place, std::max({scope_, last(kUl), last(kOl)}));
        case kP: return close_if_above(place, std::max(scope_, last(kButton)));
        case kForm:
            // Taken out of the middle of the stack; what is inside stays open.
            if (top_is(kForm)) close_from(place);
            return;
        default: break;
    }
    if (has(name, kScope)) return close_from(place);
    close_if_above(place, has(name, kSpecial) ? scope_ : special_);
}

}  // namespace feedarc::read
