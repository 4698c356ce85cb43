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
/// is not there and the ones that are; `option` is where they were said.
[[nodiscard]] std::vector<std::size_t> pick_columns(const std::vector<Column>& columns,
                                                    std::string_view names,
                                                    std::string_view option = "--fields");

/// Writes items of one kind in one format: the fields asked for, or those that the format's
/// audience gets by default.
template <typename Item>
class Rows {
public:
    Rows(const FieldTable<Item>& table, const Format& format,
         const std::optional<std::string>& fields, const Style& style, std::ostream& out)
        : shown_(format.audience == Audience::people),
          links_(style.links),
          renderer_(format.make(out, style)) {
        std::vector<Column> all;
        for (const Field<Item>& field : table.fields) all.push_back(field.column);
        std::string_view names;
        if (format.audience == Audience::people) names = table.people;
        if (format.audience == Audience::sheets) names = table.sheets;
        if (fields) names = *fields;
        const char* const option = style.line_template.empty() ? "--fields" : "--template";
        for (const std::size_t index : pick_columns(all, names, option)) {
            fields_.push_back(table.fields[index]);
            columns_.push_back(all[index]);
        }
    }

    /// Puts a column of this name before all others; add() has its value. Before the first row.
    void lead_with(std::string_view name) {
        columns_.insert(columns_.begin(), Column{name});
        led_ = true;
    }

    void add(const Item& item, const Value& lead = {}) {
        begin();
        values_.clear();
        if (led_) values_.push_back(lead);
        for (const Field<Item>& field : fields_) {
            const bool shown = shown_ && field.shown != nullptr;
            if (links_ && field.link != nullptr) renderer_->link(values_.size(), field.link(item));
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
    bool links_;
    bool led_ = false;
    std::unique_ptr<Renderer> renderer_;
    std::vector<Field<Item>> fields_;
    std::vector<Column> columns_;
    bool begun_ = false;
    std::vector<Value> values_;
};

}  // namespace feedarc::render
