#include "render/record_fields.hpp"

#include "render/rows.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace feedarc::render {
namespace {

using testing::HasSubstr;

Record bare_record() {
    Record record;
    record.id = 1;
    record.source = "default";
    record.best.excerpt = "词向量,英文名叫Word Embedding";
    record.first_seen = Time{std::chrono::seconds{1768120200}};
    record.last_seen = record.first_seen;
    record.sightings = 4;
    record.revisions = 1;
    return record;
}

template <typename Item>
std::string written(const FieldTable<Item>& table, const Item& item, std::string_view format,
                    const std::optional<std::string>& fields = std::nullopt) {
    std::ostringstream out;
    Rows<Item> rows(table, format_named(format), fields, {}, out);
    rows.add(item);
    rows.finish();
    return out.str();
}

TEST(RecordJson, HasEveryFieldInItsPublicOrderWithNullForNoValue) {
    EXPECT_EQ(
        written(record_fields(), bare_record(), "jsonl"),
        R"({"id":1,"title":null,"url":null,"urls":[],"category":null,)"
        R"("category_assigned":false,"category_from":null,"published":null,"published_precision":null,)"
        R"("excerpt":"词向量,英文名叫Word Embedding","source":"default",)"
        R"("first_seen":"2026-01-11T08:30:00Z","last_seen":"2026-01-11T08:30:00Z",)"
        R"("sightings":4,"revisions":1,"present":null,)"
        R"("fingerprint":"00000000000000000000000000000000","cursor":null})"
        "\n");
}

TEST(EntryJson, HasEveryFieldInItsPublicOrder) {
    PlacedEntry placed;
    placed.entry.title = "T";
    placed.entry.published = {"2026-01-11", DatePrecision::day};
    EXPECT_EQ(written(entry_fields(), placed, "jsonl"),
              R"({"position":0,"title":"T","url":null,"guid":null,"category":null,)"
              R"("published":"2026-01-11","published_precision":"day","excerpt":null,)"
              R"("fingerprint":"00000000000000000000000000000000"})"
              "\n");
}

TEST(RecordWithoutTitle, IsShownByItsTextToPeopleAlone) {
    EXPECT_THAT(written(record_fields(), bare_record(), "table"), HasSubstr("词向量"));
    EXPECT_EQ(written(record_fields(), bare_record(), "tsv", "id,title"), "id\ttitle\n1\t\n");
}

TEST(Rows, GiveTheFieldsAskedForInTheirOrder) {
    EXPECT_EQ(written(record_fields(), bare_record(), "jsonl", "sightings,id"),
              "{\"sightings\":4,\"id\":1}\n");
}

}  // namespace
}  // namespace feedarc::render
