#include "support/hostile_program.hpp"

#include "support/hostile_archive.hpp"
#include "support/hostile_text.hpp"
#include "support/web_archive.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <set>
#include <sstream>

namespace feedarc::test {
namespace {

namespace fs = std::filesystem;

std::string escaped(const std::string& text) {
    std::string result;
    for (const char byte : text) {
        result += byte == '<' ? "&lt;" : byte == '&' ? "&amp;" : std::string(1, byte);
    }
    return result;
}

// A listing of articles. `Weekly notes#3`: one that shares its title with others, of 3 January.
std::string html_of(const std::vector<std::string>& titles) {
    std::string html = "<!DOCTYPE html><title>" + escaped(kHostile) + "</title><main>";
    for (std::string title : titles) {
        const std::size_t mark = title.rfind("#");
        const std::string day = mark + 2 == title.size() ? title.substr(mark + 1) : "2";
        std::string number = std::to_string(std::hash<std::string>{}(title.substr(0, 9)));
        if (mark + 2 == title.size()) {
            number = day;
            title.resize(mark);
        }
        html += "<article class='" + kHostile + "'><h2><a href=\"/p/" + number + "\">" +
                escaped(title) + "</a></h2><a class=category rel=tag href=/c/1>" +
                escaped(title.substr(0, 20)) + "</a> <time datetime=2026-01-0" + day +
                ">2026-01-0" + day + "</time><p>What it has to say about " + escaped(title) +
                ", and that is not little: number " + day + " of all.</p></article>";
    }
    return html + "</main>";
}

std::vector<std::string> hostile_titles() {
    std::vector<std::string> titles;
    for (const HostileText& hostile : hostile_texts()) {
        titles.push_back(hostile.text + " and enough further words that this is an entry");
    }
    return titles;
}

std::string subscriptions() {
    return "<opml version=\"2.0\"><body><outline title=\"=1;+2\u202e\" "
           "xmlUrl=\"https://a.example/\"/><outline title=\"=x\u009b\" "
           "xmlUrl=\"ftp://b.example/\u202e\"/></body></opml>";
}

std::string web_archive() {
    return warc_response("https://a.example/" + kHostile, "2026-01-11T08:30:00Z",
                         html_of({"A title in an archive of the web"}),
                         "Content-Type: " + kHostile + "\r\nContent-Encoding: " + kHostile + "\r\n",
                         "X: " + kHostile + "\r\n") +
           "WARC/" + kHostile + "\r\n\r\n";
}

LoopbackServer::Reply answer(const LoopbackServer::Request& request) {
    if (request.target == "/") {
        return {200, {{"ETag", "\"" + kHostile + "\""}}, html_of(hostile_titles())};
    }
    if (request.target == "/moved") return {302, {{"Location", "http://" + kHostile + "/"}}};
    if (request.target == "/robots.txt") return {200, {}, "User-agent: *\n# " + kHostile};
    LoopbackServer::Reply reply;
    reply.raw = "HTTP/1.1 503 " + kHostile + "\r\nRetry-After: 60\r\nContent-Type: " + kHostile +
                "\r\nContent-Length: 0\r\n\r\n";
    return reply;
}

}  // namespace

const std::vector<Screen>& screens() {
    static const std::vector<Screen> kScreens{
        {"into a pipe", {false, false, 80}},
        {"to a terminal", {true, true, 60}},
        {"in colour", {true, true, 60}, true},
    };
    return kScreens;
}

HostileProgram::HostileProgram() : server_(answer) {
    environment()["HOME"] = home_.path();
    environment()["XDG_CONFIG_HOME"] = home_ / kHostile;
    environment()["FEEDARC_CONFIG"] = home_ / "config.toml";
    environment()["FEEDARC_ARCHIVE"] = archive();
    write_inputs();
    configure();
    fill();
    fs::copy_file(archive(), home_ / "as_ingested.db");
    make_hostile(archive());
    fs::copy_file(archive(), home_ / "throughout.db");
}

void HostileProgram::write_inputs() {
    const std::string folder = "evil" + kHostile + "/";
    paths_[kHostilePage] = home_.write(folder + "2026-01-20.html", html_of(hostile_titles()));
    paths_[kHostileList] = home_.write(folder + "list.opml", subscriptions());
    paths_[kHostileWarc] = home_.write(folder + "pages.warc", web_archive());
    paths_[kMissingFile] = home_ / (folder + "missing");
    paths_[kOtherArchive] = home_ / "as_ingested.db";
    paths_[kHostileSite] = server_.url("");
}

// Names may hold no control characters, but formulas.
void HostileProgram::configure() {
    constexpr const char* kSource =
        "[[source]]\nname = \"{}\"\nurl = \"{}\"\nallow_private = true\ndelay = \"0s\"\n{}";
    home_.write("config.toml",
                fmt::format(kSource, "=1", server_.url("/"),
                            "category = \"@SUM(1)\"\nheaders = { X-Key = \"=1\" }\n"
                            "rules = { title = \"h2\" }\n") +
                    fmt::format(kSource, "=2", server_.url("/rendered"),
                                "render = \"printf '\\\\033[31m-e\\\\377' >&2; exit 1\"\n") +
                    fmt::format(kSource, "=3", server_.url("/gone"), "") +
                    "[[category]]\nname = \"=1;@SUM(1)\"\nregex = \".\"\n");
}

// Something of all that an archive can hold.
void HostileProgram::fill() {
    const std::vector<std::string> first{"Attention is all you need", "Sorting in place",
                                         "Trees of all kinds", "Hash tables spread keys"};
    const std::vector<std::string> second{"Graphs and their cuts",
                                          "Attention is all you need, revised", "Sorting in place",
                                          "Hash tables spread keys"};
    const std::vector<std::string> third{"Weekly notes#3", "Sorting in place", "Trees of all kinds",
                                         "Hash tables spread keys"};
    const std::vector<std::string> other{"Unlike one", "Weekly notes#5", "Weekly notes#6"};
    const std::vector<std::pair<std::string, std::vector<std::string>>> pages{
        {"2026-01-11", first}, {"2026-01-12", second}, {"2026-01-13", {}},
        {"2026-01-14", third}, {"2026-01-15", other},  {"2026-01-16", second}};
    for (const auto& [day, titles] : pages) {
        const std::string file = home_.write("pages/" + day + ".html", html_of(titles));
        run_well({"ingest", "-q", "--url", "https://blog.example.org/", file});
        run_well({"ingest", "-q", "--source", kHostile, file});
    }
    run_well({"ingest", "-q", paths_[kHostilePage]});
    (void)program_.run({"capture", "-q", "--all"});
    for (const Words& correction :
         {Words{"join", "1", "2"}, Words{"split", "1", "1:1"}, Words{"undo"},
          Words{"amend", "2", "--source", "amended"}, Words{"forget", "3"}}) {
        run_well(correction);
    }
}

void HostileProgram::run_well(const Words& words) {
    const Printed printed = program_.run(words);
    ASSERT_EQ(printed.status, 0) << testing::PrintToString(words) << printed.err;
}

Printed HostileProgram::run(Words words, const Screen& screen, Archive which) {
    for (const char* const end : {"-wal", "-shm"}) fs::remove(archive() + end);
    const char* const name = which == Archive::throughout ? "throughout.db" : "as_ingested.db";
    fs::copy_file(home_ / name, archive(), fs::copy_options::overwrite_existing);
    for (std::string& word : words) {
        for (const auto& [mark, path] : paths_) {
            if (word.starts_with(mark)) word = path + word.substr(mark.size());
        }
    }
    // What an earlier command made there.
    const fs::path missing = paths_[kMissingFile];
    std::vector<fs::path> made;
    for (const auto& entry : fs::directory_iterator(missing.parent_path())) {
        if (entry.path().filename().string().starts_with("missing")) made.push_back(entry.path());
    }
    for (const fs::path& path : made) fs::remove(path);
    program_.terminal = screen.terminal;
    if (screen.colour) words.insert(words.end(), {"--color", "always"});
    return program_.run(words);
}

Words HostileProgram::options_of(const std::string& command) {
    static const std::set<std::string> kNot{"--help", "--version", "--archive", "--color"};
    Words words{"help"};
    std::istringstream names(command);
    for (std::string name; names >> name;) words.push_back(name);
    const std::string text = program_.run(words).out;
    // Behind the options stand examples.
    std::istringstream help(text.substr(0, text.find("\nExamples:\n")));
    Words found;
    for (std::string word; help >> word;) {
        word.erase(0, std::min(word.find("--"), word.size()));
        if (!word.empty() && !kNot.contains(word)) found.push_back(word);
    }
    return found;
}

}  // namespace feedarc::test
