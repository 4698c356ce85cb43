#pragma once

#include "render/value.hpp"

#include <span>
#include <string>
#include <string_view>

namespace feedarc::render {

/// Appends a JSON string with its quotes. What must not reach a terminal as it is (controls,
/// escape, bidirectional marks, ...) is written as an escape such as `\u202e`, bytes that are not
/// UTF-8 as U+FFFD; all else stays UTF-8.
void append_json_string(std::string& out, std::string_view text);

void append_json(std::string& out, const Value& value);

/// One JSON object, written member by member in the order they are added.
class JsonObject {
public:
    JsonObject& add(std::string_view name, const Value& value);
    /// A member whose value is JSON already.
    JsonObject& add_json(std::string_view name, std::string_view json);
    /// An array of what is JSON already.
    JsonObject& add_array(std::string_view name, std::span<const std::string> items);

    [[nodiscard]] std::string text() const { return text_ + '}'; }

private:
    void begin_member(std::string_view name);

    std::string text_ = "{";
};

}  // namespace feedarc::render
