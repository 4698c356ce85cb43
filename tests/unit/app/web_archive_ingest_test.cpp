#include <feedarc/archive.hpp>
#include <feedarc/ingest.hpp>

#include "support/temporary_folder.hpp"
#include "support/web_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace feedarc {
namespace {

using test::gzipped;
using test::listing_page;
using test::warc_record;
using test::warc_response;
using testing::HasSubstr;

const Time kIngested = *parse_time("2026-06-01T00:00:00Z", Time{});
const std::string kUrl = "http://blog.example/list";

class IngestOfAWebArchive : public testing::Test {
protected:
    IngestSummary run(const std::vector<std::string>& inputs, const IngestOptions& options = {}) {
        reports_.clear();
        remarks_.clear();
        IngestListener listener;
        listener.snapshot = [this](const IngestedSnapshot& snapshot) {
            reports_.push_back(snapshot);
        };
        listener.remark = [this](const std::string& text) { remarks_.push_back(text); };
        return ingest(archive(), inputs, options, kIngested, listener);
    }
    std::string archive() const { return folder_ / "a.db"; }

    // A revisit that names the payload digest, or time and address, of another record.
    static std::string revisit(const std::string& date, const std::string& fields) {
        return warc_record("revisit", kUrl, date, "",
                           "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/"
                           "identical-payload-digest\r\n" +
                               fields);
    }

    test::TemporaryFolder folder_;
    std::vector<IngestedSnapshot> reports_;
    std::vector<std::string> remarks_;
};

TEST_F(IngestOfAWebArchive, StoresASnapshotForEachPageAtItsOwnTime) {
    const std::string one = gzipped(warc_response(kUrl, "2026-01-02T00:00:00Z", listing_page("b")));
    const std::string two = gzipped(warc_response(kUrl, "2026-01-01T00:00:00Z", listing_page("a")));
    const auto path = folder_.write("crawl.warc.gz", one + two);
    const auto summary = run({path});
    EXPECT_EQ(summary.stored, 2);
    EXPECT_EQ(summary.new_records, 10);
    ASSERT_EQ(reports_.size(), 2U);
    EXPECT_EQ(reports_[0].input, path + ":0");
    EXPECT_EQ(reports_[1].input, path + ":" + std::to_string(one.size()));
    EXPECT_EQ(reports_[0].source, "blog.example");
    EXPECT_EQ(reports_[0].url, kUrl);
    EXPECT_EQ(format_time(*reports_[0].captured_at), "2026-01-02T00:00:00Z");
    EXPECT_THAT(remarks_, testing::ElementsAre(HasSubstr("2 records: 2 pages")));
    EXPECT_EQ(run({path}).known, 2);
    IngestOptions named;
    named.source = "mine";
    EXPECT_EQ(run({path}, named).stored, 2);
    EXPECT_EQ(reports_[0].source, "mine");
}

TEST_F(IngestOfAWebArchive, SaysNoTimeOfARecordThatIsTooBrokenToHaveOne) {
    const auto path =
        folder_.write("crawl.warc", warc_response(kUrl, "2026-01-01T00:00:00Z", listing_page("a")) +
                                        "WARC/1.0\r\nWARC-Type: response\r\n\r\n");
    EXPECT_EQ(run({path}).failed, 1);
    ASSERT_EQ(reports_.size(), 2U);
    EXPECT_TRUE(reports_[0].captured_at);
    EXPECT_THAT(reports_[1].error, HasSubstr("crawl.warc:"));
    EXPECT_FALSE(reports_[1].captured_at);
}

TEST_F(IngestOfAWebArchive, GivesRevisitsTheBytesOfTheirOriginal) {
    const std::string digest = "WARC-Payload-Digest: sha1:27A47MXAJT7EH55E26E74VBG246LDXPU\r\n";
    const std::string first =
        warc_response(kUrl, "2026-01-01T00:00:00Z", listing_page("a"), "", digest);
    const auto path = folder_.write(
        "crawl.warc", revisit("2026-01-04T00:00:00Z", digest) + first +
                          revisit("2026-01-02T00:00:00Z",
                                  "WARC-Refers-To-Target-URI: " + kUrl +
                                      "\r\nWARC-Refers-To-Date: 2026-01-01T00:00:00Z\r\n") +
                          revisit("2026-01-03T00:00:00Z", "WARC-Payload-Digest: md5:00\r\n"));
    const auto summary = run({path});
    EXPECT_EQ(summary.stored + summary.unchanged, 3);
    EXPECT_EQ(summary.failed, 1);
    EXPECT_EQ(summary.new_records, 5);
    // The one without an original; and the one before its original, which was read late.
    ASSERT_EQ(reports_.size(), 4U);
    EXPECT_THAT(reports_[3].error + reports_[2].error, HasSubstr("whose original is in none"));
    const auto archived = open_archive(archive(), OpenMode::read, {});
    Filter filter;
    archived->find(filter, [](const Record& record) {
        EXPECT_EQ(record.sightings, 3);
        EXPECT_EQ(format_time(record.last_seen), "2026-01-04T00:00:00Z");
        return true;
    });
}

TEST_F(IngestOfAWebArchive, ReadsTheSameBytesOfAnotherTypeAnew) {
    const std::string page = listing_page("a");
    const auto path = folder_.write(
        "crawl.warc", warc_response(kUrl, "2026-01-01T00:00:00Z", page) +
                          warc_response(kUrl, "2026-01-02T00:00:00Z", page,
                                        "Content-Type: text/html; charset=iso-8859-1\r\n"));
    EXPECT_EQ(run({path}).unchanged, 1);
    EXPECT_EQ(run({path}).known, 2);
}

TEST_F(IngestOfAWebArchive, RefusesOptionsThatItsRecordsAnswer) {
    const auto path =
        folder_.write("crawl.warc", warc_response(kUrl, "2026-01-01T00:00:00Z", listing_page("a")));
    IngestOptions options;
    options.url = "http://b.example/";
    EXPECT_EQ(run({path}, options).failed, 1);
    EXPECT_EQ(reports_[0].code, ErrorCode::usage);
    EXPECT_THAT(reports_[0].error, HasSubstr("--captured-at"));
}

TEST_F(IngestOfAWebArchive, ManyRecordsComeInOrderAndInBatches) {
    std::string bytes;
    for (int i = 0; i < 2500; ++i) {
        const auto time = Time{std::chrono::seconds{1767225600 + 60 * (2500 - i)}};
        bytes += warc_response(kUrl, format_time(time), listing_page("n" + std::to_string(i), 3));
    }
    const auto path = folder_.write("crawl.warc", bytes);
    const auto page = folder_.write("2026-01-01.html", listing_page("z"));
    IngestOptions options;
    options.jobs = 3;
    const auto summary = run({path, page}, options);
    EXPECT_EQ(summary.stored, 2501);
    EXPECT_EQ(summary.new_records, 7505);
    std::uint64_t before = 0;
    for (const IngestedSnapshot& report : reports_) {
        if (!report.input.starts_with(path)) continue;
        const auto offset = std::stoull(report.input.substr(path.size() + 1));
        EXPECT_GE(offset, before);
        before = offset;
    }
}

}  // namespace
}  // namespace feedarc
