#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace feedarc {

/// A stretch of what becomes of a text.
struct DiffPiece {
    enum class Kind { same, removed, added };
    Kind kind = Kind::same;
    std::string_view text;  ///< of the later text; of the earlier one where it was removed

    bool operator==(const DiffPiece&) const = default;
};

/// Texts longer than this (in bytes) are compared from both ends alone.
inline constexpr std::size_t kMostDiffBytes = std::size_t{1} << 20;

/// After as many steps of the search, what is not matched yet counts as replaced as a whole. Two
/// texts of 1000 words that have none in common take 2 million, some 5 milliseconds.
inline constexpr std::size_t kMostDiffSteps = 4'000'000;

/// What turns one text into another, word by word (of Han and kana, character by character): the
/// shortest such script (Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1,
/// 1986, in linear space as in its section 4b), but for what is common by chance between larger
/// changes, which is left out to be read more easily.
///
/// The pieces of `same` and `removed` are `before`, those of `same` and `added` are `after`; no two
/// of one kind follow each other, none is empty, and what is removed stands before what is added in
/// its place. The pieces live as long as both texts. Takes any bytes, and time and memory by the
/// limits above; the result depends on the texts alone.
[[nodiscard]] std::vector<DiffPiece> diff_texts(std::string_view before, std::string_view after);

}  // namespace feedarc
