#pragma once

#include <cstddef>
#include <string_view>

namespace feedarc::read {

// Words that pages of any site use around their entries, in the languages that feedarc is tested
// with. `words` is in lower case (ASCII) and without the arrows and punctuation at its ends.

/// `read more`, `阅读全文`
[[nodiscard]] bool is_more_phrase(std::string_view words) noexcept;
/// `next`, `older posts`, `上一页`
[[nodiscard]] bool is_pager_phrase(std::string_view words) noexcept;
/// One word of such a line, or of `page 2 of 9`.
[[nodiscard]] bool is_pager_word(std::string_view word) noexcept;
/// `latest updates`, `最新文章`
[[nodiscard]] bool is_heading_phrase(std::string_view words) noexcept;
/// `skip to content`, `all rights reserved`
[[nodiscard]] bool is_chrome_phrase(std::string_view words) noexcept;
/// Begins as a notice of copyright does.
[[nodiscard]] bool starts_as_chrome(std::string_view words) noexcept;

/// Whether a short line asks the reader to follow or subscribe.
[[nodiscard]] bool is_invitation(std::string_view words) noexcept;

/// The label (`category:`, `posted in`, `分类:`) that a text begins with: its length in bytes, 0
/// when there is none.
[[nodiscard]] std::size_t category_label(std::string_view words) noexcept;
/// `by`, `作者:` and the like: its length in bytes.
[[nodiscard]] std::size_t author_label(std::string_view words) noexcept;
/// A number and what it counts, in either order: `12 comments`, `浏览:300`.
[[nodiscard]] bool is_counter(std::string_view words) noexcept;

}  // namespace feedarc::read
