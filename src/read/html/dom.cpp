#include "read/html/dom.hpp"

#include <feedarc/error.hpp>

#include "read/html/gumbo_arena.hpp"
#include "read/html/parse_work.hpp"
#include "read/html/references.hpp"

#include <fmt/format.h>
#include <gumbo.h>

#include <array>
#include <cstring>
#include <utility>

namespace feedarc::read {
namespace {

// A page with more nodes than this gives their memory back.
constexpr std::size_t kKeptNodes = 1U << 17;

constexpr auto kTags = [] {
    std::array<Tag, GUMBO_TAG_LAST + 1> tags{};
    tags.fill(Tag::other);
    constexpr std::array kPairs{
        std::pair{GUMBO_TAG_A, Tag::a},
        std::pair{GUMBO_TAG_ABBR, Tag::abbr},
        std::pair{GUMBO_TAG_ADDRESS, Tag::address},
        std::pair{GUMBO_TAG_ARTICLE, Tag::article},
        std::pair{GUMBO_TAG_ASIDE, Tag::aside},
        std::pair{GUMBO_TAG_AUDIO, Tag::audio},
        std::pair{GUMBO_TAG_B, Tag::b},
        std::pair{GUMBO_TAG_BASE, Tag::base},
        std::pair{GUMBO_TAG_BIG, Tag::big},
        std::pair{GUMBO_TAG_BLOCKQUOTE, Tag::blockquote},
        std::pair{GUMBO_TAG_BODY, Tag::body},
        std::pair{GUMBO_TAG_BR, Tag::br},
        std::pair{GUMBO_TAG_BUTTON, Tag::button},
        std::pair{GUMBO_TAG_CANVAS, Tag::canvas},
        std::pair{GUMBO_TAG_CAPTION, Tag::caption},
        std::pair{GUMBO_TAG_CENTER, Tag::center},
        std::pair{GUMBO_TAG_CITE, Tag::cite},
        std::pair{GUMBO_TAG_CODE, Tag::code},
        std::pair{GUMBO_TAG_DD, Tag::dd},
        std::pair{GUMBO_TAG_DEL, Tag::del},
        std::pair{GUMBO_TAG_DETAILS, Tag::details},
        std::pair{GUMBO_TAG_DIR, Tag::dir},
        std::pair{GUMBO_TAG_DIV, Tag::div},
        std::pair{GUMBO_TAG_DL, Tag::dl},
        std::pair{GUMBO_TAG_DT, Tag::dt},
        std::pair{GUMBO_TAG_EM, Tag::em},
        std::pair{GUMBO_TAG_EMBED, Tag::embed},
        std::pair{GUMBO_TAG_FIELDSET, Tag::fieldset},
        std::pair{GUMBO_TAG_FIGCAPTION, Tag::figcaption},
        std::pair{GUMBO_TAG_FIGURE, Tag::figure},
        std::pair{GUMBO_TAG_FONT, Tag::font},
        std::pair{GUMBO_TAG_FOOTER, Tag::footer},
        std::pair{GUMBO_TAG_FORM, Tag::form},
        std::pair{GUMBO_TAG_FRAMESET, Tag::frameset},
        std::pair{GUMBO_TAG_H1, Tag::h1},
        std::pair{GUMBO_TAG_H2, Tag::h2},
        std::pair{GUMBO_TAG_H3, Tag::h3},
        std::pair{GUMBO_TAG_H4, Tag::h4},
        std::pair{GUMBO_TAG_H5, Tag::h5},
        std::pair{GUMBO_TAG_H6, Tag::h6},
        std::pair{GUMBO_TAG_HEAD, Tag::head},
        std::pair{GUMBO_TAG_HEADER, Tag::header},
        std::pair{GUMBO_TAG_HGROUP, Tag::hgroup},
        std::pair{GUMBO_TAG_HR, Tag::hr},
        std::pair{GUMBO_TAG_HTML, Tag::html},
        std::pair{GUMBO_TAG_I, Tag::i},
        std::pair{GUMBO_TAG_IFRAME, Tag::iframe},
        std::pair{GUMBO_TAG_IMAGE, Tag::img},
        std::pair{GUMBO_TAG_IMG, Tag::img},
        std::pair{GUMBO_TAG_INPUT, Tag::input},
        std::pair{GUMBO_TAG_INS, Tag::ins},
        std::pair{GUMBO_TAG_LABEL, Tag::label},
        std::pair{GUMBO_TAG_LEGEND, Tag::legend},
        std::pair{GUMBO_TAG_LI, Tag::li},
        std::pair{GUMBO_TAG_LINK, Tag::link},
        std::pair{GUMBO_TAG_LISTING, Tag::listing},
        std::pair{GUMBO_TAG_MAIN, Tag::main},
        std::pair{GUMBO_TAG_MAP, Tag::map},
        std::pair{GUMBO_TAG_MARK, Tag::mark},
        std::pair{GUMBO_TAG_MATH, Tag::math},
        std::pair{GUMBO_TAG_MENU, Tag::menu},
        std::pair{GUMBO_TAG_META, Tag::meta},
        std::pair{GUMBO_TAG_NAV, Tag::nav},
        std::pair{GUMBO_TAG_NOFRAMES, Tag::noframes},
        std::pair{GUMBO_TAG_NOSCRIPT, Tag::noscript},
        std::pair{GUMBO_TAG_OBJECT, Tag::object},
        std::pair{GUMBO_TAG_OL, Tag::ol},
        std::pair{GUMBO_TAG_OPTGROUP, Tag::optgroup},
        std::pair{GUMBO_TAG_OPTION, Tag::option},
        std::pair{GUMBO_TAG_P, Tag::p},
        std::pair{GUMBO_TAG_PRE, Tag::pre},
        std::pair{GUMBO_TAG_Q, Tag::q},
        std::pair{GUMBO_TAG_RP, Tag::rp},
        std::pair{GUMBO_TAG_RT, Tag::rt},
        std::pair{GUMBO_TAG_RUBY, Tag::ruby},
        std::pair{GUMBO_TAG_S, Tag::s},
        std::pair{GUMBO_TAG_SCRIPT, Tag::script},
        std::pair{GUMBO_TAG_SECTION, Tag::section},
        std::pair{GUMBO_TAG_SELECT, Tag::select},
        std::pair{GUMBO_TAG_SMALL, Tag::small},
        std::pair{GUMBO_TAG_SPAN, Tag::span},
        std::pair{GUMBO_TAG_STRIKE, Tag::strike},
        std::pair{GUMBO_TAG_STRONG, Tag::strong},
        std::pair{GUMBO_TAG_STYLE, Tag::style},
        std::pair{GUMBO_TAG_SUB, Tag::sub},
        std::pair{GUMBO_TAG_SUMMARY, Tag::summary},
        std::pair{GUMBO_TAG_SUP, Tag::sup},
        std::pair{GUMBO_TAG_SVG, Tag::svg},
        std::pair{GUMBO_TAG_TABLE, Tag::table},
        std::pair{GUMBO_TAG_TBODY, Tag::tbody},
        std::pair{GUMBO_TAG_TD, Tag::td},
        std::pair{GUMBO_TAG_TEMPLATE, Tag::template_element},
        std::pair{GUMBO_TAG_TEXTAREA, Tag::textarea},
        std::pair{GUMBO_TAG_TFOOT, Tag::tfoot},
        std::pair{GUMBO_TAG_TH, Tag::th},
        std::pair{GUMBO_TAG_THEAD, Tag::thead},
        std::pair{GUMBO_TAG_TIME, Tag::time},
        std::pair{GUMBO_TAG_TITLE, Tag::title},
        std::pair{GUMBO_TAG_TR, Tag::tr},
        std::pair{GUMBO_TAG_TT, Tag::tt},
        std::pair{GUMBO_TAG_U, Tag::u},
        std::pair{GUMBO_TAG_UL, Tag::ul},
        std::pair{GUMBO_TAG_VIDEO, Tag::video},
    };
    for (const auto& [gumbo, tag] : kPairs) tags[static_cast<std::size_t>(gumbo)] = tag;
    return tags;
}();

const GumboElement& element(const void* source) {
    return *static_cast<const GumboElement*>(source);
}

struct Step {
    const GumboVector* children;
    unsigned next;
    NodeId node;
};

}  // namespace

bool is_block(Tag tag) noexcept {
    switch (tag) {
        case Tag::address:
        case Tag::article:
        case Tag::aside:
        case Tag::blockquote:
        case Tag::body:
        case Tag::br:
        case Tag::caption:
        case Tag::center:
        case Tag::dd:
        case Tag::details:
        case Tag::dir:
        case Tag::div:
        case Tag::dl:
        case Tag::dt:
        case Tag::fieldset:
        case Tag::figcaption:
        case Tag::figure:
        case Tag::footer:
        case Tag::form:
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
        case Tag::header:
        case Tag::hgroup:
        case Tag::hr:
        case Tag::html:
        case Tag::legend:
        case Tag::li:
        case Tag::listing:
        case Tag::main:
        case Tag::menu:
        case Tag::nav:
        case Tag::ol:
        case Tag::option:
        case Tag::p:
        case Tag::pre:
        case Tag::section:
        case Tag::summary:
        case Tag::table:
        case Tag::tbody:
        case Tag::td:  // cells are apart as well
        case Tag::tfoot:
        case Tag::th:
        case Tag::thead:
        case Tag::tr:
        case Tag::ul: return true;
        default: return false;
    }
}

bool is_never_shown(Tag tag) noexcept {
    switch (tag) {
        case Tag::audio:
        case Tag::canvas:
        case Tag::embed:
        case Tag::head:
        case Tag::iframe:
        case Tag::noframes:
        case Tag::noscript:
        case Tag::object:
        case Tag::rp:
        case Tag::script:
        case Tag::style:
        case Tag::svg:
        case Tag::template_element:
        case Tag::title:
        case Tag::video: return true;
        default: return false;
    }
}

struct Dom::Memory {
    GumboArena arena;
    std::vector<Node> nodes;
    std::vector<Step> open;
};

// Without recursion: a page can be nested a million deep.
void Dom::flatten(const GumboNode& document, Memory& memory) {
    auto& nodes = memory.nodes;
    auto& open = memory.open;
    nodes.clear();
    open.clear();
    nodes.emplace_back();
    open.push_back({&document.v.document.children, 0, 0});
    while (!open.empty()) {
        Step& step = open.back();
        if (step.next == step.children->length) {
            nodes[step.node].end = static_cast<NodeId>(nodes.size());
            open.pop_back();
            continue;
        }
        const auto& child = *static_cast<const GumboNode*>(step.children->data[step.next++]);
        if (step.next < step.children->length) __builtin_prefetch(step.children->data[step.next]);
        const auto id = static_cast<NodeId>(nodes.size());
        switch (child.type) {
            case GUMBO_NODE_ELEMENT:
            case GUMBO_NODE_TEMPLATE: {
                Node& node = nodes.emplace_back();
                node.parent = step.node;
                node.tag = kTags[static_cast<std::size_t>(child.v.element.tag)];
                node.source_ = &child.v.element;
                open.push_back({&child.v.element.children, 0, id});
                break;
            }
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE:
            case GUMBO_NODE_CDATA: {
                Node& node = nodes.emplace_back();
                node.parent = step.node;
                node.end = id + 1;
                node.tag = Tag::text;
                node.source_ = child.v.text.text;
                node.text_size_ = static_cast<std::uint32_t>(std::strlen(child.v.text.text));
                break;
            }
            case GUMBO_NODE_COMMENT:
            case GUMBO_NODE_DOCUMENT: break;
        }
    }
}

// What the last Dom of this thread left for the next.
std::unique_ptr<Dom::Memory>& Dom::spare_memory() {
    thread_local std::unique_ptr<Memory> spare;
    return spare;
}

Dom::Dom(std::string_view html, const ReadLimits& limits)
    : repaired_(with_bounded_references(html)), memory_(std::exchange(spare_memory(), nullptr)) {
    if (repaired_) html = *repaired_;
    if (parse_work(html, limits.parse_work) > limits.parse_work) {
        throw Error(ErrorCode::limit,
                    fmt::format("parse-work: the page needs more than {} steps to parse (elements "
                                "are nested too deep, or a tag has too many attributes)",
                                limits.parse_work));
    }
    if (!memory_) memory_ = std::make_unique<Memory>();
    flatten(*memory_->arena.parse(html, limits), *memory_);
    nodes_ = &memory_->nodes;
}

Dom::~Dom() {
    memory_->arena.reset();
    if (memory_->nodes.capacity() > kKeptNodes) memory_->nodes = {};
    if (memory_->open.capacity() > kKeptNodes) memory_->open = {};
    spare_memory() = std::move(memory_);
}

std::string_view Dom::name(NodeId id) const noexcept {
    const GumboElement& gumbo = element((*this)[id].source_);
    if (gumbo.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(gumbo.tag);
    GumboStringPiece piece = gumbo.original_tag;
    gumbo_tag_from_original_text(&piece);
    return {piece.data, piece.length};
}

std::size_t Dom::attribute_count(NodeId id) const noexcept {
    return element((*this)[id].source_).attributes.length;
}

Dom::Attribute Dom::attribute_at(NodeId id, std::size_t index) const noexcept {
    const auto& attribute =
        *static_cast<const GumboAttribute*>(element((*this)[id].source_).attributes.data[index]);
    return {attribute.name, attribute.value};
}

std::optional<std::string_view> Dom::attribute(NodeId id, std::string_view name) const noexcept {
    if (!is_element(id)) return std::nullopt;
    const GumboVector& attributes = element((*this)[id].source_).attributes;
    for (unsigned i = 0; i < attributes.length; ++i) {
        const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
        if (attribute.name[0] == name[0] && attribute.name == name) return attribute.value;
    }
    return std::nullopt;
}

std::string_view Dom::value(NodeId id, std::string_view name) const noexcept {
    return attribute(id, name).value_or(std::string_view());
}

}  // namespace feedarc::read
