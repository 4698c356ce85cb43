#include "cli/commands/commands.hpp"
#include "render/renderer.hpp"
#include "support/hostile_program.hpp"
#include "support/hostile_text.hpp"
#include "support/rendering.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>

// Nothing that a page, a server, a file, an archive, a configuration or the environment says takes
// over a terminal or a spreadsheet, by whatever command it is printed.
namespace feedarc {
namespace {

using nlohmann::json;
using test::Printed;
using test::Screen;
using test::Words;
using testing::IsEmpty;

struct Row {
    std::vector<Words> calls;  ///< of an archive that is hostile throughout, whatever they do to it
    bool shows_text = true;    ///< whether any of them prints a text of it, made visible
    bool raw = false;          ///< whether its output is bytes and no text
};

// One row for each command: whoever adds a command adds a row.
const std::map<std::string, Row>& rows() {
    static const std::map<std::string, Row> kRows{
        {"ingest",
         {{{"ingest", "-v", test::kHostilePage, test::kMissingFile},
           {"ingest", "--json", "-v", test::kHostilePage, test::kMissingFile},
           {"ingest", "-v", "--source", test::kHostile, "--media-type", test::kHostile,
            test::kHostilePage},
           {"ingest", "-v", test::kHostileWarc},
           {"ingest", "-v", "--git", test::kMissingFile, test::kHostile},
           {"ingest", "--dry-run", "-v", test::kHostilePage}}}},
        {"extract",
         {{{"extract", test::kHostilePage, test::kMissingFile},
           {"extract", "--explain", test::kHostilePage},
           {"extract", "--rule", "title=h2", "--explain", test::kHostilePage},
           {"extract", test::kHostileWarc}}}},
        {"capture", {{{"capture", "-v", "--all"}, {"capture", "--json", "-v", "--all"}}}},
        {"try",
         {{{"try", test::kHostilePage},
           {"try", test::kHostileSite + "/"},
           {"try", test::kHostileSite + "/moved"}}}},
        {"list",
         {{{"list"},
           {"list", "--at", "2026-01-20"},
           {"list", "--source", test::kHostile},
           {"list", "--category", test::kHostile},
           {"list", "--template", "{source:>9}\\t{title:.30} {url} {excerpt}"},
           {"list", "--group", "category"},
           {"list", "--group", "source", "--count"}}}},
        {"search",
         {{{"search", "a"},
           {"search", "--rank", "a", "OR", "b", "OR", "="},
           {"search", test::kHostile, "--source", test::kHostile}}}},
        {"show", {{{"show", "1"}, {"show", "1", "--why"}, {"show", "2", "--why"}}}},
        {"log", {{{"log"}, {"log", "--reverse"}}}},
        {"diff", {{{"diff", "1", "7"}, {"diff", "1", "2"}, {"diff", "7", "9"}}}},
        {"snapshots", {{{"snapshots"}}}},
        {"sources", {{{"sources"}}}},
        {"sources list", {{{"sources", "list"}}}},
        {"sources show", {{{"sources", "show", "=1"}, {"sources", "show", "=2"}}}},
        {"sources add",
         {{{"sources", "add", "https://example.com/" + test::kHostile},
           {"sources", "add", "https://example.com/\x1b[1m\u202e"},
           {"sources", "add", "https://example.com/=1", "--name", "=1;\u2066"},
           {"sources", "add", "https://example.com/new"}}}},
        {"sources set-url",
         {{{"sources", "set-url", "=1", "https://example.com/\x1b[1m\u202e"},
           {"sources", "set-url", "=1", test::kHostile}}}},
        {"sources remove", {{{"sources", "remove", "=1"}}, false}},
        {"sources import",
         {{{"sources", "import", test::kHostileList}, {"sources", "import", test::kMissingFile}}}},
        {"sources check", {{{"sources", "check", "--allow-private"}}}},
        {"categories", {{{"categories"}}}},
        {"categorize",
         {{{"categorize"},
           {"categorize", "--json"},
           {"categorize", "--suggest", "--min-confidence", "0"}},
          false}},
        {"cat", {{{"cat", "1"}, {"cat", "--raw", "1"}, {"cat", "999"}}, false, true}},
        {"stats", {{{"stats"}}, false}},
        {"join", {{{"join", "1", "3"}, {"join", "1", "3", "--json"}}, false}},
        {"split", {{{"split", "1", "1:1"}, {"split", "1", "1:1", "--json"}}, false}},
        {"forget", {{{"forget", "1"}, {"undo"}, {"forget", "1", "--json"}}, false}},
        {"amend", {{{"amend", "1", "--source", test::kHostile}}, false}},
        {"undo", {{{"undo", "--list"}}}},
        {"audit", {{{"audit"}}}},
        {"rebuild", {{{"rebuild", "-v"}, {"rebuild", "--json", "-v"}}, false}},
        {"export",
         {{{"export"},
           {"export", "--format", "atom"},
           {"export", "--format", "rss", "--title", test::kHostile},
           {"export", "--format", "jsonfeed", "--source", test::kHostile},
           {"export", "--format", "atom", "--changes"},
           {"export", "--format", "html", "--title", test::kHostile, "--out", "site"},
           {"export", "--warc"},
           {"export", "--warc", "--gzip"}}}},
        {"backup",
         {{{"backup", test::kMissingFile + ".db"}, {"backup", test::kMissingFile, "--json"}}}},
        {"merge",
         {{{"merge", test::kOtherArchive, test::kMissingFile},
           {"merge", "--json", test::kOtherArchive, test::kMissingFile},
           {"merge", "--dry-run", test::kOtherArchive}}}},
        {"salvage",
         {{{"salvage", test::kMissingFile + ".db"},
           {"salvage", "--json", test::kMissingFile + ".db"}}}},
        {"pack", {{{"pack", "-v"}, {"pack", "--shrink", "--json"}}, false}},
        {"prune",
         {{{"prune", "-v", "--dry-run", "--keep-last", "1"},
           {"prune", "--keep-last", "1", "--source", test::kHostile},
           {"prune", "-v", "--keep-last", "1"},
           {"prune", "--json", "--keep-last", "1"}}}},
        {"doctor",
         {{{"doctor", "--config", test::kMissingFile},
           {"doctor", "--json", "--config", test::kMissingFile}}}},
        {"check", {{{"check"}, {"check", "--data"}, {"check", "--quick"}, {"check", "--json"}}}},
        {"config check", {{{"config", "check"}}, false}},
        {"completions",
         {{{"completions", "bash"}, {"completions", "zsh"}, {"completions", "fish"}}, false}},
        {"complete-values",
         {{{"complete-values", "source"}, {"complete-values", "category"}}, false}},
        {"sql",
         {{{"sql", "SELECT title, excerpt, url, source FROM entries"},
           {"sql", "SELECT 1 AS \"\x1b[31m\u202e=1\", 2.5, NULL, x'1b5b'"},
           {"sql", ".print \x1b[31m\u202e=1"},
           {"sql", "SELECT \x1b[31m\u202e FROM nowhere"}}}},
        {"install-timer",
         {{{"install-timer", "--user", "--dry-run"}, {"install-timer", "--user"}}}},
    };
    return kRows;
}

class HostileOutput : public testing::TestWithParam<std::string> {
protected:
    // Some of what is called makes files where it stands.
    HostileOutput() { std::filesystem::current_path(program_.home().path()); }
    ~HostileOutput() override { std::filesystem::current_path(before_); }

