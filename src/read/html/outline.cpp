#include "read/html/outline.hpp"

#include "read/html/attribute.hpp"
#include "read/html/marks.hpp"

#include <algorithm>
#include <cstddef>

namespace feedarc::read {
namespace {

// A share of the page's text. What holds more is the page, whatever its class says ("has-sidebar").
constexpr double kMostOfThePage = 0.5;
// Comments are often longer than the article that they belong to.
constexpr double kMostOfThePageInComments = 0.9;

// A date stands in a short text.
constexpr std::uint32_t kMostDateWidth = 100;

constexpr Role kFrameRoles =
    Role::navigation | Role::side | Role::foot | Role::comments | Role::pager;

// 19xx or 20xx, with no digit around it.
bool has_year(std::string_view text) noexcept {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
        if ((text[i] != '2' || text[i + 1] != '0') && (text[i] != '1' || text[i + 1] != '9')) {
            continue;
        }
        if (is_digit(text[i + 2]) && is_digit(text[i + 3]) && (i == 0 || !is_digit(text[i - 1])) &&
            (i + 4 == text.size() || !is_digit(text[i + 4]))) {
            return true;
        }
    }
    return false;
}

std::uint32_t name_hash(const Dom& dom, NodeId element) noexcept {
    const Tag tag = dom.tag(element);
    auto hash = static_cast<std::uint32_t>(tag);
    if (tag != Tag::other) return hash;
    for (const char c : dom.name(element)) hash = mixed(hash, static_cast<std::uint8_t>(c | 0x20));
    return hash;
}

}  // namespace

std::uint32_t rough_width(std::string_view utf8) noexcept {
    std::uint32_t width = 0;
    while (!utf8.empty()) {
        // A sum in one byte cannot overflow over so few, and lets the compiler take 16 bytes at
        // once.
        const std::string_view piece = utf8.substr(0, 80);
        std::uint8_t columns = 0;
        for (const char c : piece) {
            const auto byte = static_cast<std::uint8_t>(c);
            // One column for a printed byte of ASCII, one for each first byte of a longer
            // character, and one more where that is from U+3000 on, where the wide characters are.
            columns = static_cast<std::uint8_t>(columns + (byte > 0x20 && byte < 0x7f) +
                                                (byte >= 0xc2) + (byte >= 0xe3));
        }
        width += columns;
        utf8.remove_prefix(piece.size());
    }
    return width;
}

class Outline::Builder {
public:
    explicit Builder(Outline& outline) : outline_(outline), dom_(*outline.dom_) {}

    void run() {
        const NodeId size = dom_.size();
        outline_.before_.resize(size + 1U);
        outline_.paths_.resize(size);
        outline_.kinds_.resize(size);
        outline_.roles_.resize(size);
        outline_.flags_.resize(size, kPlain);
        for (NodeId node = 0; node < size;) node = visit(node);
        outline_.before_[size] = sum_;
        mark_frame();
        drop_frame_links();
    }

private:
    // Returns the node to go on with.
    NodeId visit(NodeId node) {
        outline_.before_[node] = sum_;
        const Tag tag = dom_.tag(node);
        if (tag == Tag::text) {
            text(node);
            return node + 1;
        }
        if (node == 0) return 1;
        if (is_never_shown(tag)) return hide(node);
        // The attributes of most inline elements tell nothing here, and to look at them costs as
        // much as all the rest.
        Marks marks;
        if (tag == Tag::a || is_container(tag)) marks = marks_of(dom_, node);
        if (marks.hidden) return hide(node);
        const NodeId parent = dom_[node].parent;
        const std::uint32_t name = name_hash(dom_, node);
        outline_.paths_[node] = mixed(outline_.paths_[parent], name);
        outline_.roles_[node] = marks.roles;
        outline_.kinds_[node] =
            mixed(mixed(outline_.kinds_[parent], name), marks.class_kind ^ marks.id_kind << 1U);
        element(node, tag, marks);
        return node + 1;
    }

    NodeId hide(NodeId node) {
        const NodeId end = dom_[node].end;
        std::fill(outline_.before_.begin() + node, outline_.before_.begin() + end, sum_);
        std::fill(outline_.flags_.begin() + node, outline_.flags_.begin() + end, kHidden);
        return end;
    }

    void text(NodeId node) {
        const std::string_view text = dom_[node].text();
        const std::uint32_t width = rough_width(text);
        if (width == 0) return;
        sum_.width += width;
        if (node < link_end_) {
            sum_.link_width += width;
        } else if (node < paragraph_end_) {
            sum_.prose_width += width;
        }
        if (width >= 4 && width <= kMostDateWidth && has_year(text)) ++sum_.years;
    }

    void element(NodeId node, Tag tag, const Marks& marks) {
        const NodeId end = dom_[node].end;
        if (is_heading(tag)) {
            ++sum_.headings;
            outline_.headings_.push_back(node);
            heading_ = node;
            heading_end_ = end;
        } else if (tag == Tag::a && !marks.href.empty()) {
            ++sum_.links;
            link_end_ = end;
            if (has_target(marks.href)) link(node, marks);
        } else if (tag == Tag::time) {
            ++sum_.times;
        } else if (tag == Tag::p) {
            paragraph_end_ = end;
        }
        if ((tag == Tag::article || marks.is_posting) && node >= article_end_ && tag != Tag::body &&
            tag != Tag::html) {
            outline_.articles_.push_back(node);
            if (marks.is_posting) outline_.postings_.push_back(node);
            article_end_ = end;
        }
        if (has_any(marks.roles, Role::pager) && tag != Tag::body) {
            pager_end_ = std::max(pager_end_, end);
        }
        if (is_frame_element(node, tag, marks)) {
            const bool beside = has_any(marks.roles, Role::beside) && tag != Tag::aside;
            frame_.push_back({node, has_any(marks.roles, Role::comments),
                              beside ? mixed(name_hash(dom_, node), marks.class_kind) : 0});
        }
    }

