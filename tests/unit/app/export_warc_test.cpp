#include <feedarc/correct.hpp>
#include <feedarc/export_warc.hpp>
#include <feedarc/ingest.hpp>

#include "app/prepare.hpp"
#include "app/store_batch.hpp"
#include "app/warc_records.hpp"
#include "base/zstd.hpp"
#include "support/archive_text.hpp"
#include "support/dice.hpp"
#include "support/hostile_text.hpp"
#include "support/listing_sequence.hpp"
#include "support/stored_snapshots.hpp"
#include "support/temporary_folder.hpp"
#include "support/warc_check.hpp"
#include "support/web_archive.hpp"
#include "text/url.hpp"
#include "unpack/warc/own_fields.hpp"
#include "unpack/web_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace feedarc {
namespace {

using test::listing_page;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr Time kNow{std::chrono::seconds{1'800'000'000}};
using test::kWait;
constexpr std::int64_t kStart = 1'767'225'600;  // 2026-01-01T00:00:00Z

Time hour(std::int64_t number) {
    return Time{std::chrono::seconds{kStart + 3600 * number}};
}

class WarcExport : public testing::Test {
protected:
    std::string export_of(const std::string& location, const SnapshotFilter& filter = {},
                          bool gzip = false) {
        std::string file;
        summary_ =
            export_warc(*open_archive(location, OpenMode::read, kWait), {filter, gzip, nullptr},
                        [&file](std::string_view bytes) { file += bytes; });
        return file;
    }

    void ingest_file(const std::string& location, const std::string& bytes, Time time,
                     IngestOptions options = {}) {
        options.captured_at = time;
        const auto path = folder_.write("in", bytes);
        const auto summary = ingest(location, {path}, options, kNow, {});
        ASSERT_EQ(summary.failed, 0);
    }

    // A page as capturing stores it.
    void capture(const std::string& location, const std::string& bytes, Time time,
                 const std::optional<Provenance>& fetched,
                 const std::string& url = "https://blog.example/latest",
                 const std::string& asked = "https://blog.example/latest") {
        const ConfiguredSource source{"blog", asked};
        app::CapturedPage page;
        page.source = &source;
        page.url = url;
        page.page_url = *text::canonical_url(asked);
        page.captured_at = time;
        page.media_type = "text/html; charset=utf-8";
        page.bytes = std::make_shared<const std::string>(bytes);
        page.fetched = fetched;
        IngestOptions options;
        app::Preparer preparer(options);
        std::vector<app::Prepared> snapshots;
        snapshots.push_back(preparer.prepare(page));
        auto& body = snapshots.back().snapshot.body;
        body.data = base::ZstdCompressor().compress(bytes, "");
        const auto archive = open_archive(location, OpenMode::write, kWait);
        (void)app::store_batch(archive.get(), kWait, snapshots);
    }

    // Ingests an export into a new archive.
    std::string ingested(const std::string& file, const IngestOptions& options = {}) {
        const std::string location = folder_ / ("again" + std::to_string(++archives_) + ".db");
        reports_.clear();
        IngestListener listener;
        listener.snapshot = [this](const IngestedSnapshot& report) { reports_.push_back(report); };
        listener.remark = [this](const std::string& text) { remark_ = text; };
        (void)ingest(location, {folder_.write("export", file)}, options, kNow, listener);
        return location;
    }

    static std::vector<std::string> description(const std::string& location) {
        return test::describe_archive(*open_archive(location, OpenMode::read, kWait)).texts;
    }

    // How the snapshots were got: time, status, whether the end is known, header fields.
    static std::vector<std::string> provenances(const std::string& location) {
        std::vector<std::string> texts;
        const auto archive = open_archive(location, OpenMode::read, kWait);
        const auto walk = archive->walk_snapshots({});
        while (const auto snapshot = walk->next()) {
            texts.push_back(format_time(snapshot->captured_at));
            if (!snapshot->fetched) continue;
            texts.back() += " " + std::to_string(snapshot->fetched->status) + " " +
                            (snapshot->fetched->end_known ? "whole" : "perhaps cut") + "\n" +
                            snapshot->fetched->headers;
        }
        return texts;
    }

    test::TemporaryFolder folder_{test::TemporaryFolder::Where::memory};
    const std::string archive_ = folder_ / "a.db";
    WarcExportSummary summary_;
    std::vector<IngestedSnapshot> reports_;
    std::string remark_;
    int archives_ = 0;
};

TEST_F(WarcExport, IsAsTheStandardAsks) {
    IngestOptions with_url;
    with_url.url = "https://blog.example/list";
    with_url.media_type = "text/html";
    ingest_file(archive_, listing_page("a"), hour(0), with_url);
    ingest_file(archive_, listing_page("a"), hour(1), with_url);
    IngestOptions dump;
    dump.source = "a dump";
    ingest_file(archive_, "Title: one\n\nTitle: two\n", hour(2), dump);
    ingest_file(archive_, "Title: one\n\nTitle: two\n", hour(3), dump);
    capture(archive_, listing_page("b"), hour(4), Provenance{200, "etag: \"x\"\n"});
    capture(archive_, listing_page("b"), hour(5), Provenance{200, "etag: \"x\"\n"});
    capture(archive_, listing_page("b"), hour(6), Provenance{304, "etag: \"x\"\n"});
    capture(archive_, listing_page("b"), hour(7), std::nullopt);
    const auto checked = test::check_warc(export_of(archive_));
    EXPECT_THAT(checked.problems, IsEmpty());
    std::vector<std::string> kinds;
    for (const auto& record : checked.records) {
        const std::string profile = record.field("warc-profile");
        kinds.push_back(record.field("warc-type") + " " + record.field("content-type") +
                        profile.substr(profile.empty() ? 0 : profile.rfind('/')));
    }
    EXPECT_THAT(kinds,
                ElementsAre("warcinfo application/warc-fields", "resource text/html",
                            "revisit /identical-payload-digest", "resource text/plain",
                            "revisit /identical-payload-digest",
                            "response application/http; msgtype=response",
                            "revisit application/http; msgtype=response/identical-payload-digest",
                            "revisit application/http; msgtype=response/server-not-modified",
                            "revisit /identical-payload-digest"));
    EXPECT_EQ(summary_.snapshots, 8);
    EXPECT_EQ(summary_.revisits, 5);
    EXPECT_THAT(checked.records[3].field("warc-target-uri"), HasSubstr("urn:uuid:"));
    EXPECT_EQ(checked.records[5].block,
              "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\netag: \"x\"\r\n"
              "Content-Length: " +
                  std::to_string(listing_page("b").size()) + "\r\n\r\n" + listing_page("b"));
}

TEST_F(WarcExport, BringsBackAllThatWasCaptured) {
    const std::string headers =
        "date: Thu, 01 Jan 2026 00:00:00 GMT\netag: \"x\"\nlast-modified: "
        "Thu, 01 Jan 2026 00:00:00 GMT\ncontent-language: de\n";
    const Provenance whole{200, headers, true};
    capture(archive_, listing_page("a", 8), hour(0), whole);
    capture(archive_, listing_page("a", 8), hour(1), Provenance{304, headers, true});
    // It may be cut off, so what is missing may still be there.
    capture(archive_, listing_page("a", 4), hour(2), Provenance{200, headers, false});
    // Redirected, and rendered by a command.
    capture(archive_, listing_page("b", 8), hour(3), whole, "https://cdn.example/page?x=1");
    capture(archive_, listing_page("c", 8), hour(4), std::nullopt);
    const std::string again = ingested(export_of(archive_));
    EXPECT_EQ(test::difference(description(archive_), description(again)), "");
    EXPECT_THAT(reports_, SizeIs(5));
    const std::string kept =
        "content-type: text/html; charset=utf-8\ndate: Thu, 01 Jan 2026 "
        "00:00:00 GMT\ncontent-language: de\n";
    EXPECT_THAT(provenances(again),
                ElementsAre("2026-01-01T00:00:00Z 200 whole\n" + kept,
                            "2026-01-01T01:00:00Z 304 whole\n" + kept,
                            "2026-01-01T02:00:00Z 200 perhaps cut\n" + kept,
                            "2026-01-01T03:00:00Z 200 whole\n" + kept, "2026-01-01T04:00:00Z"));
    EXPECT_EQ(export_of(again), export_of(ingested(export_of(again))));
}

// By an entity tag the next capture would ask the server: that must not be the word of a file.
TEST_F(WarcExport, BringsNoValidatorsBack) {
    capture(archive_, listing_page("a"), hour(0), Provenance{200, "etag: \"x\"\n"});
    const std::string again = ingested(export_of(archive_));
    const auto page = open_archive(again, OpenMode::read, kWait)
                          ->fetched_page("blog", "https://blog.example/latest");
    ASSERT_TRUE(page);
    EXPECT_THAT(page->headers, Not(HasSubstr("etag")));
}

TEST_F(WarcExport, OfEqualArchivesIsEqualAndKeepsTheOrderOfTime) {
    const std::string other = folder_ / "other.db";
    IngestOptions options;
    options.url = "https://blog.example/";
    for (int i = 0; i < 6; ++i) {
        ingest_file(archive_, listing_page("p" + std::to_string(i / 2)), hour(i), options);
        ingest_file(other, listing_page("p" + std::to_string((5 - i) / 2)), hour(5 - i), options);
    }
    const std::string file = export_of(archive_);
    EXPECT_EQ(file, export_of(other));
    std::vector<std::string> dates;
    for (const auto& record : test::check_warc(file).records) {
        dates.push_back(record.field("warc-date"));
    }
    EXPECT_THAT(dates, SizeIs(7));
    EXPECT_TRUE(std::is_sorted(dates.begin(), dates.end()));
    std::string packed = export_of(archive_, {}, true);
    EXPECT_EQ(packed, export_of(other, {}, true));
    EXPECT_EQ(description(ingested(packed)), description(archive_));
}

// An address may be captured several times in a second, so time and address name no record alone.
TEST_F(WarcExport, RevisitsAreOfTheRightBytes) {
    IngestOptions options;
    options.url = "https://blog.example/";
    for (const char* word : {"a", "b", "c"}) {
        ingest_file(archive_, listing_page(word), hour(0), options);
        ingest_file(archive_, listing_page(word), hour(1), options);
    }
    options.source = "mirror";
    ingest_file(archive_, listing_page("b"), hour(0), options);
    EXPECT_EQ(test::difference(description(archive_), description(ingested(export_of(archive_)))),
              "");
    EXPECT_EQ(summary_.revisits, 4);
}

TEST_F(WarcExport, OfAPartIsWholeByItself) {
    IngestOptions options;
    options.url = "https://blog.example/";
    for (int i = 0; i < 4; ++i) ingest_file(archive_, listing_page("same"), hour(i), options);
    capture(archive_, listing_page("x"), hour(2), Provenance{200, ""});
    capture(archive_, listing_page("x"), hour(3), Provenance{304, ""});
    const std::string late = export_of(archive_, {std::nullopt, hour(3), std::nullopt});
    EXPECT_EQ(summary_.snapshots, 2);
    EXPECT_EQ(summary_.revisits, 0);
    EXPECT_THAT(test::check_warc(late).problems, IsEmpty());
    (void)ingested(late);
    EXPECT_THAT(reports_, SizeIs(2));
    EXPECT_THAT(reports_[1].error + reports_[0].error, IsEmpty());
    (void)export_of(archive_, {"blog", std::nullopt, hour(2)});
    EXPECT_EQ(summary_.snapshots, 1);
    EXPECT_THAT(test::check_warc(export_of(archive_, {"nobody", {}, {}})).problems, IsEmpty());
}

TEST_F(WarcExport, LeavesOutWhatWasForgottenAndKeepsWhatWasRefused) {
    IngestOptions options;
    options.url = "https://blog.example/";
    ingest_file(archive_, listing_page("a"), hour(0), options);
    ingest_file(archive_, listing_page("b"), hour(1), options);
    IngestOptions small = options;
    small.limits.parse_bytes = 100;
    small.captured_at = hour(2);
    const auto refused = folder_.write("refused.html", listing_page("c", 500));
    EXPECT_EQ(ingest(archive_, {refused}, small, kNow, {}).refused, 1);
    (void)Corrector(archive_, kNow, kWait).forget(1);
    const std::string file = export_of(archive_);
    EXPECT_EQ(summary_.forgotten, 1);
    EXPECT_EQ(summary_.snapshots, 2);
    EXPECT_THAT(file, Not(HasSubstr("/a/1")));
    const std::string again = ingested(file);
    EXPECT_THAT(reports_, SizeIs(2));
    EXPECT_EQ(open_archive(again, OpenMode::read, kWait)->statistics().snapshots, 2);
}

TEST_F(WarcExport, IsTakenAsToldUnlessItsSourceIsKnownBetter) {
    IngestOptions options;
    options.source = "here";
    options.url = "https://blog.example/";
    ingest_file(archive_, listing_page("a"), hour(0), options);
    const std::string file = export_of(archive_);
    const auto source_of = [&](const IngestOptions& how) {
        (void)ingested(file, how);
        return reports_.at(0).source;
    };
    EXPECT_EQ(source_of({}), "here");
    IngestOptions named;
    named.source = "there";
    EXPECT_EQ(source_of(named), "there");
    IngestOptions configured;
    configured.configured = {{"of the configuration", "https://blog.example"}};
    EXPECT_EQ(source_of(configured), "of the configuration");
}

TEST_F(WarcExport, IsStopped) {
    ingest_file(archive_, listing_page("a"), hour(0));
    const std::atomic<int> stop{2};
    try {
        (void)export_warc(*open_archive(archive_, OpenMode::read, kWait), {{}, false, &stop},
                          [](std::string_view) {});
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::interrupted);
    }
}

// Whatever listings do, and however they were ingested.
TEST_F(WarcExport, BringsBackAnyHistory) {
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        const std::string location = folder_ / ("h" + std::to_string(seed) + ".db");
        for (const test::Capture& capture : test::listing_sequence(seed)) {
            IngestOptions options;
            options.source = capture.source;
            if (!capture.url.empty()) options.url = capture.url;
            options.jobs = 1;
            ingest_file(location, capture.bytes, capture.at, options);
        }
        const std::string file = export_of(location);
        EXPECT_THAT(test::check_warc(file).problems, IsEmpty()) << seed;
        IngestOptions options;
        options.jobs = 2;
        const std::string again = ingested(file, options);
        EXPECT_EQ(test::difference(description(location), description(again)), "") << seed;
        EXPECT_EQ(export_of(again), file) << seed;
    }
}

// ---- hostile text in every field

class HostileSnapshots {
public:
    explicit HostileSnapshots(std::uint32_t seed) : dice_(seed) {}

