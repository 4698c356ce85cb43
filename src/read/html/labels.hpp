#pragma once

#include <string_view>

namespace feedarc::read {

/// Whether a short text, with a colon behind it, says that a category follows: "Category:",
/// "分类:".
[[nodiscard]] bool is_category_label(std::string_view text);

/// Whether a text is but the size of a file, in brackets: "(PDF, 140 KB)".
[[nodiscard]] bool is_file_size(std::string_view text) noexcept;

/// is_category_label() for a title: "Title:".
[[nodiscard]] bool is_title_label(std::string_view text);

/// Whether a text is but a month, a year or both, as the heading of a group in an archive:
/// `February`, `2025`, `2026年2月`, `März 2026 (3)`.
[[nodiscard]] bool is_period_label(std::string_view text);

}  // namespace feedarc::read
