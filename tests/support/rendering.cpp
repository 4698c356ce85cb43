#include "support/rendering.hpp"

#include "render/item.hpp"
#include "render/renderer.hpp"
#include "render/word_diff.hpp"
#include "support/hostile_text.hpp"
#include "text/unicode.hpp"
#include "text/visible.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <regex>
#include <sstream>
#include <vector>

namespace feedarc::test {
namespace {

using nlohmann::json;
using render::Kind;
using render::Style;
using render::Value;

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "; ";
    return text;
}

std::string written(std::string_view format, std::string_view text, const Style& style = {}) {
    const std::vector<std::string> list{std::string(text), "b", std::string(text)};
    const std::array<Value, 4> row{text, text, std::span<const std::string>(list),
                                   std::int64_t{-7}};
    std::ostringstream out;
    const auto renderer = render::format_named(format).make(out, style);
    renderer->begin({{"title"}, {"url", Kind::url}, {"urls", Kind::list}, {"id", Kind::integer}});
    renderer->row(row);
    renderer->finish();
    return out.str();
}

std::string list_text(std::string_view text) {
    return std::string(text) + (text.empty() ? "b " : " b ") + std::string(text);
}

// What is not UTF-8 becomes U+FFFD, in JSON perhaps fewer of them.
std::string repaired(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        text::append_utf8(result, text::next_character(text, at));
    }
    return result;
}

std::string once(std::string text) {
    const std::string twice = "\ufffd\ufffd";
    for (std::size_t at = 0; (at = text.find(twice, at)) != std::string::npos;) text.erase(at, 3);
    return text;
}

std::string problem_of_json(std::string_view text) {
    const json rows = json::parse(written("json", text));
    const json line = json::parse(written("jsonl", text));
    if (rows.size() != 1 || rows[0] != line) return "json and jsonl differ";
    const std::string wanted = once(repaired(text));
    for (const json& value : {line["title"], line["url"], line["urls"][0], line["urls"][2]}) {
        if (once(value.get<std::string>()) != wanted) return "json reads back as " + value.dump();
    }
    return {};
}

std::string problem_of_tsv(std::string_view text) {
    const auto rows = cells_of_tsv(written("tsv", text));
    const std::string wanted = repaired(text);
    const std::vector<std::string> cells{wanted, wanted, repaired(list_text(text)), "-7"};
    return rows.size() == 2 && rows[1] == cells ? "" : "tsv does not read back";
}

std::string problem_of_csv(std::string_view text) {
    const auto exact = cells_of_csv(written("csv", text, {.csv_exact = true}));
    const std::vector<std::string> cells{std::string(text), std::string(text), list_text(text),
                                         "-7"};
    if (exact.size() != 2 || exact[1] != cells) return "csv does not read back in exact mode";
    const auto shown = unsafe_in(written("csv", text, {.csv_exact = true, .to_terminal = true}));
    if (!shown.empty()) return "exact csv to a terminal: " + joined(shown);
    const std::string safe = written("csv", text);
    for (const char separator : {',', ';', '\t'}) {
        for (const auto& row : cells_of_csv(safe, separator)) {
            const auto formula = std::find_if(row.begin(), row.end(), is_formula);
            if (formula != row.end()) return "csv has the formula " + *formula;
        }
    }
    return cells_of_csv(safe).size() == 2 ? "" : "csv has further lines";
}

std::string problem_of_markdown_rows(std::string_view text) {
    std::istringstream lines(written("markdown", text));
    std::string line;
    int number = 0;
    for (; std::getline(lines, line); ++number) {
        const auto cells = cells_of_markdown(line);
        if (cells.size() != 4) return "markdown has the line " + line;
        if (number < 2) continue;
        for (const std::string& cell : cells) {
            if (auto problem = problem_of_markdown(cell); !problem.empty()) return problem;
        }
    }
    return number == 3 ? "" : "markdown has further lines";
}

// A thing shown whole: its names are trusted no more than its values.
std::string item_of(std::string_view format, std::string_view text, const Style& style) {
    std::ostringstream out;
    render::write_members({{std::string(text), Value(text)}, {"id", std::int64_t{7}}},
                          render::format_named(format), style, out);
    return out.str();
}

std::string diff_of(std::string_view text, bool colour) {
    const std::string_view half = text.substr(0, text.size() / 2);
    const std::array pieces{
        DiffPiece{DiffPiece::Kind::same, text}, DiffPiece{DiffPiece::Kind::removed, half},
        DiffPiece{DiffPiece::Kind::same, text}, DiffPiece{DiffPiece::Kind::added, text}};
    return render::word_diff(pieces, colour, render::Unchanged::shortened) +
           render::word_diff(pieces, colour, render::Unchanged::whole);
}

// Other formats have no colour.
std::vector<std::pair<std::string, std::string>> terminal_outputs(std::string_view text,
                                                                  bool colour) {
    const Style style{.width = 30, .colour = colour};
    std::vector<std::pair<std::string, std::string>> outputs{{"diff", diff_of(text, colour)}};
    for (const std::string& format : render::format_names()) {
        if (colour && format != "table") continue;
        outputs.emplace_back(format, written(format, text, style));
        if (format == "json" || format == "jsonl") continue;  // their names are not from outside
        outputs.emplace_back(format + " of one thing", item_of(format, text, style));
    }
    return outputs;
}

std::string problem_of_terminal(std::string_view text) {
    for (const bool colour : {false, true}) {
        for (const auto& [name, output] : terminal_outputs(text, colour)) {
            const auto found = unsafe_in(colour ? without_own_colours(output) : output,
                                         name.starts_with("tsv") ? "\t" : "");
            if (!found.empty()) return name + ": " + joined(found);
            const bool rows = name == "table";
            if (rows && std::count(output.begin(), output.end(), '\n') != 2) {
                return "table has further lines";
            }
        }
    }
    return {};
}

