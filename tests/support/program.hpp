#pragma once

#include <feedarc/time.hpp>

#include "cli/session.hpp"
#include "support/temporary_folder.hpp"

#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::test {

/// 2026-02-01T00:00:00Z: a moment after all the sample snapshots.
inline constexpr Time kNow{std::chrono::seconds{1769904000}};

struct Printed {
    int status = -1;
    std::string out;
    std::string err;
};

/// The program, run inside of the test with its own home folder, streams, clock and terminal.
class Program {
public:
    Program() { environment["HOME"] = home.path(); }

    TemporaryFolder home;
    std::map<std::string, std::string> environment;
    cli::Terminal terminal;
    std::string input;
    Time now = kNow;  ///< what its clock shows
    cli::Interruption interruption;

    Printed run(const std::vector<std::string>& arguments) {
        std::vector<const char*> words{"feedarc"};
        for (const std::string& argument : arguments) words.push_back(argument.c_str());
        std::ostringstream out;
        std::ostringstream err;
        const cli::Session session{
            out,
            err,
            [rest = std::string_view(input)](char* to, std::size_t size) mutable {
                const std::size_t used = rest.copy(to, size);
                rest.remove_prefix(used);
                return used;
            },
            [this] { return now; },
            [this](const char* name) -> std::optional<std::string> {
                const auto found = environment.find(name);
                if (found == environment.end()) return std::nullopt;
                return found->second;
            },
            terminal,
            &interruption,
        };
        const int status = cli::run(static_cast<int>(words.size()), words.data(), session);
        return {status, out.str(), err.str()};
    }
};

}  // namespace feedarc::test
