// What it costs to store: whole ingests into a new archive on disk, and the snapshot that cron
// brings.

#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX
#include <string>

namespace feedarc {
namespace {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "feedarc-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string archive() const { return path_ / "archive.db"; }

private:
    std::filesystem::path path_;
};

const Time kNow{std::chrono::seconds{1'900'000'000}};

void ingest_form(benchmark::State& state, const std::string& form) {
    const std::string corpus = std::string(FEEDARC_BENCH_CORPUS) + "/" + form;
    IngestOptions options;
    options.jobs = static_cast<unsigned>(state.range(0));
    std::int64_t snapshots = 0;
    for (auto _ : state) {
        const TemporaryFolder folder;
        snapshots += ingest(folder.archive(), {corpus}, options, kNow, {}).snapshots;
    }
    state.SetItemsProcessed(snapshots);
}
BENCHMARK_CAPTURE(ingest_form, text, "text")
    ->Name("IngestText")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ingest_form, html, "html")
    ->Name("IngestHtml")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// The same folder again: what a cron job that brings nothing new costs.
void ingest_known(benchmark::State& state) {
    const std::string corpus = std::string(FEEDARC_BENCH_CORPUS) + "/html";
    const TemporaryFolder folder;
    (void)ingest(folder.archive(), {corpus}, {}, kNow, {});
    std::int64_t snapshots = 0;
    for (auto _ : state) {
        snapshots += ingest(folder.archive(), {corpus}, {}, kNow, {}).known;
    }
    state.SetItemsProcessed(snapshots);
}
BENCHMARK(ingest_known)->Name("IngestKnown")->UseRealTime()->Unit(benchmark::kMillisecond);

// Two halves of one sequence share no key (texts without titles, titles without texts) until a
// third shows both: as many pairs of records are joined in one run.
void write_halves(const std::filesystem::path& folder, int articles) {
    constexpr int kEntriesOfPage = 50;
    constexpr int kWordsOfText = 20;
    constexpr std::uint32_t kLetters = 26;
    const auto text_of = [](int article) {
        std::string text;
        auto word = static_cast<std::uint32_t>(article) + 1;
        for (int i = 0; i < kWordsOfText; ++i) {
            word = word * 1'664'525U + 1'013'904'223U;
            for (auto rest = word; rest != 0; rest /= kLetters) {
                text += static_cast<char>('a' + rest % kLetters);
            }
            text += ' ';
        }
        return text;
    };
    int minute = 0;
    for (const int half : {0, 1, 2}) {
        for (int from = 0; from < articles; from += kEntriesOfPage) {
            std::string page = half == 0 ? "LATEST\n\n" : "<!DOCTYPE html><main>";
            for (int i = from; i < std::min(articles, from + kEntriesOfPage); ++i) {
                if (half == 0) {
                    page += text_of(i) + "\n\n";
                    continue;
                }
                const std::string name = std::to_string(i);
                page += "<article><h2><a href=\"https://halves.example/" + name + "\">Article " +
                        name + "</a></h2>";
                if (half == 2) page += "<p>" + text_of(i) + "</p>";
                page += "</article>";
            }
            const std::string time = std::to_string(1'700'000'000 + 60 * minute++);
            std::ofstream(folder / (time + (half == 0 ? ".txt" : ".html"))) << page;
        }
    }
}

void ingest_joins(benchmark::State& state) {
    const TemporaryFolder pages;
    write_halves(pages.path(), static_cast<int>(state.range(0)));
    IngestOptions options;
    options.source = "halves";
    std::int64_t joined = 0;
    for (auto _ : state) {
        const TemporaryFolder folder;
        const auto done = ingest(folder.archive(), {pages.path()}, options, kNow, {});
        joined += done.new_records - done.records;
    }
    state.SetItemsProcessed(joined);
}
BENCHMARK(ingest_joins)
    ->Name("IngestJoins")
    ->Arg(1000)
    ->Arg(4000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void list_newest(benchmark::State& state) {
    const TemporaryFolder folder;
    (void)ingest(folder.archive(), {std::string(FEEDARC_BENCH_CORPUS) + "/html"}, {}, kNow, {});
    const auto archive =
        open_archive(folder.archive(), OpenMode::read, std::chrono::milliseconds{0});
    Filter filter;
    filter.limit = 50;
    for (auto _ : state) {
        std::size_t rows = 0;
        archive->find(filter, [&rows](const Record&) {
            ++rows;
            return true;
        });
        benchmark::DoNotOptimize(rows);
    }
}
BENCHMARK(list_newest)->Name("ListNewest50");

}  // namespace
}  // namespace feedarc
