#include "text/search_query.hpp"

#include "text/search_words.hpp"
#include "text/simplified_han.hpp"
#include "text/unicode.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace feedarc::text {
namespace {

// More would only cost: what is over is compared with the texts themselves.
constexpr std::size_t kMostInIndexExpression = 64;

bool is_quote(char32_t character) noexcept {
    return character == U'"' || character == U'\u201c' || character == U'\u201d' ||
           character == U'\u201e' || character == U'\uff02';
}

bool take_start(std::string_view& text, std::string_view start) noexcept {
    const auto lower = [](char byte) {
        return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    };
    if (text.size() <= start.size() ||
        !std::equal(start.begin(), start.end(), text.begin(),
                    [&](char expected, char byte) { return lower(byte) == expected; })) {
        return false;
    }
    text.remove_prefix(start.size());
    return true;
}

std::string with_spaces(std::string_view utf8_folded) {
    std::string words = " ";
    for (const SearchWord& word : words_of(utf8_folded)) {
        words.append(utf8_folded, word.begin, word.end - word.begin);
        words += ' ';
    }
    return words;
}

// Of which search_fold() makes its simplified form, and nothing else: most of many texts.
bool is_plain_han(char32_t character) noexcept {
    return character >= 0x4e00 && character <= 0x9fff;
}

// A folded text, and of each of its bytes where in the text the character begins and ends that it
// came of, with the marks behind it.
struct FoldedWithPlaces {
    explicit FoldedWithPlaces(std::string_view utf8) {
        for (std::size_t at = 0; at < utf8.size();) {
            const std::size_t begin = at;
            const char32_t character = next_character(utf8, at);
            const std::size_t end = at;
            for (std::size_t next = at; next < utf8.size(); at = next) {
                if (!is_mark(next_character(utf8, next))) break;
            }
            if (is_plain_han(character) && at == end) {
                append_utf8(text, simplified(character));
            } else {
                text += search_fold(utf8.substr(begin, at - begin));
            }
            begins.resize(text.size(), begin);
            ends.resize(text.size(), at);
        }
    }
    std::string text;
    std::vector<std::size_t> begins, ends;
};

template <typename Found>
void find_signs(std::string_view text, std::string_view signs, const Found& found) {
    for (auto at = text.find(signs); at != std::string_view::npos;
         at = text.find(signs, at + signs.size())) {
        found(at, at + signs.size());
    }
}

// Where words stand one after the other; of the last one only what it begins with, if `begins`.
template <typename Found>
void find_words(std::string_view text, const std::vector<SearchWord>& words,
                std::string_view looked_for, bool begins, const Found& found) {
    std::vector<std::string_view> sequence;
    for (std::size_t at = 0; at <= looked_for.size();) {
        const std::size_t end = std::min(looked_for.find(' ', at), looked_for.size());
        sequence.push_back(looked_for.substr(at, end - at));
        at = end + 1;
    }
    for (std::size_t first = 0; first + sequence.size() <= words.size(); ++first) {
        std::size_t i = 0;
        for (; i < sequence.size(); ++i) {
            const SearchWord& word = words[first + i];
            const std::string_view shown = text.substr(word.begin, word.end - word.begin);
            const bool may_go_on = begins && i + 1 == sequence.size();
            if (may_go_on ? !shown.starts_with(sequence[i]) : shown != sequence[i]) break;
        }
        if (i < sequence.size()) continue;
        const SearchWord& last = words[first + i - 1];
        const std::size_t end = begins ? last.begin + sequence.back().size() : last.end;
        found(words[first].begin, end);
    }
}

// In order, and what overlaps or touches as one.
SearchQuery::Spans joined(SearchQuery::Spans spans) {
    std::sort(spans.begin(), spans.end());
    SearchQuery::Spans apart;
    for (const auto& [begin, end] : spans) {
        if (!apart.empty() && begin <= apart.back().second) {
            apart.back().second = std::max(apart.back().second, end);
        } else {
            apart.emplace_back(begin, end);
        }
    }
    return apart;
}

}  // namespace

SearchedText::SearchedText(std::string_view title_text, std::string_view excerpt)
    : title{search_fold(title_text), {}}, text{search_fold(excerpt), {}} {
    title.words = with_spaces(title.folded);
    text.words = with_spaces(text.folded);
}

