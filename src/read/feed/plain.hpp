#pragma once

#include <feedarc/read.hpp>

#include "base/time_limit.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::read {

/// Turns the texts of one feed into plain ones, on one line. The limits of parsing hold for all of
/// them together.
class PlainText {
public:
    explicit PlainText(const ReadLimits& limits) : left_(limits), time_(limits.parse_time) {}

    /// HTML, as a browser shows it. Throws Error(limit).
    [[nodiscard]] std::string from_html(std::string_view html);
    /// What may be either: HTML where it is marked up, or else nothing but references
    /// of it.
    [[nodiscard]] std::string from_either(std::string_view text);

private:
    ReadLimits left_;
    base::TimeLimit time_;
};

/// Whether a text is marked up by tags that HTML knows: with attributes, with their end tags, or of
/// those that need none. `Use of <div>` is not.
[[nodiscard]] bool has_html_markup(std::string_view text) noexcept;

/// What a base64 text (RFC 4648, white space left out) stands for, as valid UTF-8; nothing where it
/// is none.
[[nodiscard]] std::string from_base64(std::string_view text);

}  // namespace feedarc::read