// "\u{1b}" from behind its backslash on.
std::size_t read_escape(std::string_view text, std::size_t at, std::string& cell) {
    if (text.substr(at, 2) != "u{") {
        const char letter = text.at(at);
        cell += letter == 't' ? '\t' : letter == 'n' ? '\n' : letter;
        return at + 1;
    }
    const std::size_t end = text.find('}', at);
    const std::string digits(text.substr(at + 2, end - at - 2));
    text::append_utf8(cell, static_cast<char32_t>(std::stoul(digits, nullptr, 16)));
    return end + 1;
}

}  // namespace

std::string problem_of_rendering(std::string_view text) {
    for (const auto check : {problem_of_json, problem_of_tsv, problem_of_csv,
                             problem_of_markdown_rows, problem_of_terminal}) {
        if (auto problem = check(text); !problem.empty()) return problem;
    }
    return {};
}

std::string random_hostile_text(Dice& dice) {
    static const std::vector<std::string> kPieces{"=",          "+",
                                                  "-",          "@",
                                                  "＝",         "＋",
                                                  "－",         "＠",
                                                  "\t",         "\r",
                                                  "\n",         "\r\n",
                                                  ";",          ",",
                                                  "\"",         "'",
                                                  "|",          "\\",
                                                  "`",          "<",
                                                  ">",          "&",
                                                  "[",          "](",
                                                  "://",        "www.",
                                                  "http",       "https:",
                                                  "$",          "~~",
                                                  " ",          "\u3000",
                                                  "\u00a0",     "\x1b[2J",
                                                  "\x1b]0",     "\x07",
                                                  "\u009b",     "\x7f",
                                                  "\u202e",     "\u2066",
                                                  "\u061c",     "\u200f",
                                                  "\u2028",     "\ufeff",
                                                  "\U000e0041", "\ufffd",
                                                  "\xff",       "\xc2",
                                                  "\xe2\x80",   "\xed\xa0\x80",
                                                  "\xc0\xaf",   "\xf0\x9f\x98",
                                                  "\\u{1b}",    "\\n",
                                                  "u{",         "}",
                                                  "词向量",     "e\u0301",
                                                  "👩\u200d💻",   "abc",
                                                  "0"};
    std::string text;
    for (std::size_t left = dice.below(12); left > 0; --left) {
        switch (dice.below(5)) {
            case 0: text += static_cast<char>(dice.below(256)); break;
            case 1: text::append_utf8(text, static_cast<char32_t>(dice.below(0xd800))); break;
            case 2: text += dice.of(hostile_texts()).text; break;
            default: text += dice.of(kPieces); break;
        }
    }
    return text;
}

std::string without_own_colours(std::string_view output) {
    std::string rest(output);
    // How far a run is: a line that is written over itself.
    static const std::regex kProgress("\r[0-9a-z/.% ]*\x1b\\[K");
    rest = std::regex_replace(rest, kProgress, "");
    // A link, whose address is a URI.
    static const std::regex kLink("\x1b\\]8;;(https?://[!-~]*)?\x1b\\\\");
    rest = std::regex_replace(rest, kLink, "");
    for (const std::string_view own : {"\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m"}) {
        for (std::size_t at = 0; (at = rest.find(own, at)) != std::string::npos;) {
            rest.erase(at, own.size());
        }
    }
    return rest;
}

std::vector<std::vector<std::string>> cells_of_tsv(std::string_view tsv) {
    std::vector<std::vector<std::string>> rows{{""}};
    for (std::size_t at = 0; at < tsv.size();) {
        const char byte = tsv[at++];
        if (byte == '\n') {
            rows.push_back({""});
        } else if (byte == '\t') {
            rows.back().emplace_back();
        } else if (byte == '\\') {
            at = read_escape(tsv, at, rows.back().back());
        } else {
            rows.back().back() += byte;
        }
    }
    rows.pop_back();
    return rows;
}

std::vector<std::string> cells_of_markdown(std::string_view line) {
    std::vector<std::string> cells;
    if (!line.starts_with('|') || !line.ends_with('|')) return cells;
    std::string cell;
    for (std::size_t at = 1; at < line.size(); ++at) {
        if (line[at] == '\\') {
            cell += line.substr(at++, 2);
        } else if (line[at] == '|') {
            cells.push_back(std::exchange(cell, {}));
        } else {
            cell += line[at];
        }
    }
    if (!cell.empty()) cells.clear();
    return cells;
}

std::string problem_of_markdown(std::string_view cell) {
    for (std::size_t at = 0; at < cell.size(); ++at) {
        const std::string_view rest = cell.substr(at);
        if (rest.starts_with('\\')) {
            ++at;
        } else if (rest.starts_with("<http")) {
            const std::size_t end = rest.find_first_of("> \\|", 1);
            if (end == rest.npos || rest[end] != '>') return "markdown has a broken link";
            at += end;
        } else if (rest.starts_with('&')) {
            const auto known = {"&lt;", "&gt;", "&amp;"};
            if (std::none_of(known.begin(), known.end(),
                             [&](const char* entity) { return rest.starts_with(entity); })) {
                return "markdown has an entity: " + std::string(rest);
            }
        } else if (rest.find_first_of("`*_[]!|~#$<>") == 0 || rest.starts_with("://") ||
                   rest.starts_with("www.")) {
            return "markdown has markup: " + std::string(rest);
        }
    }
    return {};
}

}  // namespace feedarc::test
