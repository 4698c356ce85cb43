#include <feedarc/text_diff.hpp>

#include "identity/edit_script.hpp"
#include "text/unicode.hpp"
#include "text/words.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace feedarc {
namespace {

// A text cut into words.
struct Words {
    std::string_view text;
    std::vector<std::size_t> ends;
    std::vector<std::uint32_t> numbers;  // equal words have equal ones

    [[nodiscard]] std::size_t begin_of(std::size_t word) const {
        return word == 0 ? 0 : ends[word - 1];
    }
    [[nodiscard]] std::string_view between(std::size_t first, std::size_t last) const {
        return text.substr(begin_of(first), begin_of(last) - begin_of(first));
    }
};

using Numbers = std::unordered_map<std::string_view, std::uint32_t>;

Words words_of(std::string_view text, Numbers& numbers) {
    Words words{text, text::word_ends(text), {}};
    words.numbers.reserve(words.ends.size());
    for (std::size_t i = 0; i < words.ends.size(); ++i) {
        const auto next = static_cast<std::uint32_t>(numbers.size());
        words.numbers.push_back(numbers.try_emplace(words.between(i, i + 1), next).first->second);
    }
    return words;
}

// Words from `before` that are replaced by words of `after`, and how many words behind them are the
// same in both.
struct Hunk {
    std::size_t before = 0, before_end = 0;
    std::size_t after = 0, after_end = 0;
    std::size_t same = 0;
};

std::vector<Hunk> hunks_of(const EditScript& script) {
    std::vector<Hunk> hunks;
    const std::size_t before_size = script.removed.size();
    const std::size_t after_size = script.added.size();
    Hunk hunk;
    for (;;) {
        while (hunk.before_end < before_size && script.removed[hunk.before_end] != 0) {
            ++hunk.before_end;
        }
        while (hunk.after_end < after_size && script.added[hunk.after_end] != 0) ++hunk.after_end;
        const auto is_same = [&] {
            const std::size_t before = hunk.before_end + hunk.same;
            const std::size_t after = hunk.after_end + hunk.same;
            return before < before_size && after < after_size && script.removed[before] == 0 &&
                   script.added[after] == 0;
        };
        while (is_same()) ++hunk.same;
        hunks.push_back(hunk);
        const std::size_t before = hunk.before_end + hunk.same;
        const std::size_t after = hunk.after_end + hunk.same;
        if (before == before_size && after == after_size) return hunks;
        hunk = {before, before, after, after, 0};
    }
}

// The letters of a stretch of words: white space does not count.
class LetterCounts {
public:
    explicit LetterCounts(const Words& words) : up_to_(words.ends.size() + 1) {
        for (std::size_t i = 0; i < words.ends.size(); ++i) {
            const std::string_view word = words.between(i, i + 1);
            std::size_t letters = 0;
            for (std::size_t at = 0; at < word.size();) {
                if (!text::is_space(text::next_character(word, at))) ++letters;
            }
            up_to_[i + 1] = up_to_[i] + letters;
        }
    }
    [[nodiscard]] std::size_t between(std::size_t first, std::size_t last) const {
        return up_to_[last] - up_to_[first];
    }

private:
    std::vector<std::size_t> up_to_;
};

// Joins changes between which no more is the same than either of them replaces: such a stretch is
// common by chance, and a text of many small changes is harder to read than one large change.
std::vector<Hunk> without_coincidences(const std::vector<Hunk>& hunks, const Words& before,
                                       const Words& after) {
    const LetterCounts of_before(before);
    const LetterCounts of_after(after);
    const auto size_of = [&](const Hunk& hunk) {
        return std::max(of_before.between(hunk.before, hunk.before_end),
                        of_after.between(hunk.after, hunk.after_end));
    };
    const auto is_change = [](const Hunk& hunk) {
        return hunk.before != hunk.before_end || hunk.after != hunk.after_end;
    };
    std::vector<Hunk> kept;
    for (const Hunk& hunk : hunks) {
        kept.push_back(hunk);
        while (kept.size() > 1) {
            const Hunk& last = kept.back();
            Hunk& previous = kept[kept.size() - 2];
            const std::size_t same =
                of_after.between(previous.after_end, previous.after_end + previous.same);
            if (!is_change(previous) || !is_change(last) ||
                same > std::min(size_of(previous), size_of(last))) {
                break;
            }
            previous.before_end = last.before_end;
            previous.after_end = last.after_end;
            previous.same = last.same;
            kept.pop_back();
        }
    }
    return kept;
}

void append(std::vector<DiffPiece>& pieces, DiffPiece::Kind kind, std::string_view text) {
    if (!text.empty()) pieces.push_back({kind, text});
}

// Too long to be searched: what both begin and end with, in whole characters, is the same.
std::vector<DiffPiece> diff_of_ends(std::string_view before, std::string_view after) {
    const auto differ = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    auto head = static_cast<std::size_t>(differ.first - before.begin());
    const auto splits = [](std::string_view text, std::size_t at) {
        return at < text.size() && text::is_continuation(text[at]);
    };
    while (head > 0 && (splits(before, head) || splits(after, head))) --head;
    const std::size_t most = std::min(before.size(), after.size()) - head;
    std::size_t tail = 0;
    while (tail < most && before[before.size() - tail - 1] == after[after.size() - tail - 1]) {
        ++tail;
    }
    while (tail > 0 && text::is_continuation(before[before.size() - tail])) --tail;
    std::vector<DiffPiece> pieces;
    append(pieces, DiffPiece::Kind::same, after.substr(0, head));
    append(pieces, DiffPiece::Kind::removed, before.substr(head, before.size() - head - tail));
    append(pieces, DiffPiece::Kind::added, after.substr(head, after.size() - head - tail));
    append(pieces, DiffPiece::Kind::same, after.substr(after.size() - tail));
    return pieces;
}

}  // namespace

std::vector<DiffPiece> diff_texts(std::string_view before, std::string_view after) {
    if (before == after) {
        std::vector<DiffPiece> whole;
        append(whole, DiffPiece::Kind::same, after);
        return whole;
    }
    if (std::max(before.size(), after.size()) > kMostDiffBytes) return diff_of_ends(before, after);
    Numbers numbers;
    const Words earlier = words_of(before, numbers);
    const Words later = words_of(after, numbers);
    const EditScript script = edit_script(earlier.numbers, later.numbers, kMostDiffSteps);
    std::vector<DiffPiece> pieces;
    for (const Hunk& hunk : without_coincidences(hunks_of(script), earlier, later)) {
        append(pieces, DiffPiece::Kind::removed, earlier.between(hunk.before, hunk.before_end));
        append(pieces, DiffPiece::Kind::added, later.between(hunk.after, hunk.after_end));
        append(pieces, DiffPiece::Kind::same,
               later.between(hunk.after_end, hunk.after_end + hunk.same));
    }
    return pieces;
}

}  // namespace feedarc
