#include "cli/revision_changes.hpp"

#include "app/changed_fields.hpp"
#include "render/columns.hpp"
#include "render/json_text.hpp"
#include "render/local_time.hpp"
#include "render/rows.hpp"
#include "render/word_diff.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>

namespace feedarc::cli {
namespace {

using render::Unchanged;

using app::changed_fields;
using app::ChangedField;

std::string diff_of(const ChangedField& field, bool colour, Unchanged unchanged) {
    return render::word_diff(field.pieces(), colour, unchanged);
}

std::string description(std::span<const ChangedField> changed) {
    std::vector<std::string> words;
    for (const ChangedField& field : changed) words.push_back(describe(field.change));
    return fmt::format("{}", fmt::join(words, ", "));
}

constexpr std::array kFields{
    render::Field<ChangedField>{{"first_seen", render::Kind::time},
                                [](const ChangedField& field) { return render::Value(field.at); }},
    render::Field<ChangedField>{
        {"change"},
        [](const ChangedField& field) { return render::Value(describe(field.change)); }},
    render::Field<ChangedField>{{"diff"},
                                [](const ChangedField& field) {
                                    return render::Value(
                                        diff_of(field, false, Unchanged::shortened));
                                }},
};
constexpr render::FieldTable<ChangedField> kTable{kFields, {}, {}};

void write_lines(std::span<const ChangedField> changed, const render::Style& style,
                 std::ostream& out) {
    std::string heading = render::short_time(changed.front().at, style.local_time);
    if (style.colour) heading = "\x1b[1m" + heading + "\x1b[0m";
    out << fmt::format("{}  {}\n", heading, description(changed));
    std::size_t width = 0;
    for (const ChangedField& field : changed) {
        width = std::max(width, std::string_view(to_string(field.change.field)).size());
    }
    for (const ChangedField& field : changed) {
        out << fmt::format("  {}  {}\n",
                           render::padded(to_string(field.change.field), width, false),
                           diff_of(field, style.colour, Unchanged::shortened));
    }
}

}  // namespace

void write_changes(std::span<const Revision> revisions, const render::Format& format,
                   const render::Style& style, std::ostream& out) {
    if (revisions.size() < 2) return;
    out << "\nChanges\n";
    const auto changed = changed_fields(revisions);
    if (format.name == "table") {
        for (const auto& fields : changed) {
            if (!fields.empty()) write_lines(fields, style, out);
        }
        return;
    }
    render::Rows<ChangedField> rows(kTable, format, std::nullopt, style, out);
    for (const auto& fields : changed) {
        for (const ChangedField& field : fields) rows.add(field);
    }
    rows.finish();
}

void append_changes(std::vector<render::Member>& members, std::span<const Revision> revisions) {
    const auto changed = changed_fields(revisions);
    for (std::size_t i = 1; i < changed.size(); ++i) {
        members.push_back({fmt::format("revision.{}.changes", i + 1), description(changed[i])});
        for (const ChangedField& field : changed[i]) {
            members.push_back(
                {fmt::format("revision.{}.diff.{}", i + 1, to_string(field.change.field)),
                 diff_of(field, false, Unchanged::whole)});
        }
    }
}

std::vector<std::string> changes_as_json(std::span<const Change> changes) {
    std::vector<std::string> objects;
    for (const Change& change : changes) {
        objects.push_back(
            render::JsonObject()
                .add("field", render::Value(std::string_view(to_string(change.field))))
                .add("kind", render::Value(std::string_view(to_string(change.kind))))
                .text());
    }
    return objects;
}

}  // namespace feedarc::cli
