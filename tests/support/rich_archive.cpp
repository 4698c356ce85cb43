#include "support/rich_archive.hpp"

#include <feedarc/body_store.hpp>
#include <feedarc/correct.hpp>
#include <feedarc/ingest.hpp>

#include "app/body_block.hpp"
#include "app/content_memo.hpp"
#include "app/derive.hpp"
#include "app/parsed_page.hpp"
#include "base/zstd.hpp"
#include "support/archive_sql.hpp"
#include "support/dice.hpp"
#include "support/listing_sequence.hpp"
#include "support/random_correction.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace feedarc::test {
namespace {

constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
constexpr std::chrono::milliseconds kWait{10'000};

void ingest_sequence(const std::string& location, const std::vector<Capture>& captures,
                     int number) {
    const TemporaryFolder folder(TemporaryFolder::Where::memory);
    for (std::size_t i = 0; i < captures.size(); ++i) {
        const Capture& capture = captures[i];
        std::string time = format_time(capture.at);
        time.erase(std::remove(time.begin(), time.end(), ':'), time.end());
        const std::string file =
            folder.write(std::to_string(i) + "/" + time + "." + capture.extension, capture.bytes);
        IngestOptions options;
        options.source = capture.source + (number == 0 ? "" : std::to_string(number));
        if (!capture.url.empty()) options.url = capture.url;
        options.jobs = 1;
        if (capture.source == "blog") {
            ConfiguredSource configured{*options.source, ""};
            set_rule(configured.rules, "time-zone", "Europe/Berlin");
            configured.category = "Weblog";
            options.configured.push_back(configured);
        }
        (void)ingest(location, {file}, options, kNow, {});
    }
}

// As a capture stores what a server gave.
void store_captured(const std::string& location) {
    const auto archive = open_archive(location, OpenMode::write, kWait);
    for (int i = 0; i < 4; ++i) {
        Snapshot page;
        page.url = "https://news.example/";
        page.media_type = "text/html";
        page.bytes = "<!DOCTYPE html><title>News</title><main>";
        for (int k = i; k < i + 5; ++k) {
            const std::string number = std::to_string(k);
            page.bytes += "<article><h2><a href='/n/" + number + "'>Headline of number " + number +
                          "</a></h2><p>What is said about number " + number +
                          " is long enough to be an excerpt.</p></article>";
        }
        PreparedSnapshot snapshot;
        snapshot.source = "news";
        snapshot.page_url = snapshot.url = page.url;
        snapshot.url_given = true;
        snapshot.media_type = page.media_type;
        snapshot.form = Form::html;
        snapshot.captured_at = Time{std::chrono::seconds{1'770'000'000 + i * 3600}};
        snapshot.body = {hash_of(page.bytes), page.bytes.size(),
                         base::ZstdCompressor().compress(page.bytes, ""), std::nullopt, 0};
        snapshot.fetched = Provenance{
            200, "content-type: text/html\netag: \"v" + std::to_string(i) + "\"\n", i != 2};
        app::ContentMemo memo;
        snapshot.page = app::parsed_page(read_page(page, Form::html), memo);
        const auto batch = archive->begin(kWait);
        app::Deriver deriver(*batch);
        const SourceId source = batch->source(snapshot.source, page.url);
        deriver.begin(source);
        deriver.see(source, snapshot, batch->add(source, snapshot));
        deriver.finish();
        Watch watch;
        watch.tried_at = snapshot.captured_at;
        batch->fetches().set_watch(source, watch);
        batch->commit();
    }
}

void store_fetches(const std::string& location) {
    const auto archive = open_archive(location, OpenMode::write, kWait);
    const auto batch = archive->begin(kWait);
    const SourceId source = batch->source("news", "");
    const Time at{std::chrono::seconds{1'770'020'000}};
    FetchStore& fetches = batch->fetches();
    fetches.add(source, {at, "https://news.example/", FetchOutcome::failed, "status", 503,
                         "the server says 503"});
    fetches.add(source, {at + std::chrono::hours{1}, "https://news.example/",
                         FetchOutcome::deferred, "retry-after", 429, "asks to wait"});
    Watch watch;
    watch.tried_at = at + std::chrono::hours{1};
    watch.failures = 2;
    watch.not_before = at + std::chrono::hours{2};
    fetches.set_watch(source, watch);
    fetches.set_host("news.example", at + std::chrono::hours{2});
    fetches.set_robots("https://news.example", {at, 200, "User-agent: *\nDisallow: /private/\n"});
    // One that could not be read.
    PreparedSnapshot refused;
    refused.source = "news";
    refused.captured_at = at;
    const std::string bytes = "a page that is too much";
    refused.body = {hash_of(bytes), bytes.size(), base::ZstdCompressor().compress(bytes, ""),
                    std::nullopt, 0};
    refused.refusal = "parse-memory";
    (void)batch->add(source, refused);
    batch->commit();
}

void correct_records(const std::string& location, Corrector& corrector) {
    const auto archive = open_archive(location, OpenMode::read, kWait);
    std::map<std::string, std::vector<RecordId>> records;
    archive->find({}, [&](const Record& record) {
        records[record.source].push_back(record.id);
        return true;
    });
    for (const auto& [source, ids] : records) {
        if (ids.size() >= 4) (void)corrector.join(ids[1], ids[3]);
    }
    for (const auto& [source, ids] : records) {
        const auto detail = archive->record(ids.front());
        if (detail->revisions.size() < 2) continue;
        const Sighting& last = detail->sightings.back();
        const std::array places{SnapshotPosition{last.snapshot, last.position}};
        (void)corrector.split(ids.front(), places);
    }
}

void correct_snapshots(const std::string& location, Corrector& corrector) {
    std::vector<SnapshotInfo> readable;
    open_archive(location, OpenMode::read, kWait)
        ->snapshots(std::nullopt, [&](const SnapshotInfo& snapshot) {
            if (snapshot.refusal.empty() && snapshot.told_source.empty()) {
                readable.push_back(snapshot);
            }
            return true;
        });
    (void)corrector.forget(readable.at(1).id);
    (void)corrector.amend(readable.at(3).id, "moved", std::nullopt);
    (void)corrector.amend(readable.at(5).id, std::nullopt,
                          readable.at(5).captured_at + std::chrono::seconds{77});
    (void)corrector.forget(readable.at(7).id);
    (void)corrector.undo(std::nullopt);
}

void correct(const std::string& location, Dice& dice) {
    for (int i = 0; i < 6; ++i) {
        Dice once(dice.seed());
        correct_at_random(location, kNow + std::chrono::seconds{i}, once);
    }
    Corrector corrector(location, kNow + std::chrono::hours{1}, kWait);
    correct_records(location, corrector);
    correct_snapshots(location, corrector);
}

// By a rule, by a suggestion, and one that is taken back.
void assign_categories(const std::string& location) {
    const auto archive = open_archive(location, OpenMode::write, kWait);
    std::vector<RecordId> without;
    archive->category_texts(std::nullopt, [&](const CategoryText& record) {
        if (record.from == CategoryFrom::none) without.push_back(record.id);
        return without.size() < 3;
    });
    const auto batch = archive->begin(kWait);
    AssignmentStore& store = batch->assignments();
    for (const RecordId record : without) store.assign(record, "Ruled", CategoryFrom::rule, kNow);
    if (without.size() == 3) {
        store.assign(without[1], "", CategoryFrom::rule, kNow);
        store.assign(without[2], "", CategoryFrom::rule, kNow);
        store.assign(without[2], "Proposed", CategoryFrom::suggested, kNow);
    }
    batch->commit();
}

// Some bodies that no other one is packed with share a block.
void pack_some(const std::string& location) {
    const auto archive = open_archive(location, OpenMode::write, kWait);
    BodyStore& bodies = archive->body_store();
    app::BlockMembers members;
    for (const KeptBody& body : bodies.loose()) {
        if (members.bodies().size() == 6 || !bodies.packed_with(body.id).empty()) continue;
        members.add(body, bodies.bytes(body.id, std::nullopt).value());
    }
    if (!bodies.store(members.make_block(), kWait)) throw std::runtime_error("nothing is packed");
}

void prune_one(const std::string& location) {
    run_sql(location,
            "UPDATE bodies SET data = NULL, base = NULL, chain = 0 WHERE id = (SELECT max(id) FROM "
            "bodies WHERE block IS NULL AND data IS NOT NULL AND id NOT IN "
            "(SELECT base FROM bodies WHERE base IS NOT NULL))");
}

}  // namespace

void make_rich_archive(const std::string& location, std::uint32_t seed, std::size_t sequences) {
    Dice dice(seed);
    for (std::size_t i = 0; i < sequences; ++i) {
        ingest_sequence(location, listing_sequence(dice.seed()), static_cast<int>(i));
    }
    store_captured(location);
    store_fetches(location);
    correct(location, dice);
    assign_categories(location);
    pack_some(location);
    prune_one(location);
    run_sql(location, "PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace feedarc::test
