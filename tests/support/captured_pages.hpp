#pragma once

#include <feedarc/ingest.hpp>

#include "support/temporary_folder.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace feedarc::test {

/// Captures of one listing, an hour apart, as files that are named by their time: each shows an
/// entry more at its head and one less at its end than the one before, and below them six of a
/// hundred others, of which the one before had none.
class CapturedPages {
public:
    static constexpr Time kFirst{std::chrono::seconds{1'767'225'600}};  // 2026-01-01T00:00:00Z

    [[nodiscard]] static Time time_of(int number) { return kFirst + std::chrono::hours{number}; }

    [[nodiscard]] static std::string bytes_of(int number) {
        std::string page = "LATEST UPDATES\n";
        for (int line = number + 30; line > number; --line) {
            page += "Headline " + std::to_string(line * 7919) +
                    " with enough further words that this is surely an entry of its own, number " +
                    std::to_string(line) + "\n";
        }
        for (int also = 0; also < 6; ++also) {
            const auto other = static_cast<std::uint32_t>(
                (number * number * 31 + also * 17 + number * also * 7) % 97);
            page += "Read also " + std::to_string(other) + ":";
            for (std::uint32_t word = 3; word < 11; ++word) {
                page += " " + std::to_string((other + 1) * word * 2'654'435'761U);
            }
            page += "\n";
        }
        return page;
    }

    /// The path of the file of one; of a source in a folder of its own.
    [[nodiscard]] std::string file(int number, int captured_as) const {
        std::string time = format_time(time_of(captured_as));
        std::erase(time, ':');
        return folder_.write(std::to_string(number) + "/" + time + ".txt", bytes_of(number));
    }

    /// Ingests those from `first` up to `end`.
    IngestSummary ingest_into(const std::string& location, int first, int end,
                              const std::string& source = "blog") const {
        std::vector<std::string> files;
        for (int number = first; number < end; ++number) files.push_back(file(number, number));
        return ingest_files(location, files, source);
    }

    static IngestSummary ingest_files(const std::string& location,
                                      const std::vector<std::string>& files,
                                      const std::string& source = "blog") {
        IngestOptions options;
        options.source = source;
        options.jobs = 1;
        return ingest(location, files, options, Time{std::chrono::seconds{1'800'000'000}}, {});
    }

private:
    TemporaryFolder folder_{TemporaryFolder::Where::memory};
};

}  // namespace feedarc::test
