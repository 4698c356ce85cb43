// What each station costs on a page of the kind it is made for. `bench_stations
// --benchmark_filter=Read` runs a part; times are of one page, bytes per second of its bytes as
// captured.

#include <feedarc/fingerprint.hpp>
#include <feedarc/identity.hpp>
#include <feedarc/read.hpp>

#include "base/file.hpp"
#include "base/zstd.hpp"
#include "unpack/unpack.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace feedarc {
namespace {

constexpr std::size_t kLimit = 16U << 20U;

/// The pages of one form, in capture order.
std::vector<std::string> load(const std::string& form) {
    std::vector<std::filesystem::path> paths;
    const std::filesystem::path folder = std::filesystem::path(FEEDARC_BENCH_CORPUS) / form;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        if (file.is_regular_file()) paths.push_back(file.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> pages;
    for (const auto& path : paths) pages.push_back(base::read_file(path, kLimit));
    return pages;
}

Snapshot snapshot_of(const std::string& bytes) {
    return {bytes, "https://listing.example/latest", Time{}, ""};
}

/// Walks the pages round and round, one an iteration.
class Pages {
public:
    explicit Pages(const std::string& form) : pages_(load(form)) {}

    const std::string& next() {
        const std::string& page = pages_[at_];
        at_ = (at_ + 1) % pages_.size();
        bytes_ += page.size();
        return page;
    }
    [[nodiscard]] const std::string& first() const { return pages_.front(); }
    void report(benchmark::State& state) const {
        state.SetBytesProcessed(static_cast<std::int64_t>(bytes_));
    }

private:
    std::vector<std::string> pages_;
    std::size_t at_ = 0;
    std::size_t bytes_ = 0;
};

void read_form(benchmark::State& state, Form form) {
    Pages pages(to_string(form));
    std::int64_t entries = 0;
    for (auto _ : state) {
        const Page page = read_page(snapshot_of(pages.next()), form);
        entries += static_cast<std::int64_t>(page.entries.size());
    }
    pages.report(state);
    state.SetItemsProcessed(entries);
}
BENCHMARK_CAPTURE(read_form, text, Form::text)->Name("ReadText");
BENCHMARK_CAPTURE(read_form, html, Form::html)->Name("ReadHtml");

void sniff_form(benchmark::State& state) {
    Pages pages("html");
    for (auto _ : state) benchmark::DoNotOptimize(sniff(pages.next(), ""));
}
BENCHMARK(sniff_form)->Name("Sniff");

std::vector<Entry> entries_of(const std::string& form) {
    std::vector<Entry> entries;
    for (const std::string& bytes : load(form)) {
        for (Entry& entry : read_page(snapshot_of(bytes)).entries) {
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

void normalise_excerpt(benchmark::State& state) {
    const std::vector<Entry> entries = entries_of("text");
    std::size_t at = 0;
    std::size_t bytes = 0;
    for (auto _ : state) {
        const Entry& entry = entries[at];
        at = (at + 1) % entries.size();
        benchmark::DoNotOptimize(normalise(entry.excerpt));
        bytes += entry.excerpt.size();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(normalise_excerpt)->Name("Normalise");

void content_of_entry(benchmark::State& state) {
    const std::vector<Entry> entries = entries_of("html");
    std::size_t at = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(make_content(entries[at]));
        at = (at + 1) % entries.size();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(content_of_entry)->Name("MakeContent");

void compress(benchmark::State& state, bool with_prefix) {
    Pages pages("html");
    base::ZstdCompressor compressor;
    std::string prefix;
    std::size_t packed = 0;
    for (auto _ : state) {
        const std::string& page = pages.next();
        packed += compressor.compress(page, prefix).size();
        if (with_prefix) prefix = page;
    }
    pages.report(state);
    state.counters["packed"] =
        benchmark::Counter(static_cast<double>(packed), benchmark::Counter::kAvgIterations);
}
BENCHMARK_CAPTURE(compress, alone, false)->Name("CompressAlone");
BENCHMARK_CAPTURE(compress, prefix, true)->Name("CompressWithPrefix");

void unpack_page(benchmark::State& state) {
    Pages pages("html");
    base::ZstdCompressor compressor;
    const std::string packed = compressor.compress(pages.first(), {});
    for (auto _ : state) {
        benchmark::DoNotOptimize(unpack::unpack(packed, "page"));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(pages.first().size()));
}
BENCHMARK(unpack_page)->Name("UnpackZstd");

}  // namespace
}  // namespace feedarc
