// The bound for reading HTML: how fast files can be read and parsed by Gumbo when nothing else is
// done.
//
//   gumbo_bound FOLDER [THREADS]
//
// Whole-process ingest is compared with what this prints.

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "base/file.hpp"
#include "read/html/gumbo_arena.hpp"

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace {

std::vector<std::string> files_in(const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
}

struct Work {
    std::vector<std::string> files;
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> bytes{0};
    std::atomic<std::size_t> refused{0};
};

void parse_files(Work& work) {
    constexpr std::size_t kMostBytes = 256U << 20;
    feedarc::read::GumboArena arena;
    for (std::size_t i = work.next++; i < work.files.size(); i = work.next++) {
        try {
            const std::string html = feedarc::base::read_file(work.files[i], kMostBytes);
            work.bytes += html.size();
            (void)arena.parse(html, {});
        } catch (const feedarc::Error&) {
            ++work.refused;
        }
    }
}

unsigned threads_from(const char* text) {
    unsigned threads = 0;
    const char* const end = text + std::strlen(text);
    const auto [stopped, error] = std::from_chars(text, end, threads);
    return error == std::errc() && stopped == end && threads <= 256 ? threads : 0;
}

}  // namespace

int main(int count, char** arguments) try {
    const unsigned threads = count > 2 ? threads_from(arguments[2]) : 1;
    if (count < 2 || count > 3 || threads == 0) {
        std::fputs("usage: gumbo_bound FOLDER [THREADS]\n", stderr);
        return 2;
    }
    Work work;
    work.files = files_in(arguments[1]);
    const auto start = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < threads; ++i) others.emplace_back([&] { parse_files(work); });
        parse_files(work);
    }
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    const double megabytes = static_cast<double>(work.bytes.load()) / 1e6;
    std::printf("%zu pages %.3f s %.1f MB/s %.0f pages/s %u threads %zu refused\n",
                work.files.size(), time.count(), megabytes / time.count(),
                static_cast<double>(work.files.size()) / time.count(), threads,
                work.refused.load());
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "gumbo_bound: %s\n", error.what());
    return 1;
}
