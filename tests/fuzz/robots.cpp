// Any bytes are a robots.txt, and a URL is allowed by it or not; dates, waits and header fields of
// any text stay within their bounds. The first line of the input is the URL, the second a date, the
// rest the file and the header.

#include "capture/robots.hpp"

#include "capture/response_rules.hpp"
#include "text/url_parts.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace capture = feedarc::capture;

constexpr std::size_t kLongestValue = 1024;

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_control(char character) {
    return static_cast<unsigned char>(character) < ' ' || character == '\x7f';
}

std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

void check_robots(std::string_view text, std::string_view url) {
    const bool is_url = feedarc::text::parse_url(url, {}).has_value();
    for (const std::string_view product : {"feedarc", "", "*"}) {
        const capture::Robots robots(text, product);
        const bool allowed = robots.allows(url);
        require(is_url || !allowed);
        require(capture::Robots(text, product).allows(url) == allowed);
        if (const auto delay = robots.crawl_delay()) {
            require(delay->count() >= 0 && *delay <= std::chrono::seconds(30));
        }
        require(!is_url || robots.allows(capture::robots_url(url)));
    }
    require(capture::Robots("", "feedarc").allows(url) == is_url);
    require(capture::robots_url(url).empty() == !is_url);
}

void check_wait(std::string_view text) {
    const feedarc::Time now{std::chrono::seconds(1'768'120'200)};
    const auto wait = capture::retry_at(text, now);
    if (wait) {
        require(*wait >= now + std::chrono::seconds(1) && *wait <= now + std::chrono::hours(24));
    }
    require(wait || !capture::parse_http_date(text));
}

capture::Response response_of(std::string_view lines) {
    capture::Response response;
    while (!lines.empty()) {
        const std::string_view line = take_line(lines);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        response.headers.push_back(
            {std::string(line.substr(0, colon)), std::string(line.substr(colon + 1))});
    }
    return response;
}

void check_header(const capture::Response& response) {
    const capture::Validators validators = capture::validators_of(response);
    require(validators.etag.size() <= kLongestValue);
    require(std::none_of(validators.etag.begin(), validators.etag.end(), is_control));
    require(validators.etag.empty() || validators.etag.ends_with('"'));
    require(validators.last_modified.empty() || capture::parse_http_date(validators.last_modified));

    const std::string kept = capture::kept_headers(response);
    require(kept.empty() || kept.ends_with('\n'));
    for (std::string_view rest = kept; !rest.empty();) {
        const std::string_view line = take_line(rest);
        require(std::none_of(line.begin(), line.end(), is_control));
        require(line.find(": ") != std::string_view::npos);
        require(line.size() <= kLongestValue + 20);
        require(!line.starts_with("set-cookie"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const std::string_view url = take_line(rest);
    const std::string_view date = take_line(rest);
    check_robots(rest, url);
    check_wait(date);
    check_header(response_of(rest));
    return 0;
}
