#include "identity/edit_script.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

namespace feedarc {
namespace {

using Number = std::int64_t;
using Elements = std::span<const std::uint32_t>;

// A rectangle of the edit graph: elements of `before` from left to right, of `after` downwards.
struct Box {
    Number left = 0, right = 0, top = 0, bottom = 0;

    [[nodiscard]] Number width() const { return right - left; }
    [[nodiscard]] Number height() const { return bottom - top; }
};

struct Point {
    Number x = 0, y = 0;
};

class Search {
public:
    Search(Elements before, Elements after, std::size_t most_steps)
        : before_(before), after_(after), steps_left_(static_cast<Number>(most_steps)) {
        script_.removed.resize(before.size());
        script_.added.resize(after.size());
        // Diagonals run from -height to width, with one more on either side.
        offset_ = static_cast<Number>(after.size()) + 1;
        forward_.resize(before.size() + after.size() + 3);
        backward_.resize(forward_.size());
    }

    EditScript run() {
        solve({0, static_cast<Number>(before_.size()), 0, static_cast<Number>(after_.size())});
        return std::move(script_);
    }

private:
    [[nodiscard]] bool equal(Number x, Number y) const {
        return before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(y)];
    }

    // Each half has half of the differences, so this goes as deep as their number has bits.
    void solve(Box box) {
        while (box.width() > 0 && box.height() > 0 && equal(box.left, box.top)) {
            ++box.left;
            ++box.top;
        }
        while (box.width() > 0 && box.height() > 0 && equal(box.right - 1, box.bottom - 1)) {
            --box.right;
            --box.bottom;
        }
        const auto middle =
            box.width() > 0 && box.height() > 0 ? find_middle(box) : std::optional<Point>();
        if (!middle) {
            std::fill(script_.removed.begin() + box.left, script_.removed.begin() + box.right, 1);
            std::fill(script_.added.begin() + box.top, script_.added.begin() + box.bottom, 1);
            return;
        }
        solve({box.left, middle->x, box.top, middle->y});
        solve({middle->x, box.right, middle->y, box.bottom});
    }

    Number& forward(Number diagonal) {
        return forward_[static_cast<std::size_t>(offset_ + diagonal)];
    }
    Number& backward(Number diagonal) {
        return backward_[static_cast<std::size_t>(offset_ + diagonal)];
    }

    // How far one goes on a diagonal from what is known of its neighbours, one step of the search
    // before: right from the one below, or down from the one above, whichever is farther.
    template <typename Reached>
    static Number start_of(Number diagonal, Number steps, Reached reached) {
        const bool down = diagonal == -steps ||
                          (diagonal != steps && reached(diagonal - 1) < reached(diagonal + 1));
        return down ? reached(diagonal + 1) : reached(diagonal - 1) + 1;
    }

    // A point in the middle of a shortest path through the box: where the paths that come from both
    // of its corners, each with half of the differences, meet. Nothing once the steps are used up.
    std::optional<Point> find_middle(const Box& box) {
        const Number width = box.width();
        const Number height = box.height();
        const Number delta = width - height;
        const bool odd = delta % 2 != 0;
        const auto ahead = [&](Number diagonal) -> Number& { return forward(diagonal); };
        const auto behind = [&](Number diagonal) -> Number& { return backward(diagonal); };
        ahead(1) = behind(1) = 0;
        for (Number steps = 0;; ++steps) {
            // Diagonals that lie beyond the box lead nowhere.
            const Number lowest = -steps + 2 * std::max(Number{0}, steps - height);
            const Number highest = steps - 2 * std::max(Number{0}, steps - width);
            for (Number diagonal = lowest; diagonal <= highest; diagonal += 2) {
                Number x = start_of(diagonal, steps, ahead);
                const Number start = x;
                while (x < width && x - diagonal < height &&
                       equal(box.left + x, box.top + x - diagonal)) {
                    ++x;
                }
                ahead(diagonal) = x;
                const Number opposite = delta - diagonal;
                if (odd && std::abs(opposite) < steps && x + behind(opposite) >= width) {
                    return Point{box.left + x, box.top + x - diagonal};
                }
                if (is_used_up(x - start)) return std::nullopt;
            }
            for (Number diagonal = lowest; diagonal <= highest; diagonal += 2) {
                Number x = start_of(diagonal, steps, behind);
                const Number start = x;
                while (x < width && x - diagonal < height &&
                       equal(box.right - x - 1, box.bottom - (x - diagonal) - 1)) {
                    ++x;
                }
                behind(diagonal) = x;
                const Number opposite = delta - diagonal;
                if (!odd && std::abs(opposite) <= steps && x + ahead(opposite) >= width) {
                    return Point{box.right - x, box.bottom - (x - diagonal)};
                }
                if (is_used_up(x - start)) return std::nullopt;
            }
        }
    }

    bool is_used_up(Number matched) {
        steps_left_ -= matched + 1;
        return steps_left_ <= 0;
    }

    Elements before_, after_;
    Number steps_left_;
    Number offset_ = 0;
    std::vector<Number> forward_, backward_;  // how far paths got, by diagonal
    EditScript script_;
};

}  // namespace

EditScript edit_script(Elements before, Elements after, std::size_t most_steps) {
    return Search(before, after, most_steps).run();
}

}  // namespace feedarc
