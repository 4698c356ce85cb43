#include "read/text/other_text.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace feedarc::read {
namespace {

using base::is_digit;
using base::is_letter;

using namespace std::literals;

constexpr auto kNone = std::string_view::npos;
constexpr std::size_t kJudgedLines = 400;
constexpr std::size_t kLongestLine = 240;  // in bytes: those of programs and logs are shorter

bool is_name(char byte) noexcept {
    return is_letter(byte) || is_digit(byte) || byte == '_' || byte == '.' || byte == '-';
}

bool has_any(std::string_view text, std::span<const std::string_view> signs) noexcept {
    return std::any_of(signs.begin(), signs.end(),
                       [text](std::string_view sign) { return text.find(sign) != kNone; });
}
bool starts_with_any(std::string_view text, std::span<const std::string_view> signs) noexcept {
    return std::any_of(signs.begin(), signs.end(),
                       [text](std::string_view sign) { return text.starts_with(sign); });
}

// --- Source code ------------------------------------------------------------------------------

// What only programs have at the start or the end of a line.
bool is_plainly_code(std::string_view line) noexcept {
    constexpr std::array kStarts{"#include"sv, "/*"sv,    "*/"sv,      "#!"sv,
                                 R"(""")"sv,   "<?php"sv, "#define "sv};
    const char last = line.back();
    if (last == ';' || last == '{' || last == '}' || last == '(') return true;
    if (line.size() <= 2 && (last == ')' || last == ']' || last == ',')) return true;
    return starts_with_any(line, kStarts);
}

// A line of a program in any of the usual languages: by how it ends, begins, or what it holds. A
// title may begin or hold the same: `std::span explained`.
bool is_code(std::string_view line) noexcept {
    constexpr std::array kStarts{"import "sv, "//"sv,       "def "sv,  "@"sv,
                                 "return "sv, "package "sv, "elif "sv, "} "sv};
    constexpr std::array kInside{"::"sv,    "()"sv,     "=>"sv,   "->"sv,     " == "sv,
                                 " = "sv,   "!="sv,     " += "sv, R"(": )"sv, "&&"sv,
                                 R"((")"sv, R"((f")"sv, "('"sv};
    const char last = line.back();
    if (is_plainly_code(line) || starts_with_any(line, kStarts)) return true;
    if (static_cast<unsigned char>(line.front()) >= 0x80) return false;
    if (has_any(line, kInside)) return true;
    constexpr std::array kBlocks{"if "sv, "for "sv,   "while "sv, "else"sv,
                                 "try"sv, "class "sv, "with "sv,  "except"sv};
    if (last == ':' && starts_with_any(line, kBlocks)) return true;
    // `state = 0,`, `"name": "x",`, `name(argument),`
    const bool sums_up = last == ',' || last == ')' || last == ']';
    return sums_up && line.find_first_of("=(\"{[") != kNone &&
           line.find_first_of("({[\"=") < line.find(' ');
}

// --- Logs -------------------------------------------------------------------------------------

// The position behind `08:30:01`, which stands near the start of the lines of logs.
std::size_t behind_clock(std::string_view line) noexcept {
    constexpr std::size_t kLooked = 56;
    const auto head = line.substr(0, kLooked);
    for (auto at = head.find(':'); at != kNone; at = head.find(':', at + 1)) {
        if (at < 2 || at + 6 > head.size()) continue;
        const auto digits = [&](std::size_t from) {
            return is_digit(head[from]) && is_digit(head[from + 1]);
        };
        if (digits(at - 2) && digits(at + 1) && head[at + 3] == ':' && digits(at + 4)) {
            return at + 6;
        }
    }
    return kNone;
}

// What logs have behind the time: a level, a process with its number, a request. `host` is that of
// the lines before, or empty.
bool is_logged(std::string_view rest, std::string_view& host) noexcept {
    constexpr std::array kSigns{"INFO"sv,   "DEBUG"sv,    "WARN"sv,      "ERROR"sv,
                                "TRACE"sv,  "FATAL"sv,    "NOTICE"sv,    "CRITICAL"sv,
                                "[info]"sv, "[error]"sv,  "[warn"sv,     "[debug]"sv,
                                "level="sv, R"("GET )"sv, R"("POST )"sv, R"("HEAD )"sv};
    if (has_any(rest, kSigns)) return true;
    // `host1 sshd[2231]: …`, `host1 kernel: …`
    const auto colon = rest.find(": ");
    if (colon > 48) return false;  // or none
    const auto name = rest.substr(0, colon);
    if (name.ends_with(']')) return name.find('[') != kNone;
    if (std::count(name.begin(), name.end(), ' ') != 2 || !name.starts_with(' ')) return false;
    // News have other words before the colon each time: `08:30:12 City council: …`.
    const auto first = name.substr(1, name.find(' ', 1) - 1);
    if (host.empty()) host = first;
    return first == host;
}

// --- Data -------------------------------------------------------------------------------------

// The cells of a line of CSV as far as they are needed: how many, and how many of them are numbers.
struct Cells {
    std::size_t count = 0;
    std::size_t numbers = 0;
    std::size_t names = 0;  // `updated_at`, `Price`: what heads of columns are
};

Cells count_cells(std::string_view line, char comma) noexcept {
    Cells cells;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= line.size(); ++at) {
        if (at < line.size() && line[at] == '"') quoted = !quoted;
        if (at < line.size() && (quoted || line[at] != comma)) continue;
        const auto cell = line.substr(begin, at - begin);
        begin = at + 1;
        ++cells.count;
        const bool number = cell.find_first_of("0123456789") != kNone &&
                            cell.find_first_not_of("0123456789.,+-: TZ%$") == kNone;
        if (number) ++cells.numbers;
        if (!cell.empty() && is_letter(cell.front()) &&
            std::all_of(cell.begin(), cell.end(), is_name)) {
            ++cells.names;
        }
    }
    return cells;
}

