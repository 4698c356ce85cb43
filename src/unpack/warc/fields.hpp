#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace feedarc::unpack {

/// Named fields as WARC and HTTP write them (ISO 28500, 4; RFC 9112, 5): a name, a colon and a
/// value on a line; lines that begin with white space go on with the value before. Lines without a
/// colon are passed over.
class Fields {
public:
    Fields() = default;
    explicit Fields(std::string_view lines);

    /// The first of this name, letter case ignored; empty where there is none.
    [[nodiscard]] std::string_view get(std::string_view name) const noexcept;
    void set(std::string_view name, std::string_view value);
    /// In their order.
    using Field = std::pair<std::string, std::string>;
    [[nodiscard]] const std::vector<Field>& all() const noexcept { return fields_; }

private:
    std::vector<Field> fields_;
};

/// Without white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;
/// Where the blank line that ends a header ends, and the body begins; nothing where there is none.
[[nodiscard]] std::optional<std::size_t> end_of_header(std::string_view text) noexcept;

}  // namespace feedarc::unpack
