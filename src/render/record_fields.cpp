#include "render/record_fields.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace feedarc::render {
namespace {

Value precision_of(const Published& published) {
    return text_or_null(to_string(published.precision));
}

// An entry that has no title goes by the first words of its text.
Value title_of(const Entry& entry) {
    return text_or_null(entry.title.empty() ? entry.excerpt : entry.title);
}

// One that the pages do not show has a mark behind it.
Value shown_category(const Record& record) {
    if (!is_assigned(record.category_from)) return text_or_null(record.best.category);
    return record.best.category + '*';
}

constexpr std::array kRecordFields{
    Field<Record>{{"id", Kind::integer}, [](const Record& record) { return Value(record.id); }},
    Field<Record>{{"title"},
                  [](const Record& record) { return text_or_null(record.best.title); },
                  [](const Record& record) { return title_of(record.best); },
                  [](const Record& record) { return std::string_view(record.best.url); }},
    Field<Record>{{"url", Kind::url},
                  [](const Record& record) { return text_or_null(record.best.url); }},
    Field<Record>{
        {"urls", Kind::list},
        [](const Record& record) { return Value(std::span<const std::string>(record.urls)); }},
    Field<Record>{{"category"},
                  [](const Record& record) { return text_or_null(record.best.category); },
                  shown_category},
    Field<Record>{{"category_assigned", Kind::boolean},
                  [](const Record& record) { return Value(is_assigned(record.category_from)); }},
    Field<Record>{
        {"category_from"},
        [](const Record& record) { return text_or_null(to_string(record.category_from)); }},
    Field<Record>{{"published"},
                  [](const Record& record) { return text_or_null(record.best.published.value); }},
    Field<Record>{{"published_precision"},
                  [](const Record& record) { return precision_of(record.best.published); }},
    Field<Record>{{"excerpt"},
                  [](const Record& record) { return text_or_null(record.best.excerpt); }},
    Field<Record>{{"source"}, [](const Record& record) { return text_or_null(record.source); }},
    Field<Record>{{"first_seen", Kind::time},
                  [](const Record& record) { return Value(record.first_seen); }},
    Field<Record>{{"last_seen", Kind::time},
                  [](const Record& record) { return Value(record.last_seen); }},
    Field<Record>{{"sightings", Kind::integer},
                  [](const Record& record) { return Value(record.sightings); }},
    Field<Record>{{"revisions", Kind::integer},
                  [](const Record& record) { return Value(record.revisions); }},
    Field<Record>{{"present", Kind::boolean},
                  [](const Record& record) {
                      return record.presence ? Value(*record.presence == RunEnd::present) : Value();
                  }},
    Field<Record>{{"fingerprint"},
                  [](const Record& record) { return Value(record.fingerprint.hex()); }},
    Field<Record>{{"cursor"}, [](const Record& record) { return text_or_null(record.cursor); }},
};

constexpr std::array kEntryFields{
    Field<PlacedEntry>{{"position", Kind::integer},
                       [](const PlacedEntry& placed) { return Value(placed.position); }},
    Field<PlacedEntry>{
        {"title"},
        [](const PlacedEntry& placed) { return text_or_null(placed.entry.title); },
        [](const PlacedEntry& placed) { return title_of(placed.entry); },
        [](const PlacedEntry& placed) { return std::string_view(placed.entry.url); }},
    Field<PlacedEntry>{{"url", Kind::url},
                       [](const PlacedEntry& placed) { return text_or_null(placed.entry.url); }},
    Field<PlacedEntry>{{"guid"},
                       [](const PlacedEntry& placed) { return text_or_null(placed.entry.guid); }},
    Field<PlacedEntry>{
        {"category"},
        [](const PlacedEntry& placed) { return text_or_null(placed.entry.category); }},
    Field<PlacedEntry>{
        {"published"},
        [](const PlacedEntry& placed) { return text_or_null(placed.entry.published.value); }},
    Field<PlacedEntry>{
        {"published_precision"},
        [](const PlacedEntry& placed) { return precision_of(placed.entry.published); }},
    Field<PlacedEntry>{
        {"excerpt"}, [](const PlacedEntry& placed) { return text_or_null(placed.entry.excerpt); }},
    Field<PlacedEntry>{{"fingerprint"},
                       [](const PlacedEntry& placed) { return Value(placed.fingerprint.hex()); }},
};

template <std::size_t Index>
constexpr Field<FoundRecord> found_field() {
    constexpr const Field<Record>& kField = kRecordFields[Index];
    Field<FoundRecord> field{kField.column, [](const FoundRecord& found) {
                                 return kRecordFields[Index].value(found.record);
                             }};
    if (kField.shown != nullptr) {
        field.shown = [](const FoundRecord& found) {
            return kRecordFields[Index].shown(found.record);
        };
    }
    return field;
}

template <std::size_t... Indices>
constexpr auto make_found_fields(std::index_sequence<Indices...>) {
    return std::array{found_field<Indices>()...,
                      Field<FoundRecord>{{"passage"}, [](const FoundRecord& found) {
                                             return text_or_null(found.passage);
                                         }}};
}

constexpr auto kFoundFields = make_found_fields(std::make_index_sequence<kRecordFields.size()>());

constexpr FieldTable<Record> kRecords{
    kRecordFields, "id,last_seen,sightings,category,title",
    "id,last_seen,first_seen,sightings,category,published,source,title,url,excerpt"};

constexpr FieldTable<FoundRecord> kFound{
    kFoundFields, "id,last_seen,category,title,passage",
    "id,last_seen,first_seen,sightings,category,published,source,title,url,passage"};

constexpr FieldTable<PlacedEntry> kEntries{
    kEntryFields, "position,published,category,title",
    "position,title,url,guid,category,published,excerpt,fingerprint"};

}  // namespace

const FieldTable<Record>& record_fields() noexcept {
    return kRecords;
}

const FieldTable<FoundRecord>& found_fields() noexcept {
    return kFound;
}

const FieldTable<PlacedEntry>& entry_fields() noexcept {
    return kEntries;
}

}  // namespace feedarc::render
