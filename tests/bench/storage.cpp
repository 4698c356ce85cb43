// What raw snapshots take in an archive, and how long one takes to be read: as they are appended,
// all in one run or each in a run of its own, and once they are packed.
//
//     scripts/make-corpus pages --form html --snapshots 1000
//     build/bench/tests/bench/storage pages

#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>
#include <feedarc/pack.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace feedarc;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kWait{60'000};

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

void add(const std::string& location, const std::vector<std::string>& inputs) {
    const Time now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const IngestSummary summary = ingest(location, inputs, {}, now, {});
    if (summary.failed != 0) throw Error(ErrorCode::input, "not all files are snapshots");
}

// Each in a random order, so that none is near the one before.
std::string reading_times(Archive& archive) {
    std::vector<SnapshotId> ids;
    archive.snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
        ids.push_back(snapshot.id);
        return true;
    });
    std::shuffle(ids.begin(), ids.end(), std::mt19937(1));
    std::vector<double> times;
    for (int warm = 0; warm < 2; ++warm) {
        times.clear();
        for (const SnapshotId id : ids) {
            const auto begin = Clock::now();
            (void)archive.body(id);
            times.push_back(milliseconds_since(begin));
        }
    }
    std::sort(times.begin(), times.end());
    return fmt::format("one is read in {:.2f} ms (median), {:.2f} (99 %)", times[times.size() / 2],
                       times[times.size() * 99 / 100]);
}

void report(const std::string& what, const std::string& location) {
    const auto archive = open_archive(location, OpenMode::read, kWait);
    const Statistics all = archive->statistics();
    const auto each = [&](std::int64_t bytes) {
        return static_cast<double>(bytes) /
               static_cast<double>(std::max<std::int64_t>(1, all.snapshots));
    };
    fmt::print("{:<22}{:>7.0f} bytes a snapshot ({:.0f} as captured, {:.0f} of the file); {}\n",
               what, each(all.stored_bytes), each(all.body_bytes), each(all.archive_bytes),
               reading_times(*archive));
}

void measure(const std::string& pages, const std::string& folder) {
    std::vector<std::string> files;
    for (const auto& file : fs::recursive_directory_iterator(pages)) {
        if (file.is_regular_file()) files.push_back(file.path().string());
    }
    std::sort(files.begin(), files.end());
    const std::string bulk = folder + "/bulk.db";
    const std::string single = folder + "/single.db";
    add(bulk, {pages});
    report("appended, one run", bulk);
    for (const std::string& file : files) add(single, {file});
    report("appended, one each", single);
    const auto begin = Clock::now();
    const PackSummary packed = pack(single, {}, {});
    fmt::print("packed {} bodies into {} blocks in {:.1f} s\n", packed.bodies, packed.blocks,
               milliseconds_since(begin) / 1000);
    report("packed", single);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: storage FOLDER-OF-SNAPSHOTS\n");
        return 2;
    }
    std::string folder = (fs::temp_directory_path() / "feedarc-storage-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return 6;
    int status = 0;
    try {
        measure(argv[1], folder);
    } catch (const std::exception& error) {
        fmt::print(stderr, "storage: {}\n", error.what());
        status = 1;
    }
    fs::remove_all(folder);
    return status;
}