    WalkedSnapshot next() {
        WalkedSnapshot snapshot;
        snapshot.source = text(1);
        snapshot.captured_at = hour(static_cast<std::int64_t>(dice_.below(100'000)));
        snapshot.form = dice_.one_in(2) ? Form::html : Form::text;
        if (!dice_.one_in(4)) snapshot.media_type = "text/html; " + text(0);
        // An archive has no URL but what this gives.
        snapshot.url = text::resolve_url("http://a.example/" + text(0) + "?" + text(0), "")
                           .value_or("http://a.example/");
        snapshot.url_given = !dice_.one_in(4);
        if (dice_.one_in(8)) snapshot.url.clear();
        if (snapshot.url.empty()) snapshot.url_given = false;
        snapshot.page_url = text::canonical_url(snapshot.url).value_or("");
        if (dice_.one_in(4)) snapshot.page_url = "http://b.example/" + std::to_string(dice_.seed());
        if (!snapshot.url.empty() && dice_.one_in(2)) {
            snapshot.url_given = true;
            snapshot.fetched = Provenance{dice_.one_in(2) ? 200 : 304, headers(), dice_.one_in(2)};
        }
        return snapshot;
    }

    std::string bytes() {
        const std::vector<std::string> all{"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n", "\r\n\r\n",
                                           "\n", text(1), listing_page("a")};
        std::string bytes = "<";
        for (std::size_t left = dice_.below(4); left > 0; --left) bytes += dice_.of(all);
        return bytes;
    }

private:
    std::string text(std::size_t least) {
        std::string text;
        for (std::size_t left = least + dice_.below(4); left > 0; --left) {
            text += dice_.of(pieces_);
        }
        return text;
    }

    std::string headers() {
        std::string lines;
        for (std::size_t left = dice_.below(5); left > 0; --left) {
            const std::vector<std::string> names{
                "etag", "link", "Transfer-Encoding", "content-length", "content-encoding", text(0)};
            lines += dice_.of(names) + ": " + text(0) + "\n";
        }
        return lines;
    }

    static std::vector<std::string> all_pieces() {
        std::vector<std::string> pieces{"a",
                                        " ",
                                        "%",
                                        "%0d%0a",
                                        "\r\n",
                                        "\n",
                                        "\r",
                                        ":",
                                        ",",
                                        ">",
                                        "<",
                                        "\r\n\r\nWARC/1.1\r\n",
                                        "\r\nWARC-Type: warcinfo\r\n",
                                        "\r\nFeedarc-Source: other",
                                        std::string(1, '\0'),
                                        std::string(3000, 'x')};
        for (const auto& hostile : test::hostile_texts()) pieces.push_back(hostile.text);
        return pieces;
    }

    test::Dice dice_;
    const std::vector<std::string> pieces_ = all_pieces();
};

// What of its fields comes back, by the letter of HTTP and WARC.
void expect_same(const WalkedSnapshot& snapshot, const unpack::WebRecord& record) {
    ASSERT_TRUE(record.own);
    EXPECT_EQ(record.own->source, snapshot.source);
    EXPECT_EQ(record.own->form, to_string(snapshot.form));
    EXPECT_EQ(record.own->url_known, snapshot.url_given);
    EXPECT_EQ(record.url, snapshot.url_given ? snapshot.url : "");
    EXPECT_EQ(record.captured_at, snapshot.captured_at);
    EXPECT_EQ(record.own->end_known, !snapshot.fetched || snapshot.fetched->end_known);
    if (!record.own->page.empty()) {
        EXPECT_EQ(record.own->page, snapshot.page_url);
    }
    if (record.kind == unpack::WebRecord::Kind::revisit && record.status == 0) return;
    EXPECT_EQ(record.media_type, unpack::field_value(snapshot.media_type.substr(0, 8192)));
}

TEST(WarcRecords, OfHostileTextAreReadBackAsTheyWere) {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        HostileSnapshots hostile(seed);
        std::string file;
        unpack::RecordWriter writer([&file](std::string_view bytes) { file += bytes; },
                                    seed % 2 == 0);
        app::WarcRecords records(writer);
        records.begin(hour(0));
        std::vector<WalkedSnapshot> snapshots;
        std::vector<std::string> bodies;
        for (int i = 0; i < 20; ++i) {
            snapshots.push_back(hostile.next());
            bodies.push_back(hostile.bytes());
            snapshots.back().body = hash_of(bodies.back());
            records.add(snapshots.back(),
                        [&] { return std::make_shared<const std::string>(bodies.back()); });
        }
        if (seed % 2 != 0) {
            EXPECT_THAT(test::check_warc(file).problems, IsEmpty()) << seed;
        }
        unpack::WebArchiveReader reader(
            [rest = std::string_view(file)](char* to, std::size_t size) mutable {
                const std::size_t used = rest.copy(to, size);
                rest.remove_prefix(used);
                return used;
            },
            "file", {});
        std::size_t at = 0;
        (void)reader.next();
        while (const auto record = reader.next()) {
            ASSERT_LT(at, snapshots.size()) << seed;
            ASSERT_FALSE(record->problem) << seed << " " << record->problem->what();
            expect_same(snapshots[at], *record);
            if (record->kind == unpack::WebRecord::Kind::page) {
                const auto page = unpack::decode(*record, {});
                EXPECT_EQ(page.bytes, bodies[at]) << seed;
                EXPECT_THAT(page.warnings, IsEmpty()) << seed;
            }
            ++at;
        }
        EXPECT_EQ(at, snapshots.size()) << seed;
    }
}

}  // namespace
}  // namespace feedarc