// A head of names and rows of as many cells, of which some are numbers.
bool is_data(std::string_view dump, std::span<const Line> lines) {
    constexpr std::size_t kLeast = 4;
    if (lines.size() < kLeast) return false;
    const auto text = [&](std::size_t index) {
        return dump.substr(lines[index].begin, lines[index].end - lines[index].begin);
    };
    for (const char comma : {',', ';', '\t'}) {
        const Cells head = count_cells(text(0), comma);
        if (head.count < 3 || head.names != head.count) continue;
        std::size_t rows = 0;
        for (std::size_t index = 1; index < lines.size(); ++index) {
            const Cells cells = count_cells(text(index), comma);
            const bool same = cells.count == head.count || (comma == ';' && cells.count > 2);
            if (same && cells.numbers > 0) ++rows;
        }
        if (rows * 10 >= (lines.size() - 1) * 9) return true;
    }
    return false;
}

// Several words, or a text that needs no spaces between them: no setting has many such values.
bool is_worded(std::string_view value) noexcept {
    constexpr std::size_t kLeastColumns = 16;
    value = trimmed(value);
    if (std::count(value.begin(), value.end(), ' ') >= 2) return true;
    return !value.empty() && static_cast<unsigned char>(value.front()) >= 0xE3 &&
           about_columns(value) >= kLeastColumns;
}

// `key = value` under `[section]`, or keys of YAML with others below them.
bool is_settings(std::string_view dump, std::span<const Line> lines) {
    std::size_t keys = 0, sections = 0, parents = 0, indented = 0, worded = 0;
    std::size_t repeated = 0;  // sections of the name of the one before: records
    std::string_view last_section;
    for (const Line& line : lines) {
        auto text = dump.substr(line.begin, line.end - line.begin);
        if (text.starts_with("- ")) text.remove_prefix(2);
        if (text.starts_with('[') && text.ends_with(']') && text.find(' ') == kNone) {
            ++sections;
            if (text == last_section) ++repeated;
            last_section = text;
            continue;
        }
        if (text.starts_with('#') || text.starts_with("; ")) continue;
        std::size_t end = 0;
        while (end < text.size() && is_name(text[end])) ++end;
        const auto mark = text.find_first_not_of(' ', end);
        if (end == 0 || mark == kNone) continue;
        if (text[mark] == '=') ++keys;
        if (text[mark] == ':' && end == mark) {
            ++(mark + 1 == text.size() ? parents : keys);
            if (mark + 1 < text.size() && is_worded(text.substr(mark + 1))) ++worded;
            indented += line.indent >= 2 ? 1U : 0U;
        }
    }
    if (lines.size() < 5 || (keys + sections + parents) * 5 < lines.size() * 4) return false;
    if (sections > 0 && keys > sections) return worded * 2 < keys && repeated == 0;
    return (parents >= 3 && indented * 2 >= keys + parents);
}

