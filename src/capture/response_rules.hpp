#pragma once

#include <feedarc/time.hpp>

#include "capture/http_client.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace feedarc::capture {

/// An HTTP date in any of its three forms (RFC 9110, 5.6.7). Nothing for any other text.
[[nodiscard]] std::optional<Time> parse_http_date(std::string_view text);

/// When a server that answered `retry_after` may be asked again: seconds or a date, at least a
/// second and at most a day from `now`. Nothing for a text that is neither.
[[nodiscard]] std::optional<Time> retry_at(std::string_view retry_after, Time now);

/// The validators of a response that can be sent back: an entity tag of at most 1 KiB that is one
/// (RFC 9110, 8.8.3), and a date that is one.
[[nodiscard]] Validators validators_of(const Response& response);

/// The fields of a response that are worth keeping (type, validators, dates, language, links,
/// caching; never cookies), a line `name: value` for each; control characters become spaces, and
/// what is over 1 KiB is left out.
[[nodiscard]] std::string kept_headers(const Response& response);

}  // namespace feedarc::capture
