#pragma once

#include <feedarc/read.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace feedarc::read {

/// Turns the texts of one feed into plain ones, on one line. The limits of parsing hold for all of
/// them together.
class PlainText {
public:
    explicit PlainText(const ReadLimits& limits) : left_(limits) {}

    /// HTML, as a browser shows it. Throws Error(limit).
    [[nodiscard]] std::string from_html(std::string_view html);
    /// What may be either: HTML where it has a tag or else nothing but references of it.
    [[nodiscard]] std::string from_either(std::string_view text);

private:
    ReadLimits left_;
};

/// Whether a text has a tag that HTML knows.
[[nodiscard]] bool has_html_tag(std::string_view text) noexcept;

/// What a base64 text (RFC 4648, white space left out) stands for, as valid UTF-8; nothing where it
/// is none.
[[nodiscard]] std::string from_base64(std::string_view text);

}  // namespace feedarc::read
