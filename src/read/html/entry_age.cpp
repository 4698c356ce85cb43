#include "read/html/entry_age.hpp"

#include "read/age_line.hpp"
#include "read/html/entry_dates.hpp"
#include "read/html/page_text.hpp"
#include "read/html/replies.hpp"
#include "text/find_age.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace feedarc::read {
namespace {

using namespace std::string_view_literals;

// A line of small print; what is longer tells of the age of something else.
constexpr std::uint32_t kMostLineWidth = 2 * kMostLabelWidth;
constexpr std::size_t kLongestText = 200;

// How long it takes to read, to watch or to cook, which looks like an age.
bool is_class_of_durations(std::string_view words) {
    static constexpr std::array kWords{"read"sv,   "Read"sv, "duration"sv,
                                       "length"sv, "cook"sv, "prep"sv};
    return holds_one_of(words, kWords);
}

class Finder {
public:
    Finder(const Outline& outline, const Block& block, NodeId title_begin, NodeId title_end)
        : outline_(outline),
          dom_(outline.dom()),
          block_(block),
          title_begin_(title_begin),
          title_end_(title_end) {}

    [[nodiscard]] const ShownAge& found() const { return found_; }

    // Whether there is one.
    bool look_at_marked(std::span<const NodeId> elements) {
        for (const bool is_short : {false, true}) {
            for (const NodeId element : elements) {
                if (outline_.width(element) > kMostLineWidth) continue;
                if (is_short && !may_be_short(element)) continue;
                const std::string text = plain_text(dom_, element);
                const auto age = is_short ? text::parse_marked_age(text) : age_in_pieces(text);
                if (age && take(*age, element)) return true;
            }
        }
        return false;
    }

    bool look_at_texts() {
        for (NodeId node = block_.begin; node < block_.end;) {
            const Dom::Node& at = dom_[node];
            if (node == title_begin_ || outline_.is_hidden(node)) {
                node = node == title_begin_ ? title_end_ : at.end;
                continue;
            }
            ++node;
            const NodeId text = node - 1;
            if (at.tag != Tag::text || at.text().size() > kLongestText) continue;
            const std::uint32_t width = outline_.width(text);
            if (width == 0 || width > kMostLineWidth) continue;
            auto age = text::parse_age_line(at.text());
            if (age && is_word_in_link(text)) continue;
            const bool in_pieces = !age;
            if (in_pieces) age = age_in_pieces(at.text());
            if (!age || (in_pieces && is_sentence(text::fold_space(at.text())))) continue;
            if (!is_in_sentence(text) && take(*age, text)) return true;
        }
        return false;
    }

private:
    // Whether an amount alone (`5m`) is an age there. `datetime="PT5M"` is a duration, and so may
    // be what a class calls age or time.
    [[nodiscard]] bool may_be_short(NodeId element) const {
        static constexpr std::array kWords{"date"sv,  "Date"sv, "publish"sv, "posted"sv,
                                           "stamp"sv, "ago"sv,  "when"sv,    "created"sv};
        const std::string_view words = dom_.value(element, "class");
        if (dom_.value(element, "datetime").starts_with('P') || is_class_of_durations(words)) {
            return false;
        }
        return dom_.tag(element) == Tag::time || holds_one_of(words, kWords);
    }

    // A link that says "Today", or German "hier", leads somewhere; it tells no age.
    [[nodiscard]] bool is_word_in_link(NodeId text) const {
        if (text::find_age(dom_[text].text())) return false;
        NodeId node = dom_[text].parent;
        while (node > block_.begin && dom_.tag(node) != Tag::a) node = dom_[node].parent;
        return dom_.tag(node) == Tag::a && !dom_.contains(node, title_begin_);
    }

    bool take(const Age& age, NodeId node) {
        const bool is_its_own = is_of_entry(node);
        if (is_its_own || found_.node == 0) found_.node = node;
        if (is_its_own) found_.age = age;
        return is_its_own;
    }

    [[nodiscard]] NodeId line_of(NodeId node) const {
        while (node > block_.begin && !is_block(dom_.tag(node))) node = dom_[node].parent;
        return std::max(node, block_.begin);
    }

    // What stands in the same line besides the title.
    [[nodiscard]] bool is_in_sentence(NodeId text) const {
        const NodeId line = line_of(dom_[text].parent);
        if (dom_.contains(line, title_begin_)) {
            return outline_.width(line) >
                   kMostLineWidth + outline_.sums(title_begin_, title_end_).width;
        }
        return outline_.width(line) > kMostLineWidth ||
               (outline_.width(line) > outline_.width(text) && is_sentence(plain_text(dom_, line)));
    }

    [[nodiscard]] bool is_of_entry(NodeId node) const {
        return !is_of_reply(outline_, block_, node, title_begin_) &&
               !is_in_column_of_replies(outline_, block_, node);
    }

    const Outline& outline_;
    const Dom& dom_;
    const Block& block_;
    NodeId title_begin_;
    NodeId title_end_;
    ShownAge found_;
};

}  // namespace

bool is_sentence(std::string_view text) noexcept {
    constexpr std::array kEnds{"."sv, "!"sv, "?"sv, "…"sv, "。"sv, "！"sv, "？"sv};
    return std::any_of(kEnds.begin(), kEnds.end(),
                       [text](std::string_view end) { return text.ends_with(end); });
}

ShownAge find_entry_age(const Outline& outline, const Block& block, std::span<const NodeId> times,
                        std::span<const NodeId> marked, NodeId title_begin, NodeId title_end) {
    Finder finder(outline, block, title_begin, title_end);
    if (!finder.look_at_marked(times) && !finder.look_at_marked(marked)) finder.look_at_texts();
    return finder.found();
}

}  // namespace feedarc::read
