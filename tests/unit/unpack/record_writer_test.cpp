#include "unpack/warc/record_writer.hpp"

#include "support/warc_check.hpp"
#include "unpack/unpack.hpp"
#include "unpack/warc/digest.hpp"
#include "unpack/warc/own_fields.hpp"
#include "unpack/web_archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace feedarc::unpack {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Fields fields_of(std::string_view type, std::string_view url) {
    Fields fields;
    fields.set("WARC-Type", type);
    fields.set("WARC-Date", "2026-01-11T08:30:00Z");
    if (!url.empty()) fields.set("WARC-Target-URI", url);
    return fields;
}

std::string file_of(bool gzip, const std::function<void(RecordWriter&)>& write) {
    std::string file;
    RecordWriter writer([&file](std::string_view bytes) { file += bytes; }, gzip);
    Fields info = fields_of("warcinfo", "");
    info.set("Content-Type", "application/warc-fields");
    (void)writer.write(std::move(info), "software: test\r\n");
    write(writer);
    return file;
}

std::vector<WebRecord> read(const std::string& file) {
    std::vector<WebRecord> records;
    WebArchiveReader reader(
        [rest = std::string_view(file)](char* to, std::size_t size) mutable {
            const std::size_t used = rest.copy(to, size);
            rest.remove_prefix(used);
            return used;
        },
        "file", {});
    while (auto record = reader.next()) records.push_back(std::move(*record));
    return records;
}

TEST(Sha1Text, IsAsOthersWriteIt) {
    EXPECT_EQ(sha1_text(""), "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    EXPECT_EQ(sha1_text("abc"), "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
    EXPECT_EQ(sha1_text("The quick ", "brown fox"), "sha1:YUM4DIDM3PVSXREZ4IQTP62INA4FRM2F");
    EXPECT_EQ(read_digest(sha1_text("abc")), digest_of("abc", Digest::Algorithm::sha1));
}

TEST(RecordWriter, WritesWhatTheStandardAsksFor) {
    const std::string file = file_of(false, [](RecordWriter& writer) {
        Fields fields = fields_of("resource", "http://a.example/");
        fields.set("Content-Type", "text/html");
        (void)writer.write(std::move(fields), "<p>", "One");
        (void)writer.write(fields_of("resource", "http://b.example/"), "", std::string(1, '\0'));
    });
    const auto checked = test::check_warc(file);
    EXPECT_THAT(checked.problems, IsEmpty());
    ASSERT_THAT(checked.records, SizeIs(3));
    EXPECT_EQ(checked.records[1].block, "<p>One");
    EXPECT_EQ(checked.records[1].field("warc-block-digest"), sha1_text("<p>One"));
    EXPECT_EQ(checked.records[2].block, std::string(1, '\0'));
}

TEST(RecordWriter, GivesEqualRecordsEqualIdsAndOthersOthers) {
    const auto id_of = [](const std::string& url, const std::string& body) {
        std::string id;
        (void)file_of(false, [&](RecordWriter& writer) {
            id = writer.write(fields_of("resource", url), body);
        });
        return id;
    };
    const std::string id = id_of("http://a.example/", "One");
    EXPECT_EQ(id_of("http://a.example/", "One"), id);
    EXPECT_NE(id_of("http://a.example/", "Two"), id);
    EXPECT_NE(id_of("http://b.example/", "One"), id);
}

// ISO 28500, annex D: members of their own, so that one can be read without those before it.
TEST(RecordWriter, PacksEachRecordByItself) {
    std::string large;
    for (int i = 0; i < 50'000; ++i) large += std::to_string(i * 7919);
    const std::vector<std::string> bodies{"One", large, "Two"};
    const auto write = [&](RecordWriter& writer) {
        for (const std::string& body : bodies) {
            (void)writer.write(fields_of("resource", "http://a.example/"), body);
        }
    };
    const std::string plain = file_of(false, write);
    const std::string packed = file_of(true, write);
    EXPECT_LT(packed.size(), plain.size() * 3 / 4);
    const auto records = read(packed);
    ASSERT_THAT(records, SizeIs(4));
    std::string joined;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const std::size_t end = i + 1 < records.size() ? records[i + 1].offset : packed.size();
        const std::string member =
            unpack(packed.substr(records[i].offset, end - records[i].offset), "member");
        EXPECT_TRUE(member.starts_with("WARC/1.1\r\n"));
        joined += member;
    }
    EXPECT_EQ(joined, plain);
    EXPECT_EQ(file_of(true, write), packed);
}

TEST(FieldValue, HoldsNothingThatEndsIt) {
    EXPECT_EQ(field_value("a\r\nWARC-Type: warcinfo\r\n\r\nb"), "a  WARC-Type: warcinfo    b");
    EXPECT_EQ(field_value(std::string_view("\0\x1b[31m\x7f x \t", 10)), "[31m  x");
    EXPECT_EQ(field_value("\xe6\x97\xa5"), "\xe6\x97\xa5");
    EXPECT_EQ(field_value("\r\n"), "");
}

TEST(FieldName, IsAToken) {
    EXPECT_TRUE(is_field_name("cache-control"));
    for (const char* name : {"", "a b", "a:b", "a\r\nb", "caf\xe9", "a\t", "(a)"}) {
        EXPECT_FALSE(is_field_name(name)) << name;
    }
}

TEST(OwnFields, ComeBackAsTheyWere) {
    using namespace std::string_literals;
    for (const std::string& text :
         {"blog"s, " blog "s, "a b"s, "100 %"s, "%0d%0a"s, "a\r\nWARC-Type: x"s, "\0"s, "日本"s,
          "\xff\xfe"s, ","s, "\t"s}) {
        for (int known = 0; known < 8; ++known) {
            OwnFields own{text,
                          "http://a.example/" + text,
                          "html",
                          (known & 1) != 0,
                          (known & 2) != 0,
                          (known & 4) != 0};
            Fields fields;
            add_own_fields(own, fields);
            std::string lines;
            for (const auto& [name, value] : fields.all()) {
                EXPECT_EQ(field_value(value), value);
                lines.append(name).append(": ").append(value).append("\r\n");
            }
            EXPECT_EQ(read_own_fields(Fields(lines)), own) << text;
        }
    }
    EXPECT_FALSE(read_own_fields(fields_of("resource", "http://a.example/")));
}

TEST(OwnFields, MayBeAnything) {
    Fields fields;
    fields.set("feedarc-source", "a%zz%4%");
    fields.set("Feedarc-Unknown", "end, ,nothing,,URL");
    const auto own = read_own_fields(fields);
    ASSERT_TRUE(own);
    EXPECT_EQ(own->source, "a%zz%4%");
    EXPECT_FALSE(own->end_known);
    EXPECT_TRUE(own->url_known);
}

}  // namespace
}  // namespace feedarc::unpack