    void link(NodeId node, const Marks& marks) {
        outline_.links_.push_back({node, marks.href, node < heading_end_ ? heading_ : 0});
        const auto number = [&]() -> std::string_view {
            return dom_[node].end == node + 2 ? dom_[node + 1].text() : std::string_view();
        };
        if (node < pager_end_ || has_token(marks.rel, "next") || has_token(marks.rel, "prev") ||
            is_page_number(number(), marks.href)) {
            outline_.pager_targets_.push_back(marks.href);
        }
    }

    [[nodiscard]] bool is_frame_element(NodeId node, Tag tag, const Marks& marks) const {
        const bool in_article = node < article_end_;
        switch (tag) {
            case Tag::nav:
            case Tag::aside:
            case Tag::form:
            case Tag::select: return true;
            case Tag::footer: return !in_article;
            case Tag::div:
            case Tag::section:
            case Tag::ul:
            case Tag::ol:
            case Tag::dl:
            case Tag::table:
            case Tag::td:
            case Tag::header:
            case Tag::other: return !in_article && has_any(marks.roles, kFrameRoles);
            default: return false;
        }
    }

    // The sides of a page are one or two; what there are more of are the sides of its entries.
    // Returns their kinds, in order.
    [[nodiscard]] std::vector<std::uint32_t> sides_of_entries() const {
        constexpr std::ptrdiff_t kMostSides = 2;
        std::vector<std::uint32_t> sides;
        for (const Frame& one : frame_) {
            if (one.beside != 0) sides.push_back(one.beside);
        }
        std::sort(sides.begin(), sides.end());
        std::vector<std::uint32_t> of_entries;
        for (auto begin = sides.begin(); begin != sides.end();) {
            const auto end = std::upper_bound(begin, sides.end(), *begin);
            if (end - begin > kMostSides) of_entries.push_back(*begin);
            begin = end;
        }
        return of_entries;
    }

    void mark_frame() {
        const std::vector<std::uint32_t> of_entries = sides_of_entries();
        NodeId marked = 0;
        for (const auto& [node, comments, beside] : frame_) {
            const double most = comments ? kMostOfThePageInComments : kMostOfThePage;
            if (node < marked || outline_.width(node) > most * sum_.width) continue;
            if (std::binary_search(of_entries.begin(), of_entries.end(), beside)) continue;
            marked = dom_[node].end;
            outline_.frame_width_ += outline_.width(node);
            for (NodeId inside = node; inside < marked; ++inside) {
                if (outline_.flags_[inside] == kPlain) outline_.flags_[inside] = kFrame;
            }
        }
    }

    void drop_frame_links() {
        auto& links = outline_.links_;
        links.erase(std::remove_if(links.begin(), links.end(),
                                   [&](const Link& link) {
                                       return outline_.flags_[link.node] != kPlain ||
                                              outline_.link_width(link.node) == 0;
                                   }),
                    links.end());
        auto& articles = outline_.articles_;
        articles.erase(std::remove_if(articles.begin(), articles.end(),
                                      [&](NodeId node) { return outline_.flags_[node] != kPlain; }),
                       articles.end());
    }

    Outline& outline_;
    const Dom& dom_;
    Sums sum_;
    struct Frame {
        NodeId node = 0;
        bool comments = false;
        std::uint32_t beside = 0;  // the kind of what is named a side alone; 0 for all else
    };
    std::vector<Frame> frame_;
    NodeId heading_ = 0;
    NodeId heading_end_ = 0;
    NodeId link_end_ = 0;
    NodeId paragraph_end_ = 0;
    NodeId pager_end_ = 0;
    NodeId article_end_ = 0;
};

Outline::Outline(const Dom& dom) : dom_(&dom) {
    Builder(*this).run();
}

std::string_view Outline::link_label(NodeId link) const noexcept {
    return width(link) > 0 ? std::string_view() : dom_->value(link, "aria-label");
}

std::uint32_t Outline::link_width(NodeId link) const noexcept {
    const std::uint32_t shown = width(link);
    return shown > 0 ? shown : rough_width(link_label(link));
}

Role Outline::roles(NodeId node) const noexcept {
    if (!dom_->is_element(node)) return Role::none;
    if (is_container(dom_->tag(node))) return roles_[node];
    return roles_of(dom_->value(node, "class"));
}

std::uint32_t Outline::own_kind(NodeId element) const noexcept {
    return kind_of(dom_->value(element, "class"));
}

Outline::Sums Outline::sums(NodeId begin, NodeId end) const noexcept {
    const Sums& from = before_[begin];
    const Sums& to = before_[end];
    return {
        to.width - from.width, to.link_width - from.link_width, to.prose_width - from.prose_width,
        to.links - from.links, to.headings - from.headings,     to.times - from.times,
        to.years - from.years};
}

std::span<const Outline::Link> Outline::links(NodeId begin, NodeId end) const noexcept {
    const auto before = [](const Link& one, NodeId node) { return one.node < node; };
    const auto first = std::lower_bound(links_.begin(), links_.end(), begin, before);
    return {first, std::lower_bound(first, links_.end(), end, before)};
}

}  // namespace feedarc::read
