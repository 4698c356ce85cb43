#pragma once

#include "support/dice.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace feedarc::test {

/// Puts a text through every format of rows and of single things, and through a diff: as text, as a
/// URL and in a list; with and without colour, for spreadsheets and exact. Nothing that takes over
/// a terminal or a spreadsheet may come out, and what can be read back must be the text. Empty
/// where all is well; else what is wrong.
[[nodiscard]] std::string problem_of_rendering(std::string_view text);

/// Random bytes and characters among tricks and what formats are made of.
[[nodiscard]] std::string random_hostile_text(Dice& dice);

/// The output without the sequences that feedarc colours with.
[[nodiscard]] std::string without_own_colours(std::string_view output);

/// The cells of TSV, its escapes undone.
[[nodiscard]] std::vector<std::vector<std::string>> cells_of_tsv(std::string_view tsv);

/// The cells of a line of a Markdown table as they are written; empty where it is none.
[[nodiscard]] std::vector<std::string> cells_of_markdown(std::string_view line);

/// What is wrong with a cell of Markdown: whatever is markup and no link that the program made.
[[nodiscard]] std::string problem_of_markdown(std::string_view cell);

}  // namespace feedarc::test
