#pragma once

#include <feedarc/time.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace feedarc::render {

/// What a column holds. It decides how a format writes it, not what may stand in a cell: any cell
/// may be null.
enum class Kind {
    text,
    url,
    integer,
    time,
    boolean,
    list,  ///< of texts
};

struct Column {
    std::string_view name;  ///< the key in JSON, the header elsewhere; `snake_case`
    Kind kind = Kind::text;
};

/// A number that is written as it stands, such as `1e+300`.
struct Number {
    std::string text;
};

/// One cell; monostate is "no value" (null in JSON, empty elsewhere). Views live as long as the
/// call that takes them. Text comes from outside as it is: each format escapes it. A double is a
/// ratio and has two decimal places.
using Value = std::variant<std::monostate, std::string_view, std::string, std::int64_t, double,
                           bool, Time, std::span<const std::string>, Number>;

/// A text, or null where there is none.
[[nodiscard]] inline Value text_or_null(std::string_view text) {
    if (text.empty()) return {};
    return text;
}

/// A value, or null where there is none.
template <typename Present>
[[nodiscard]] Value value_or_null(const std::optional<Present>& value) {
    return value ? Value(*value) : Value();
}

/// The cell as one line of text, with nothing escaped: times in RFC 3339, lists joined with spaces,
/// null as an empty text.
[[nodiscard]] std::string plain_text(const Value& value);

}  // namespace feedarc::render
