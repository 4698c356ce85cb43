#pragma once

#include "render/value.hpp"

#include <span>
#include <string_view>

namespace feedarc::render {

/// One field of a kind of item (a record, an entry, a source, ...) and how to get it.
template <typename Item>
struct Field {
    Column column;
    Value (*value)(const Item&);
    /// For formats that people read, where that differs from the value.
    Value (*shown)(const Item&) = nullptr;
    /// Where it leads, if anywhere.
    std::string_view (*link)(const Item&) = nullptr;
};

/// All fields of a kind of item, in the order of its JSON, and which of them are shown where nobody
/// said which: names with commas between, or nothing for all of them.
template <typename Item>
struct FieldTable {
    std::span<const Field<Item>> fields;
    std::string_view people = {};  ///< in tables and Markdown
    std::string_view sheets = {};  ///< in TSV and CSV
};

}  // namespace feedarc::render
