// Writes the man pages of docs/man, with what the parser knows filled in, to a folder; part of the
// build, and not installed.
//
// usage: feedarc_man_pages SHARED OUT PAGE...
#include "cli/man_pages.hpp"

#include "base/file.hpp"

#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>

namespace {

constexpr std::size_t kLargestPage = 1U << 20U;

int write_pages(std::span<char*> words) {
    const std::filesystem::path folder = words[2];
    feedarc::cli::ManPages pages(feedarc::base::read_file(words[1], kLargestPage));
    for (const char* const word : words.subspan(3)) {
        const std::string name = std::filesystem::path(word).filename().string();
        std::ofstream out(folder / name, std::ios::binary);
        out << pages.fill(name, feedarc::base::read_file(word, kLargestPage));
        if (!out.flush()) {
            std::cerr << (folder / name).string() << ": it cannot be written\n";
            return 1;
        }
    }
    // A page that is out of step is made all the same: a test tells, and no build fails for it.
    for (const std::string& problem : pages.problems()) std::cerr << problem << '\n';
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::span words(argv, static_cast<std::size_t>(argc));
    if (words.size() < 3) {
        std::cerr << "usage: feedarc_man_pages SHARED OUT PAGE...\n";
        return 2;
    }
    try {
        return write_pages(words);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
