#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How values are written in config.toml and given to options, and what is wrong with one.
namespace feedarc::app {

/// Numbers with units, the larger unit first: `90s`, `12h`, `1h 30m`, `500ms`. Units: w, d, h, m or
/// min, s, ms. Nothing for any other text.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// The shortest form that parse_duration() reads: `1h 30m`.
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);

/// `16 MiB`, `500 kB`, `20000`: bytes. Nothing for any other text and what does not fit.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);
/// `16 MiB`: in the largest unit that leaves no rest.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

/// How often a source may be captured.
inline constexpr std::chrono::seconds kLeastEvery = std::chrono::minutes(1);
inline constexpr std::chrono::seconds kMostEvery = std::chrono::hours(24) * 366;

// What is wrong with a value, as the end of a sentence; nothing for a good one.

/// One that may stand in a list on one line: a name, a category.
[[nodiscard]] std::optional<std::string> line_problem(const std::string& text);
/// The URL of a source: http or https, without user name and password.
[[nodiscard]] std::optional<std::string> url_problem(const std::string& url);
/// The URL of a proxy, or `environment`.
[[nodiscard]] std::optional<std::string> proxy_problem(std::string_view proxy);
/// RFC 9110, 5.1: a token; and none that every request has by itself.
[[nodiscard]] std::optional<std::string> header_name_problem(const std::string& name);
/// RFC 9110, 5.5: no control characters but tabs.
[[nodiscard]] std::optional<std::string> header_value_problem(std::string_view value);

/// A URL as it may be shown: user name and password replaced by `(set)`.
[[nodiscard]] std::string without_password(const std::string& url);

}  // namespace feedarc::app