// --- Others -----------------------------------------------------------------------------------

// `ada@host1:~/src$ make`, `$ make`, `>>> f(1)`
bool is_prompt(std::string_view line, bool& named) noexcept {
    if (line.starts_with("$ ") || line.starts_with("% ") || line.starts_with(">>> ")) {
        return line.size() > 4 && (is_letter(line[2]) || line[0] == '>');
    }
    const auto end = line.find_first_of("$# ");
    if (end == kNone || line[end] == ' ' || end < 4) return false;
    const auto name = line.substr(0, end);
    named = name.find('@') != kNone && name.find_first_of(":~") != kNone;
    return named;
}

bool is_mail(std::string_view dump, std::span<const Line> lines) {
    bool from = false, to = false;
    std::size_t subjects = 0, heads = 0;
    for (const Line& line : lines) {
        const auto text = dump.substr(line.begin, line.end - line.begin);
        const bool first_block = &line < lines.data() + 12;
        from = from || (first_block && text.starts_with("From: ") && text.find('@') != kNone);
        to = to || (first_block && text.starts_with("To: "));
        if (text.starts_with("Subject: ")) ++subjects;
        if (first_block && text.find(": ") < 24) ++heads;
    }
    return from && to && subjects == 1 && heads >= 4;
}

// What the forms of single lines add up to.
struct Tally {
    std::size_t judged = 0, code = 0, log = 0, clocks = 0, prompts = 0, hunks = 0;
    std::size_t plainly_code = 0, indented = 0;
    bool named_prompt = false;

    // Lines of programs end in semicolons and braces, or are indented; of titles that begin as code
    // does hardly any is.
    [[nodiscard]] bool is_program() const noexcept {
        constexpr std::size_t kLeast = 6;
        return judged >= kLeast && code * 2 > judged &&
               (plainly_code * 5 >= judged || indented * 5 >= judged);
    }
};

Tally tally_of(std::string_view dump, std::span<const Line> lines) {
    Tally tally;
    std::string_view host;
    for (const Line& line : lines) {
        const auto text = dump.substr(line.begin, line.end - line.begin);
        if (text.size() > kLongestLine) continue;
        ++tally.judged;
        if (line.indent > 0) ++tally.indented;
        const auto clock = behind_clock(text);
        if (clock != kNone) ++tally.clocks;
        if (clock != kNone && clock < text.size() && is_logged(text.substr(clock), host)) {
            ++tally.log;
        } else if (is_code(text)) {
            ++tally.code;
            if (is_plainly_code(text)) ++tally.plainly_code;
        }
        if (is_prompt(text, tally.named_prompt)) ++tally.prompts;
        if (text.starts_with("@@ -") && text.find(" @@") != kNone) ++tally.hunks;
    }
    return tally;
}

}  // namespace

std::optional<std::string_view> other_text(std::string_view dump, std::span<const Line> lines) {
    lines = lines.first(std::min(lines.size(), kJudgedLines));
    constexpr std::size_t kLeast = 3;
    if (lines.size() < kLeast) return std::nullopt;
    const auto longer = std::count_if(lines.begin(), lines.end(), [](const Line& line) {
        return line.end - line.begin > kLongestLine;
    });
    // Listings with excerpts end here.
    if (static_cast<std::size_t>(longer) * 5 > lines.size()) return std::nullopt;
    const Tally tally = tally_of(dump, lines);
    if (tally.hunks > 0 && tally.code * 4 >= tally.judged) return "a difference of files";
    if (tally.log * 5 >= tally.judged * 2 && tally.clocks * 2 >= tally.judged) return "a log";
    const bool transcript = tally.prompts >= 2 && (tally.named_prompt || lines[0].begin == 0) &&
                            tally.prompts * 6 >= tally.judged;
    bool named = false;
    if (transcript &&
        is_prompt(dump.substr(lines[0].begin, lines[0].end - lines[0].begin), named)) {
        return "a transcript of a shell";
    }
    if (tally.is_program()) return "source code";
    if (is_data(dump, lines)) return "a table of data";
    if (is_settings(dump, lines)) return "a file of settings";
    if (is_mail(dump, lines)) return "an e-mail";
    return std::nullopt;
}

}  // namespace feedarc::read