    [[nodiscard]] static const Row& row() { return rows().at(GetParam()); }
    [[nodiscard]] static bool has_word(const Words& words, const std::string& word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    }
    [[nodiscard]] bool has_option(const std::string& name) {
        return has_word(program_.options_of(GetParam()), name);
    }

    // Whatever is printed. `as_stored`: to a file or a pipe, for a program that asked for bytes.
    Printed run(Words words, const Screen& screen, const Words& more = {}, bool as_stored = false) {
        words.insert(words.end(), more.begin(), more.end());
        Printed printed = program_.run(words, screen);
        expect_harmless(printed, words, screen, as_stored);
        return printed;
    }
    void expect_harmless(const Printed& printed, const Words& words, const Screen& screen,
                         bool as_stored) {
        SCOPED_TRACE(testing::PrintToString(words) + " " + screen.name);
        EXPECT_LT(printed.status, static_cast<int>(cli::ExitStatus::internal)) << printed.err;
        for (const std::string& text : {as_stored ? "" : printed.out, printed.err}) {
            const bool colour = screen.terminal.out;
            const auto found = test::unsafe_in(colour ? test::without_own_colours(text) : text);
            EXPECT_THAT(found, IsEmpty()) << text;
        }
        seen_ += printed.out + printed.err;
    }

