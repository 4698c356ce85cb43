#include "support/archive_user.hpp"

#include <feedarc/archive.hpp>
#include <feedarc/audit.hpp>
#include <feedarc/cluster.hpp>
#include <feedarc/error.hpp>

#include "support/hostile_text.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace feedarc::test {
namespace {

constexpr std::chrono::milliseconds kWait{1000};
constexpr std::size_t kMostVisited = 100;  // of endless lists the beginning will do
constexpr int kInternal = 70;              // exit status of a defect

// A defect, as against damage, which is an Error.
struct Defect {
    std::string what;
};

template <typename Reading>
void attempt(Reading reading) {
    try {
        reading();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::internal) throw Defect{error.what()};
    }
}

// Visits the beginning of a list.
template <typename Item>
auto some(std::vector<Item>& items) {
    return [&items](const Item& item) {
        items.push_back(item);
        return items.size() < kMostVisited;
    };
}

std::vector<Record> read_records(Archive& archive) {
    std::vector<Record> records;
    std::vector<Filter> filters(9);
    filters[1].sort = Sort::title;
    filters[1].reverse = true;
    filters[2].sort = Sort::first_seen;
    filters[2].presence = PresenceFilter::removed;
    filters[3].categories = {"Notes 1", ""};
    filters[3].presence = PresenceFilter::gone;
    filters[4].source = "blog";
    filters[4].published_since = kNow;
    filters[5].sort = Sort::published;
    filters[5].since = Time{};
    filters[6].query = "note -draft OR 算";
    filters[6].limit = 20;
    filters[7].query = "n";
    filters[7].sort = Sort::relevance;
    filters[8].query = "title:note \"the text\"";
    for (const Filter& filter : filters) {
        attempt([&] { archive.find(filter, some(records)); });
        attempt([&] { (void)archive.count(filter); });
    }
    attempt([&] { archive.find_at(kNow, {}, some(records)); });
    return records;
}

void read_record(Archive& archive, RecordId id) {
    attempt([&] {
        const auto detail = archive.record(id);
        if (detail) (void)also_on(archive, *detail);
    });
}

void read_snapshots(Archive& archive) {
    std::vector<SnapshotInfo> snapshots;
    attempt([&] { archive.snapshots(std::nullopt, some(snapshots)); });
    for (const auto& snapshot : snapshots) {
        attempt([&] { (void)archive.body(snapshot.id); });
        attempt([&] { (void)archive.entries(snapshot.id); });
        attempt([&] {
            (void)archive.snapshot_at(snapshot.source, snapshot.page_url, snapshot.captured_at);
        });
    }
    attempt([&] { (void)archive.latest_body("blog", "https://blog.example/"); });
    attempt([&] { (void)archive.fetched_page("blog", "https://blog.example/"); });
}

void read_events(Archive& archive) {
    for (const bool reverse : {false, true}) {
        std::vector<Event> events;
        EventFilter filter;
        filter.reverse = reverse;
        attempt([&] { archive.events(filter, some(events)); });
    }
}

void read_all(const std::string& path, std::size_t& opened) {
    const auto archive = open_archive(path, OpenMode::read, kWait);
    ++opened;
    for (const Record& record : read_records(*archive)) read_record(*archive, record.id);
    for (const RecordId id : {1, 2, 3, -1}) read_record(*archive, id);
    read_snapshots(*archive);
    read_events(*archive);
    attempt([&] { (void)archive->sources(); });
    attempt([&] { (void)archive->categories(std::nullopt); });
    attempt(
        [&] { archive->category_texts(std::nullopt, [](const CategoryText&) { return true; }); });
    attempt([&] { (void)archive->statistics(); });
    attempt([&] { (void)archive->corrections(); });
    attempt([&] { (void)archive->pages(); });
    attempt([&] { (void)archive->robots("https://blog.example"); });
    attempt([&] { (void)audit(*archive, {}); });
}

using Words = std::vector<std::string>;

// What prints, and what writes.
std::vector<Words> commands(const std::string& page, const std::string& salvaged) {
    return {
        {"list", "--format", "json"},
        {"list", "--at", "2026-01-20"},
        {"search", "--rank", "a", "OR", "note"},
        {"show", "1", "--why"},
        {"show", "1", "--why", "--format", "json"},
        {"show", "2", "--why", "--format", "csv"},
        {"log"},
        {"log", "--format", "jsonl"},
        {"diff", "1", "7"},
        {"snapshots", "--format", "markdown"},
        {"sources"},
        {"sources", "show", "blog"},
        {"categories"},
        {"stats"},
        {"undo", "--list"},
        {"audit"},
        {"check", "--data"},
        {"check", "--json"},
        {"rebuild", "--jobs", "1", "-v"},
        {"rebuild", "--jobs", "1", "--dry-run"},
        {"ingest", "--jobs", "1", "--source", "blog", "--url", "https://blog.example/", page},
        {"ingest", "--jobs", "1", "--source", "mirror", "--captured-at", "2026-01-12", page},
        {"ingest", "--jobs", "1", "--dry-run", "--source", "new", page},
        {"join", "1", "3"},
        {"split", "1", "1:1"},
        {"forget", "5"},
        {"amend", "5", "--source", "mirror"},
        {"undo"},
        {"salvage", salvaged},
    };
}

std::string new_page() {
    return "<!DOCTYPE html><main><article><h2><a href=/p/9>Article number 9</a></h2><p>What "
           "article "
           "number 9 has to say.</article><article><h2><a href=/p/40>Article number 40</a></h2><p>"
           "Something else.</article><article><h2><a href=/p/8>Article number 8, again</a></h2><p>"
           "What article number 8 has to say.</article></main>";
}

}  // namespace

ArchiveUser::ArchiveUser()
    : page_(folder_.write("2026-01-15.html", new_page())), path_(folder_ / "archive.db") {}

std::string ArchiveUser::problem_with(const std::string& archive, std::size_t command) {
    for (const char* const end : {"-wal", "-shm", "-journal"}) {
        std::filesystem::remove(path_ + end);
    }
    (void)folder_.write("archive.db", archive);
    try {
        attempt([&] { read_all(path_, opened_); });
    } catch (const Defect& defect) {
        return "reading: " + defect.what;
    }
    const std::string salvaged = folder_ / "salvaged.db";
    for (const char* const end : {"", "-wal", "-shm"}) std::filesystem::remove(salvaged + end);
    const std::vector<Words> all = commands(page_, salvaged);
    Words words = all[command % all.size()];
    const std::string name = words[0];
    words.insert(words.end(), {"--archive", path_});
    const Printed printed = program_.run(words);
    if (printed.status == kInternal) return name + ": " + printed.err;
    for (const std::string& text : {printed.out, printed.err}) {
        for (const std::string& unsafe : unsafe_in(text)) return name + " prints " + unsafe;
    }
    return {};
}

}  // namespace feedarc::test
