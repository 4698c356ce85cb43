#include "cli/revision_changes.hpp"

#include <feedarc/text_diff.hpp>

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

// A change of one field, with the values that the diff is of.
struct ChangedField {
    Time at{};
    Change change;
    std::string_view before, after;

    [[nodiscard]] std::string diff(bool colour, Unchanged unchanged) const {
        const auto pieces = is_text() ? diff_texts(before, after) : whole();
        return render::word_diff(pieces, colour, unchanged);
    }

private:
    // Parts of a date or a link say nothing alone.
    [[nodiscard]] bool is_text() const {
        return change.field == EntryField::title || change.field == EntryField::excerpt;
    }
    [[nodiscard]] std::vector<DiffPiece> whole() const {
        std::vector<DiffPiece> pieces;
        if (!before.empty()) pieces.push_back({DiffPiece::Kind::removed, before});
        if (!after.empty()) pieces.push_back({DiffPiece::Kind::added, after});
        return pieces;
    }
};

std::string_view value_of(const Entry& entry, EntryField field) {
    switch (field) {
        case EntryField::title: return entry.title;
        case EntryField::url: return entry.url;
        case EntryField::guid: return entry.guid;
        case EntryField::category: return entry.category;
        case EntryField::published: return entry.published.value;
        case EntryField::excerpt: return entry.excerpt;
    }
    return {};
}

// The changed fields of each revision.
std::vector<std::vector<ChangedField>> changed_fields(std::span<const Revision> revisions) {
    std::vector<std::vector<ChangedField>> changed(revisions.size());
    const auto changes = changes_of(revisions);
    for (std::size_t i = 1; i < revisions.size(); ++i) {
        for (const Change& change : changes[i]) {
            changed[i].push_back({revisions[i].first_seen, change,
                                  value_of(revisions[i - 1].entry, change.field),
                                  value_of(revisions[i].entry, change.field)});
        }
    }
    return changed;
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
                                    return render::Value(field.diff(false, Unchanged::shortened));
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
                           field.diff(style.colour, Unchanged::shortened));
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
                 field.diff(false, Unchanged::whole)});
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