    // What a format promises beside that.
    static void expect_format(const std::string& format, const std::string& out) {
        if (format == "json") {
            EXPECT_TRUE(json::accept(out)) << out;
        } else if (format == "jsonl") {
            expect_json_lines(out);
        } else if (format == "csv") {
            for (const char separator : {',', ';', '\t'}) {
                for (const auto& cells : test::cells_of_csv(out, separator)) {
                    for (const std::string& cell : cells)
                        EXPECT_FALSE(test::is_formula(cell)) << cell;
                }
            }
        } else if (format == "markdown") {
            expect_markdown(out);
        }
    }
    static void expect_json_lines(const std::string& out) {
        std::istringstream lines(out);
        for (std::string line; std::getline(lines, line);) EXPECT_TRUE(json::accept(line)) << line;
    }
    // Tables, with headings and empty lines between.
    static void expect_markdown(const std::string& out) {
        std::istringstream lines(out);
        std::size_t columns = 0;
        for (std::string line; std::getline(lines, line);) {
            const auto cells = test::cells_of_markdown(line);
            for (const std::string& cell : cells) EXPECT_EQ(test::problem_of_markdown(cell), "");
            if (!line.starts_with('|')) {
                columns = 0;
            } else if (columns == 0) {
                columns = cells.size();
            }
            EXPECT_EQ(cells.size(), columns) << line;
        }
    }

    const std::filesystem::path before_ = std::filesystem::current_path();
    test::HostileProgram program_;
    std::string seen_;
};

TEST_P(HostileOutput, IsHarmlessInEveryFormat) {
    const bool formats = has_option("--format");
    for (const Words& call : row().calls) {
        const bool json_lines = has_word(call, "--json");
        const bool explains = has_word(call, "--explain");
        for (const Screen& screen : test::screens()) {
            const bool asked = has_word(call, "--raw");
            const bool as_stored =
                (row().raw && (asked || !screen.terminal.out)) || has_word(call, "--warc");
            const Printed printed = run(call, screen, {}, as_stored);
            if (json_lines) expect_json_lines(printed.out);
            (void)run(call, screen, {"--help"});
            const auto ingested = test::HostileProgram::Archive::as_ingested;
            expect_harmless(program_.run(call, screen, ingested), call, screen, as_stored);
            if (!formats || explains) continue;
            for (const std::string& format : render::format_names()) {
                const Printed rows = run(call, screen, {"--format", format});
                const bool elsewhere = has_word(call, "--out");
                if (rows.status == 0 && !elsewhere) expect_format(format, rows.out);
            }
            (void)run(call, screen, {"--format", "csv", "--csv-exact"}, !screen.terminal.out);
        }
    }
    if (!row().shows_text) return;
    const auto shows = [&](const char* mark) { return seen_.find(mark) != std::string::npos; };
    EXPECT_TRUE(shows("\\u{1b}") || shows("\\u{202e}")) << "no text of it was printed: " << seen_;
}

// One cell as formats without types have it.
std::string plain(const json& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return fmt::format("{:.2f}", value.get<double>());
    if (!value.is_array()) return value.dump();
    std::string text;
    for (const json& item : value) text += (text.empty() ? "" : " ") + item.get<std::string>();
    return text;
}

// Bytes that are not UTF-8 become U+FFFD, in JSON perhaps fewer of them.
std::string repaired(const std::string& text) {
    std::string result =
        json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace));
    for (std::size_t at = 0; (at = result.find("\ufffd\ufffd", at)) != std::string::npos;) {
        result.erase(at, 3);
    }
    return result;
}