class SearchQuery::Parser {
public:
    explicit Parser(std::string_view query) : rest_(query) {}

    std::vector<Clause> parse() {
        std::string connective;  // before the next term
        while (next_piece()) {
            const bool plain = !quoted_ && !negative_ && field_ == Field::any;
            if (plain && !clauses_.empty() && (piece_ == "OR" || piece_ == "AND")) {
                if (!connective.empty()) add(term_of(connective), false);
                connective = piece_;
                continue;
            }
            add(term_of(piece_), connective == "OR");
            connective.clear();
        }
        if (!connective.empty()) {
            negative_ = quoted_ = false;
            field_ = Field::any;
            add(term_of(connective), false);
        }
        return std::move(clauses_);
    }

private:
    // Reads up to the next space, or to the end of what is in quotes.
    bool next_piece() {
        skip_spaces();
        if (rest_.empty()) return false;
        std::string_view behind_marks = rest_;
        take_marks(behind_marks);
        quoted_ = take_quoted(behind_marks);
        if (quoted_) {
            rest_ = behind_marks;
            return true;
        }
        std::size_t end = 0;
        for (std::size_t next = 0; end < rest_.size(); end = next) {
            if (is_space(next_character(rest_, next))) break;
        }
        piece_ = rest_.substr(0, end);
        rest_.remove_prefix(end);
        std::string_view marked = piece_;
        take_marks(marked);
        if (words_of(search_fold(marked)).empty()) {
            // Signs by themselves: there is nothing that they mark.
            negative_ = false;
            field_ = Field::any;
        } else {
            piece_ = marked;
        }
        return true;
    }

    void take_marks(std::string_view& text) {
        negative_ = take_start(text, "-");
        field_ = take_start(text, "title:")  ? Field::title
                 : take_start(text, "text:") ? Field::text
                                             : Field::any;
    }

    // What is between two quotation marks; one alone is a sign like others.
    bool take_quoted(std::string_view& text) {
        std::size_t begin = 0;
        if (text.empty() || !is_quote(next_character(text, begin))) return false;
        std::size_t end = begin;
        std::size_t next = begin;
        while (end < text.size() && !is_quote(next_character(text, next))) end = next;
        if (end == text.size() || is_blank(text.substr(begin, end - begin))) return false;
        piece_ = text.substr(begin, end - begin);
        text.remove_prefix(next);
        return true;
    }

    static bool is_blank(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            if (!is_space(next_character(text, at))) return false;
        }
        return true;
    }

    void skip_spaces() {
        while (!rest_.empty()) {
            std::size_t next = 0;
            if (!is_space(next_character(rest_, next))) return;
            rest_.remove_prefix(next);
        }
    }

    [[nodiscard]] Term term_of(std::string_view piece) const {
        Term term{field_, negative_, {}};
        const std::string folded = search_fold(piece);
        const auto words = words_of(folded);
        if (words.empty()) {
            std::string_view signs = folded;
            while (!signs.empty() && signs.front() == ' ') signs.remove_prefix(1);
            while (!signs.empty() && signs.back() == ' ') signs.remove_suffix(1);
            if (!signs.empty()) term.needles.push_back({"", false, std::string(signs)});
        } else if (quoted_) {
            term.needles.push_back(needle_of(folded, words, 0, words.size()));
        } else {
            add_parts(folded, words, term);
        }
        return term;
    }

    // Each word and each run by itself.
    static void add_parts(const std::string& folded, const std::vector<SearchWord>& words,
                          Term& term) {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i].kind == SearchWord::Kind::pair) continue;
            Needle needle = needle_of(folded, words, begin, i + 1);
            needle.begins = needle.begins || words[i].kind == SearchWord::Kind::word;
            term.needles.push_back(std::move(needle));
            begin = i + 1;
        }
    }

    // The last character of a run may go on: it is in the pair before, or begins one.
    static Needle needle_of(const std::string& folded, const std::vector<SearchWord>& words,
                            std::size_t begin, std::size_t end) {
        Needle needle;
        if (words[end - 1].kind == SearchWord::Kind::last) {
            if (end - begin > 1 && words[end - 2].kind == SearchWord::Kind::pair) {
                --end;
            } else {
                needle.begins = true;
            }
        }
        for (std::size_t i = begin; i < end; ++i) {
            if (!needle.words.empty()) needle.words += ' ';
            needle.words.append(folded, words[i].begin, words[i].end - words[i].begin);
        }
        return needle;
    }

    void add(Term term, bool either) {
        if (term.needles.empty()) return;
        if (either && !clauses_.empty()) {
            clauses_.back().push_back(std::move(term));
        } else {
            clauses_.push_back({std::move(term)});
        }
    }

    std::string_view rest_;
    std::string_view piece_;
    bool quoted_ = false, negative_ = false;
    Field field_ = Field::any;
    std::vector<Clause> clauses_;
};

