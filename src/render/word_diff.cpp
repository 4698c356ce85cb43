#include "render/word_diff.hpp"

#include "text/visible.hpp"
#include "text/width.hpp"
#include "text/words.hpp"

#include <algorithm>
#include <string_view>

namespace feedarc::render {
namespace {

constexpr std::string_view kEllipsis = "…";

// Any number of marks takes no column.
constexpr std::size_t kMostContextBytes = 16 * kDiffContext;

bool fits(std::string_view text) {
    return text.size() <= kMostContextBytes && text::display_width(text) <= kDiffContext;
}

// The words at the start of a text that fit: how many bytes they take.
std::size_t fitting_start(std::string_view text, const std::vector<std::size_t>& ends) {
    std::size_t fitting = 0;
    for (const std::size_t end : ends) {
        if (!fits(text.substr(0, end))) break;
        fitting = end;
    }
    return fitting;
}

// Likewise where the words at the end begin.
std::size_t fitting_end(std::string_view text, const std::vector<std::size_t>& ends) {
    std::size_t fitting = text.size();
    for (std::size_t i = ends.size(); i-- > 0;) {
        const std::size_t begin = i == 0 ? 0 : ends[i - 1];
        if (!fits(text.substr(begin))) break;
        fitting = begin;
    }
    return fitting;
}

// What stays the same behind one change and before another.
std::string shortened(std::string_view text, bool behind_change, bool before_change) {
    const std::vector<std::size_t> ends = text::word_ends(text);
    const std::size_t head = behind_change ? fitting_start(text, ends) : 0;
    const std::size_t tail = before_change ? fitting_end(text, ends) : text.size();
    // An ellipsis for less than its own width would save nothing.
    if (head >= tail || text::display_width(text.substr(head, tail - head)) <= 1) {
        return text::visible(text);
    }
    return text::visible(text.substr(0, head)) + std::string(kEllipsis) +
           text::visible(text.substr(tail));
}

}  // namespace

std::string word_diff(std::span<const DiffPiece> pieces, bool colour, Unchanged unchanged) {
    const bool any = std::any_of(pieces.begin(), pieces.end(), [](const DiffPiece& piece) {
        return piece.kind != DiffPiece::Kind::same;
    });
    if (!any) return {};
    std::string line;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const DiffPiece& piece = pieces[i];
        switch (piece.kind) {
            case DiffPiece::Kind::same:
                line += unchanged == Unchanged::whole
                            ? text::visible(piece.text)
                            : shortened(piece.text, i > 0, i + 1 < pieces.size());
                break;
            case DiffPiece::Kind::removed:
                line += (colour ? "\x1b[31m" : "[-") + text::visible(piece.text) +
                        (colour ? "\x1b[0m" : "-]");
                break;
            case DiffPiece::Kind::added:
                line += (colour ? "\x1b[32m" : "{+") + text::visible(piece.text) +
                        (colour ? "\x1b[0m" : "+}");
                break;
        }
    }
    return line;
}

}  // namespace feedarc::render
