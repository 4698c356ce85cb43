#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::text {

/// A title and a text made ready to be searched.
struct SearchedText {
    SearchedText(std::string_view title, std::string_view text);

    struct Field {
        std::string folded;  ///< search_fold() of it
        std::string words;   ///< its words with a space before and behind each
    };
    Field title, text;
};

/// What somebody typed to search for. Every text is a query:
///
/// - Words with spaces between them: all of them, in any order. A word of letters and digits finds
///   those that begin with it; Han, kana and other scripts without spaces are found anywhere. Case,
///   width, Latin accents and the forms of Han characters (simplified, traditional) do not count.
/// - `"..."`: these words one after the other, whole.
/// - `-word`, `-"..."`: not this one.
/// - `one OR two`: one of both.
/// - `title:word`, `text:word`: there alone.
/// - Punctuation and emoji count where they stand alone.
///
/// An index narrows the search down: `index_expression()` holds for every text that matches().
class SearchQuery {
public:
    explicit SearchQuery(std::string_view typed);

    /// Nothing to look for: there was nothing but spaces.
    [[nodiscard]] bool empty() const noexcept { return clauses_.empty(); }
    [[nodiscard]] bool matches(const SearchedText& searched) const;

    /// A query of SQLite's FTS5 on the columns `title` and `text`, both as search_words() gives
    /// them. Nothing where any text may match.
    [[nodiscard]] const std::optional<std::string>& index_expression() const noexcept {
        return index_expression_;
    }
    /// Whether all texts match for which that holds.
    [[nodiscard]] bool index_is_exact() const noexcept { return exact_; }

    /// Whether it asks for words that begin so. FTS5 then gathers all texts that have one before it
    /// gives the first.
    [[nodiscard]] bool asks_for_beginnings() const noexcept { return asks_for_beginnings_; }

    /// Where a text shows what is looked for: begins and ends in bytes, in order and apart.
    using Spans = std::vector<std::pair<std::size_t, std::size_t>>;
    [[nodiscard]] Spans found_in(std::string_view utf8, bool is_title) const;

private:
    enum class Field { any, title, text };

    // One thing that must be there.
    struct Needle {
        std::string words;    // with spaces between; empty: folded signs that stand anywhere
        bool begins = false;  // what the last word is begins it
        std::string signs;
    };
    // Needles that must all be there, or not all.
    struct Term {
        Field field = Field::any;
        bool negative = false;
        std::vector<Needle> needles;
    };
    using Clause = std::vector<Term>;  // one of these

    class Parser;

    static bool holds(const Needle& needle, const SearchedText::Field& field);
    static bool holds(const Term& term, const SearchedText& searched);
    void make_index_expression();

    std::vector<Clause> clauses_;  // all of these
    std::optional<std::string> index_expression_;
    bool exact_ = true;
    bool asks_for_beginnings_ = false;
};

}  // namespace feedarc::text