TEST_P(HostileOutput, ReadsBackTheSameFromEveryFormat) {
    if (!has_option("--fields")) return;
    const Screen& pipe = test::screens().front();
    bool any = false;
    for (const Words& call : row().calls) {
        if (has_word(call, "--explain") || has_word(call, "--group")) continue;
        SCOPED_TRACE(testing::PrintToString(call));
        const json rows = json::parse(run(call, pipe, {"--format", "json"}).out, nullptr, false);
        if (!rows.is_array() || rows.empty()) continue;
        any = true;
        std::string names;
        for (const auto& [name, value] : rows[0].items())
            names += (names.empty() ? "" : ",") + name;
        const Words fields{"--fields", names, "--format"};
        const auto read = [&](Words format, bool as_stored) {
            format.insert(format.begin(), fields.begin(), fields.end());
            const std::string out = run(call, pipe, format, as_stored).out;
            return as_stored ? test::cells_of_csv(out) : test::cells_of_tsv(out);
        };
        const auto tsv = read({"tsv"}, false);
        const auto csv = read({"csv", "--csv-exact"}, true);
        ASSERT_EQ(tsv.size(), rows.size() + 1);
        ASSERT_EQ(csv.size(), rows.size() + 1);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::size_t column = 0;
            for (const auto& [name, value] : rows[i].items()) {
                EXPECT_EQ(repaired(tsv[i + 1].at(column)), repaired(plain(value))) << name;
                EXPECT_EQ(repaired(csv[i + 1].at(column)), repaired(plain(value))) << name;
                ++column;
            }
        }
    }
    EXPECT_TRUE(any) << "no row was printed at all";
}

TEST_P(HostileOutput, IsHarmlessWhereItIsUsedWrongly) {
    std::istringstream names(GetParam());
    Words command;
    for (std::string name; names >> name;) command.push_back(name);
    const Screen& terminal = test::screens()[1];
    for (const std::string& option : program_.options_of(GetParam())) {
        (void)run(command, terminal, {option, test::kHostile, test::kHostile});
        (void)run(command, terminal, {option + test::kHostile});
    }
    for (const Words& wrong :
         {Words{test::kHostile}, Words{"1", test::kHostile}, Words{test::kHostile, "1", "2"},
          Words{"--" + test::kHostile}, Words{"-" + test::kHostile},
          Words{"--archive", test::kHostile, "1", "2"}, Words{"--color", test::kHostile}}) {
        (void)run(command, terminal, wrong);
    }
    (void)run({test::kHostile}, terminal, command);
}

TEST_P(HostileOutput, IsHarmlessWithAConfigurationAndAnEnvironmentThatAre) {
    const Screen& terminal = test::screens()[1];
    const std::string key = "\"\\u001b[31m\\u202e=1\"";
    const std::string pair = key + " = " + key + "\n";
    const std::string source = "[[source]]\nname = " + key + "\nurl = " + key + "\n" + pair +
                               "every = " + key + "\n[source.rules]\ntitle = " + key + "\n" + pair +
                               "[source.headers]\n" + pair;
    for (const std::string& config : {"\x1b[31m = 1\n" + pair, pair, source}) {
        const std::string path = program_.home().write("wrong" + test::kHostile + ".toml", config);
        for (const Words& call : row().calls) {
            (void)run(call, terminal, {"--config", path}, row().raw);
        }
    }
    for (const char* const name : {"FEEDARC_ARCHIVE", "FEEDARC_CONFIG", "TERM", "NO_COLOR"}) {
        const auto before = program_.environment();
        program_.environment()[name] = program_.home() / (test::kHostile + "/none");
        for (const Words& call : row().calls) (void)run(call, terminal, {}, row().raw);
        program_.environment() = before;
    }
}

Words names_of_commands() {
    Words names;
    for (const cli::Command& command : cli::kCommandTable) names.emplace_back(command.name);
    return names;
}

INSTANTIATE_TEST_SUITE_P(Of, HostileOutput, testing::ValuesIn(names_of_commands()),
                         [](const auto& parameter) {
                             std::string name = parameter.param;
                             std::replace_if(
                                 name.begin(), name.end(),
                                 [](char byte) { return byte == ' ' || byte == '-'; }, '_');
                             return name;
                         });

TEST(HostileOutputRows, AreThereForEveryCommand) {
    const Words names = names_of_commands();
    for (const std::string& name : names) {
        EXPECT_TRUE(rows().contains(name)) << name << ": say how it is called, in rows() here";
    }
    EXPECT_EQ(rows().size(), names.size()) << "one of them is of no command";
}

}  // namespace
}  // namespace feedarc
