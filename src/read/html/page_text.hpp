#pragma once

#include "read/html/dom.hpp"
#include "text/unicode.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace feedarc::read {

/// Takes characters for private use off the ends of a text, with the white space beside them: icon
/// fonts put their signs there.
void trim_icons(std::string& folded);

/// Gathers text as it is copied from a browser, on one line: the borders of blocks and line breaks
/// become one space, inline elements add none.
class TextCollector {
public:
    explicit TextCollector(const Dom& dom) : dom_(dom) {}

    /// Adds the nodes of [begin, end), leaving out the subtrees for which `skip(element)` is true,
    /// and what is never shown.
    template <class Skip>
    void add(NodeId begin, NodeId end, Skip skip) {
        for (NodeId node = begin; node < end;) {
            close_until(node);
            const Dom::Node& at = dom_[node];
            if (at.tag == Tag::text) {
                append(at.text());
                ++node;
                continue;
            }
            const bool block = is_block(at.tag);
            gap_ = gap_ || block;
            if (is_never_shown(at.tag) || skip(node)) {
                node = at.end;
                continue;
            }
            if (block) block_end_ = at.end;
            ++node;
        }
        gap_ = true;
    }

    /// As text::fold_space() has it, without the signs of icon fonts at its ends.
    [[nodiscard]] std::string folded() && {
        std::string folded = unusual_space_ ? text::fold_space(text_) : std::move(text_);
        trim_icons(folded);
        return folded;
    }

private:
    void close_until(NodeId node);
    void append(std::string_view text);

    const Dom& dom_;
    std::string text_;
    NodeId block_end_ = 0;
    bool gap_ = false;            // white space since the last character
    bool unusual_space_ = false;  // beyond ASCII's
};

/// The text of a subtree on one line.
[[nodiscard]] std::string plain_text(const Dom& dom, NodeId node);

}  // namespace feedarc::read
