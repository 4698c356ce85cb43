#pragma once

#include "render/renderer.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::render {

/// A line for each row, in the words of a user: `{title} — {url}\n`.
///
/// A field stands in braces, perhaps with how it is laid out: `{title:<40}`, `{id:>6}`,
/// `{title:.40}` (cut to 40 columns), `{title:<40.40}`. `{{` and `}}` are braces; `\t`, `\n` and
/// `\\` are a tab, a line feed and a backslash.
class LineTemplate {
public:
    /// Throws Error(usage) for what is no template.
    explicit LineTemplate(std::string_view text);

    /// The fields in their order, with commas between; empty where it has none.
    [[nodiscard]] std::string fields() const;
    /// The line for a row of these fields, made visible, with a line feed at its end.
    [[nodiscard]] std::string line(std::span<const Value> values) const;

private:
    struct Slot {
        std::string name;  ///< empty: `text` stands there as it is
        std::string text;
        char align = '<';
        std::size_t width = 0;  ///< at least so many columns
        std::size_t most = 0;   ///< at most so many; 0: as it is
    };
    static Slot slot_of(std::string_view inside);
    void add_text(std::string_view text);

    std::vector<Slot> slots_;
};

/// The format that a template makes; Style has its text.
[[nodiscard]] const Format& template_format() noexcept;

}  // namespace feedarc::render
