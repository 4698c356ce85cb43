#pragma once

#include "support/loopback_server.hpp"
#include "support/program.hpp"

#include <map>
#include <string>
#include <vector>

namespace feedarc::test {

using Words = std::vector<std::string>;

/// What takes over a terminal or a spreadsheet, and is not UTF-8.
inline const std::string kHostile = "\x1b[31m\u202e=1\xff\u009b";

// What stands for a path or an address in calls of HostileProgram.
inline const std::string kHostilePage = "{page}";
inline const std::string kHostileWarc = "{warc}";
inline const std::string kHostileList = "{opml}";
inline const std::string kMissingFile = "{missing}";  ///< and what it is the beginning of
inline const std::string kOtherArchive = "{other}";
inline const std::string kHostileSite = "{site}";

/// Where the output goes.
struct Screen {
    const char* name;
    cli::Terminal terminal;
    bool colour = false;
};
[[nodiscard]] const std::vector<Screen>& screens();

/// The program with an archive that is hostile in all that it holds, an environment and inputs that
/// are, and a site that is: it answers with a page at `/`, with a redirect at `/moved`, else with
/// an error. Its configuration has the sources `=1` and `=2`; the archive has at least six
/// snapshots of a page, records from 1 on and corrections from 1 on.
class HostileProgram {
public:
    HostileProgram();

    /// Which archive it is run on: one whose every text was made hostile afterwards, or one as it
    /// comes of hostile inputs, where records still find those of the other source.
    enum class Archive { throughout, as_ingested };

    /// Runs it on a fresh copy of the archive.
    Printed run(Words words, const Screen& screen, Archive archive = Archive::throughout);
    /// The words that a command takes as options, from its help; none that ends the program.
    [[nodiscard]] Words options_of(const std::string& command);

    [[nodiscard]] std::string archive() const { return home_ / "archive.db"; }
    std::map<std::string, std::string>& environment() { return program_.environment; }
    [[nodiscard]] const TemporaryFolder& home() const { return home_; }

private:
    void write_inputs();
    void configure();
    void fill();
    void run_well(const Words& words);

    TemporaryFolder home_{TemporaryFolder::Where::memory};
    Program program_;
    LoopbackServer server_;
    std::map<std::string, std::string> paths_;
};

}  // namespace feedarc::test