SearchQuery::SearchQuery(std::string_view typed) {
    Repairs repairs;
    const std::string query = repair_utf8(std::string(typed), repairs);
    clauses_ = Parser(query).parse();
    make_index_expression();
}

bool SearchQuery::holds(const Needle& needle, const SearchedText::Field& field) {
    if (needle.words.empty()) return field.folded.find(needle.signs) != std::string::npos;
    const std::string found = ' ' + needle.words + (needle.begins ? "" : " ");
    return field.words.find(found) != std::string::npos;
}

bool SearchQuery::holds(const Term& term, const SearchedText& searched) {
    const bool all =
        std::all_of(term.needles.begin(), term.needles.end(), [&](const Needle& needle) {
            return (term.field != Field::text && holds(needle, searched.title)) ||
                   (term.field != Field::title && holds(needle, searched.text));
        });
    return all != term.negative;
}

bool SearchQuery::matches(const SearchedText& searched) const {
    return std::all_of(clauses_.begin(), clauses_.end(), [&](const Clause& clause) {
        return std::any_of(clause.begin(), clause.end(),
                           [&](const Term& term) { return holds(term, searched); });
    });
}

SearchQuery::Spans SearchQuery::found_in(std::string_view utf8, bool is_title) const {
    const FoldedWithPlaces folded(utf8);
    const auto words = words_of(folded.text);
    Spans spans;
    const auto found = [&](std::size_t begin, std::size_t end) {
        spans.emplace_back(folded.begins[begin], folded.ends[end - 1]);
    };
    for (const Clause& clause : clauses_) {
        for (const Term& term : clause) {
            if (term.negative || term.field == (is_title ? Field::text : Field::title)) continue;
            for (const Needle& needle : term.needles) {
                if (needle.words.empty()) {
                    find_signs(folded.text, needle.signs, found);
                } else {
                    find_words(folded.text, words, needle.words, needle.begins, found);
                }
            }
        }
    }
    return joined(std::move(spans));
}

void SearchQuery::make_index_expression() {
    std::size_t terms = 0;
    // Nothing where the index does not tell.
    const auto expression_of = [&](const Term& term) -> std::optional<std::string> {
        std::vector<std::string> parts;
        for (const Needle& needle : term.needles) {
            if (needle.words.empty() || ++terms > kMostInIndexExpression) {
                exact_ = false;
                continue;
            }
            parts.push_back(fmt::format("\"{}\"{}", needle.words, needle.begins ? " *" : ""));
            asks_for_beginnings_ = asks_for_beginnings_ || needle.begins;
        }
        if (parts.empty() || (term.negative && parts.size() < term.needles.size())) {
            return std::nullopt;
        }
        const char* column = term.field == Field::title  ? "title : "
                             : term.field == Field::text ? "text : "
                                                         : "";
        return fmt::format("{}({})", column, fmt::join(parts, " AND "));
    };
    std::vector<std::string> all, none;
    for (const Clause& clause : clauses_) {
        std::vector<std::string> either;
        for (const Term& term : clause) {
            auto expression = expression_of(term);
            const bool alone = clause.size() == 1;
            if (!expression || (term.negative && !alone)) {
                exact_ = false;
                either.clear();
                break;
            }
            (term.negative ? none : either).push_back(*std::move(expression));
        }
        if (!either.empty()) all.push_back(fmt::format("({})", fmt::join(either, " OR ")));
    }
    if (all.empty()) {
        exact_ = false;
        return;
    }
    index_expression_ = fmt::format("{}", fmt::join(all, " AND "));
    if (!none.empty()) {
        index_expression_ =
            fmt::format("({}) NOT ({})", *index_expression_, fmt::join(none, " OR "));
    }
}

}  // namespace feedarc::text
