#include "app/changed_fields.hpp"

#include <cstddef>

namespace feedarc::app {
namespace {

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

}  // namespace

std::vector<DiffPiece> ChangedField::pieces() const {
    if (change.field == EntryField::title || change.field == EntryField::excerpt) {
        return diff_texts(before, after);
    }
    std::vector<DiffPiece> pieces;
    if (!before.empty()) pieces.push_back({DiffPiece::Kind::removed, before});
    if (!after.empty()) pieces.push_back({DiffPiece::Kind::added, after});
    return pieces;
}

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

}  // namespace feedarc::app
