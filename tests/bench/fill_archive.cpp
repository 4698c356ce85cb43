// Makes an archive with many records quickly, for timing queries: every snapshot shows 50 new
// articles.
//
// usage: fill_archive ARCHIVE RECORDS

#include <feedarc/archive.hpp>

#include "base/zstd.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace feedarc;

constexpr std::int64_t kEntriesOfPage = 50;
constexpr std::int64_t kSnapshotsOfBatch = 1000;
constexpr std::array kCategories{"NLP", "CV", "Algorithms", "Systems", "工具", "论文", ""};
constexpr std::chrono::sys_seconds kFirstCapture{std::chrono::seconds{1'600'000'000}};

Entry entry_number(std::int64_t number) {
    Entry entry;
    entry.title = fmt::format("Article {} on sequence models", number);
    entry.url = fmt::format("https://listing.example/posts/{}", number);
    entry.category = kCategories[static_cast<std::size_t>(number) % kCategories.size()];
    entry.published = {"2026-01-11", DatePrecision::day};
    entry.excerpt = fmt::format(
        "概述 第{}篇 本文介绍一个比较有意思的高效Transformer工作, "
        "它但提升了原有线性Attention的效果。 "
        "The window grows with the number of articles, which here is {}.",
        number, number * 7919);
    return entry;
}

PreparedSnapshot snapshot_number(std::int64_t number, base::ZstdCompressor& compressor) {
    auto page = std::make_shared<ParsedPage>();
    FieldHash hash;
    std::string bytes;
    for (std::int64_t i = 0; i < kEntriesOfPage; ++i) {
        page->contents.push_back(std::make_shared<const Content>(
            make_content(entry_number(number * kEntriesOfPage + i))));
        hash.add(page->contents.back()->hash);
        bytes += page->contents.back()->entry.excerpt + "\n";
    }
    page->hash = hash.finish();
    page->entries = page->contents.size();

    PreparedSnapshot snapshot;
    snapshot.source = "listing.example";
    snapshot.page_url = snapshot.url = "https://listing.example/latest";
    snapshot.captured_at = kFirstCapture + std::chrono::minutes{30 * number};
    snapshot.body = {hash_of(bytes), bytes.size(), compressor.compress(bytes, {}), std::nullopt, 0};
    snapshot.page = std::move(page);
    return snapshot;
}

// Every article is new, so nothing need be decided: each gets a record with its keys.
void store(WriteBatch& batch, SourceId source, const PreparedSnapshot& snapshot) {
    const WriteBatch::Added added = batch.add(source, snapshot);
    for (std::size_t i = 0; i < added.contents.size(); ++i) {
        const Content& content = *snapshot.page->contents[i];
        const ContentId id = added.contents[i];
        const RecordId record = batch.new_record(source, content, id);
        batch.assign(source, id, record);
        if (content.permalink) {
            batch.claim(source, {EvidenceKind::permalink, *content.permalink}, record, id);
        }
        batch.claim(source, {EvidenceKind::fingerprint, content.text.fingerprint}, record, id);
        batch.sight(source, id, snapshot.captured_at, static_cast<std::int64_t>(i));
        Revision only{content.entry, content.text.fingerprint, snapshot.captured_at,
                      snapshot.captured_at, 1};
        only.content = id;
        batch.set_best(record, best_fields({&only, 1}));
    }
}

void fill(const std::string& location, std::int64_t records) {
    const auto archive = open_archive(location, OpenMode::write, std::chrono::seconds{1});
    base::ZstdCompressor compressor;
    const std::int64_t snapshots = (records + kEntriesOfPage - 1) / kEntriesOfPage;
    for (std::int64_t number = 0; number < snapshots;) {
        const auto batch = archive->begin(std::chrono::seconds{1});
        const SourceId source = batch->source("listing.example", "https://listing.example/latest");
        for (std::int64_t i = 0; i < kSnapshotsOfBatch && number < snapshots; ++i, ++number) {
            store(*batch, source, snapshot_number(number, compressor));
        }
        batch->commit();
        fmt::print(stderr, "\r{} of {} records", number * kEntriesOfPage, records);
    }
    fmt::print(stderr, "\n");
}

}  // namespace

int main(int argc, char** argv) {
    std::int64_t records = 0;
    if (argc == 3) {
        const std::string_view text = argv[2];
        std::from_chars(text.data(), text.data() + text.size(), records);
    }
    if (records <= 0) {
        fmt::print(stderr, "usage: fill_archive ARCHIVE RECORDS\n");
        return 2;
    }
    try {
        fill(argv[1], records);
    } catch (const std::exception& error) {
        fmt::print(stderr, "fill_archive: {}\n", error.what());
        return 1;
    }
    return 0;
}
