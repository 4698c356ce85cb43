// What it costs to store: whole ingests into a new archive on disk, and the snapshot that cron
// brings.

#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include <benchmark/benchmark.h>

#include <filesystem>
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
