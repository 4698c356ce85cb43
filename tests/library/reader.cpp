// Ingests a file into a new archive and prints the texts that it shows.
//
// usage: reader ARCHIVE FILE

#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include <chrono>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto summary = feedarc::ingest(argv[1], {argv[2]}, feedarc::IngestOptions{}, now, {});
    const auto archive =
        feedarc::open_archive(argv[1], feedarc::OpenMode::read, std::chrono::seconds(1));
    archive->find(feedarc::Filter{}, [](const feedarc::Record& record) {
        std::cout << record.best.excerpt << '\n';
        return true;
    });
    return summary.stored == 1 ? 0 : 1;
}
