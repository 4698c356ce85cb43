#pragma once

#include <feedarc/error.hpp>

#include "render/field.hpp"
#include "render/renderer.hpp"

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace feedarc::render {

/// Picks fields by name from a list with commas between. Throws Error(usage) naming the field that
/// is not there and the ones that are.
[[nodiscard]] std::vector<std::size_t> pick_columns(const std::vector<Column>& columns,
                                                    std::string_view names);

/// Writes items of one kind in one format: the fields asked for, or those that the format's
/// audience gets by default.
template <typename Item>
class Rows {
public:
    Rows(const FieldTable<Item>& table, const Format& format,
         const std::optional<std::string>& fields, const Style& style, std::ostream& out)
        : shown_(format.audience == Audience::people), renderer_(format.make(out, style)) {
        std::vector<Column> all;
        for (const Field<Item>& field : table.fields) all.push_back(field.column);
        std::string_view names;
        if (format.audience == Audience::people) names = table.people;
        if (format.audience == Audience::sheets) names = table.sheets;
        if (fields) names = *fields;
        for (const std::size_t index : pick_columns(all, names)) {
            fields_.push_back(table.fields[index]);
            columns_.push_back(all[index]);
        }
    }

    void add(const Item& item) {
        begin();
        values_.clear();
        for (const Field<Item>& field : fields_) {
            const bool shown = shown_ && field.shown != nullptr;
            values_.push_back(shown ? field.shown(item) : field.value(item));
        }
        renderer_->row(values_);
    }

    void finish() {
        begin();
        renderer_->finish();
    }

private:
    // Not before there is an item, or known to be none: what fails until then has printed nothing.
    void begin() {
        if (begun_) return;
        begun_ = true;
        renderer_->begin(columns_);
    }

    bool shown_;
    std::unique_ptr<Renderer> renderer_;
    std::vector<Field<Item>> fields_;
    std::vector<Column> columns_;
    bool begun_ = false;
    std::vector<Value> values_;
};

}  // namespace feedarc::render
