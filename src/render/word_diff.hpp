#pragma once

#include <feedarc/text_diff.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace feedarc::render {

/// What stays the same is shown for this many columns beside each change, in whole words.
inline constexpr std::size_t kDiffContext = 40;

enum class Unchanged { shortened, whole };

/// A diff as one line: removed text red and added text green, or without colour `[-removed-]` and
/// `{+added+}`, as `git diff --word-diff` writes them. Characters that must not reach a terminal
/// are made visible. Where nothing changed the line is empty.
[[nodiscard]] std::string word_diff(std::span<const DiffPiece> pieces, bool colour,
                                    Unchanged unchanged);

}  // namespace feedarc::render
