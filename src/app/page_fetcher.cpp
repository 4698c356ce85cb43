#include "app/page_fetcher.hpp"

#include <feedarc/version.hpp>

#include "app/secrets.hpp"
#include "base/child_process.hpp"
#include "capture/response_rules.hpp"
#include "capture/url_guard.hpp"
#include "text/url.hpp"
#include "text/url_parts.hpp"
#include "unpack/content_coding.hpp"
#include "unpack/unpack.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::app {
namespace {

constexpr std::string_view kProduct = "feedarc";
constexpr std::chrono::hours kRobotsAge{24};  // RFC 9309, 2.4
constexpr int kOk = 200;
constexpr int kNotModified = 304;
constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;

bool in_hundreds(int status, int hundreds) {
    return status / 100 == hundreds;
}

std::string default_user_agent() {
    return fmt::format("{}/{} (+{})", kProduct, kVersion, kHomepage);
}

// What a robots.txt that could be had, or not, says (RFC 9309, 2.3.1).
bool forbids_all(int status) {
    return in_hundreds(status, 5) || status == kTooManyRequests;
}

// 429 always does; 503 where it says until when.
bool asks_to_wait(const capture::Response& response, Time at) {
    return response.status == kTooManyRequests ||
           (response.status == kUnavailable &&
            capture::retry_at(response.header("retry-after"), at).has_value());
}

// Of a page of then; what cannot be sent back is left out, as it was never worth keeping.
capture::Validators validators_of(const FetchedPage& page) {
    capture::Response response;
    response.url = page.url;
    std::string_view lines = page.headers;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        if (const auto colon = line.find(": "); colon != std::string_view::npos) {
            response.headers.push_back(
                {std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
        }
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    }
    return capture::validators_of(response);
}

}  // namespace

std::string host_and_port(std::string_view url) {
    const auto parts = text::parse_url(url, "");
    if (!parts) return {};
    return parts->port.empty() ? parts->host : fmt::format("{}:{}", parts->host, parts->port);
}

PageFetcher::PageFetcher(capture::HttpClient& client, const ConfiguredSource& source,
                         const CaptureOptions& options, FetchMemory memory)
    : client_(client),
      source_(source),
      options_(options),
      memory_(std::move(memory)),
      headers_(resolve_headers(source, options.environment)),
      delay_(source.capture.delay) {}

capture::Request PageFetcher::request_for(const std::string& url) const {
    const CaptureSettings& settings = source_.capture;
    capture::Request request;
    request.url = url;
    request.user_agent = settings.user_agent.empty() ? default_user_agent() : settings.user_agent;
    request.allow_private = settings.allow_private;
    request.proxy = settings.proxy;
    request.ca_file = settings.ca_file;
    request.delay = source_.capture.delay;
    request.limits = settings.limits;
    return request;
}

PageAnswer PageFetcher::failed(const std::string& url, Time at, std::string reason,
                               const std::string& message) const {
    PageAnswer answer;
    answer.event =
        FetchEvent{at,           masked(url, headers_),    FetchOutcome::failed, std::move(reason),
                   std::nullopt, masked(message, headers_)};
    return answer;
}

// What the rules say of this URL; the delay they ask for is kept from here on.
std::optional<PageAnswer> PageFetcher::take_robots(const std::string& url, const RobotsFile& file,
                                                   Time at) {
    if (forbids_all(file.status)) {
        return failed(url, at, "robots",
                      fmt::format("{}: robots.txt cannot be had (HTTP {}), which forbids all "
                                  "(robots = false ignores it)",
                                  url, file.status));
    }
    if (!in_hundreds(file.status, 2)) return std::nullopt;
    const capture::Robots robots(file.text, kProduct);
    delay_ = std::max(delay_, robots.crawl_delay().value_or(delay_));
    if (robots.allows(url)) return std::nullopt;
    return failed(url, at, "robots",
                  fmt::format("{}: robots.txt does not allow it (robots = false ignores it)", url));
}

std::optional<PageAnswer> PageFetcher::ask_robots(const std::string& url, Time at) {
    const std::string robots_url = capture::robots_url(url);
    const auto fetched = std::find_if(robots_.begin(), robots_.end(),
                                      [&](const auto& file) { return file.first == robots_url; });
    if (fetched != robots_.end()) return take_robots(url, fetched->second, at);
    auto known = memory_.robots ? memory_.robots(robots_url) : std::nullopt;
    const bool fresh = known && known->fetched_at <= at && at - known->fetched_at < kRobotsAge;
    if (fresh && !forbids_all(known->status)) return take_robots(url, *known, at);
    capture::Request request = request_for(robots_url);
    request.limits.wire_bytes = std::max(request.limits.wire_bytes, capture::kRobotsBytes);
    capture::Fetched answer = client_.fetch(request);
    if (answer.failure) {
        // What it said before goes on to hold (RFC 9309, 2.4).
        if (known && !forbids_all(known->status)) return take_robots(url, *known, at);
        PageAnswer none = failed(url, at, answer.failure->reason, answer.failure->message);
        none.code = answer.failure->code;
        return none;
    }
    return take_robots_answer(url, robots_url, at, std::move(answer.response), known);
}

std::optional<PageAnswer> PageFetcher::take_robots_answer(const std::string& url,
                                                          const std::string& robots_url, Time at,
                                                          capture::Response response,
                                                          const std::optional<RobotsFile>& known) {
    RobotsFile file{at, response.status, {}};
    if (in_hundreds(file.status, 2)) {
        std::vector<std::string> warnings;
        unpack::UnpackLimits limits;
        limits.bytes = source_.capture.limits.page_bytes;
        try {
            file.text =
                unpack::decoded(std::move(response.body), response.listed("content-encoding"),
                                unpack::CodedBy::server, limits, warnings);
        } catch (const Error& error) {
            PageAnswer none =
                failed(url, at, "robots", fmt::format("{}: {}", robots_url, error.what()));
            none.code = error.code();
            if (error.code() == ErrorCode::limit) none.event->outcome = FetchOutcome::refused;
            return none;
        }
        file.text.resize(std::min(file.text.size(), capture::kRobotsBytes));
    }
    if (forbids_all(file.status)) {
        // What it said before goes on to hold (RFC 9309, 2.4).
        if (known && !forbids_all(known->status)) {
            robots_.emplace_back(robots_url, *known);
            return take_robots(url, *known, at);
        }
        if (asks_to_wait(response, at)) return deferred(url, at, response);
    }
    robots_.emplace_back(robots_url, file);
    fresh_robots_.emplace_back(robots_url, file);
    auto refusal = take_robots(url, file, at);
    if (refusal && forbids_all(file.status)) refusal->event->status = file.status;
    return refusal;
}

PageAnswer PageFetcher::fetch(const std::string& url, Time at) {
    if (!source_.capture.render.empty()) return run_render(url, at);
    if (source_.capture.robots) {
        if (auto refusal = ask_robots(url, at)) {
            refusal->robots = fresh_robots_;
            return std::move(*refusal);
        }
    }
    const std::string page_url = text::canonical_url(url).value_or(url);
    const auto last = memory_.last_page ? memory_.last_page(page_url) : std::nullopt;
    capture::Request request = request_for(url);
    request.own_headers = headers_;
    // What robots.txt asks for lies between pages, not between it and the first one.
    if (asked_) request.delay = delay_;
    asked_ = true;
    if (last) request.validators = validators_of(*last);
    capture::Fetched fetched = client_.fetch(request);
    PageAnswer result;
    if (fetched.failure) {
        result = failed(url, at, fetched.failure->reason, fetched.failure->message);
        result.code = fetched.failure->code;
        if (result.code == ErrorCode::limit) result.event->outcome = FetchOutcome::refused;
    } else {
        answer(result, url, at, std::move(fetched.response),
               request.validators.empty() ? std::nullopt : last);
    }
    result.robots = fresh_robots_;
    return result;
}

void PageFetcher::answer(PageAnswer& answer, const std::string& url, Time at,
                         capture::Response response, const std::optional<FetchedPage>& last) {
    if (response.status == kOk) {
        take_body(answer, url, at, std::move(response));
    } else if (response.status == kNotModified && last) {
        take_unchanged(answer, url, at, response, *last);
    } else {
        take_status(answer, url, at, response);
    }
}

void PageFetcher::take_body(PageAnswer& answer, const std::string& url, Time at,
                            capture::Response&& response) {
    CapturedPage page;
    unpack::UnpackLimits limits;
    limits.bytes = source_.capture.limits.page_bytes;
    try {
        std::string bytes =
            unpack::decoded(std::move(response.body), response.listed("content-encoding"),
                            unpack::CodedBy::server, limits, page.warnings);
        // A page that is a packed file, as some feeds are.
        bytes = unpack::unpack(std::move(bytes), url, limits);
        if (bytes.empty()) throw Error(ErrorCode::input, fmt::format("{}: the page is empty", url));
        page.bytes = std::make_shared<const std::string>(std::move(bytes));
    } catch (const Error& error) {
        const bool too_much = error.code() == ErrorCode::limit;
        answer = failed(url, at, too_much ? "page-size" : "body",
                        std::string_view(error.what()).starts_with(url)
                            ? std::string(error.what())
                            : fmt::format("{}: {}", url, error.what()));
        answer.code = error.code();
        answer.event->status = kOk;
        if (too_much) answer.event->outcome = FetchOutcome::refused;
        return;
    }
    page.source = &source_;
    page.url = masked(response.url, headers_);
    page.page_url = text::canonical_url(url).value_or(url);
    page.captured_at = at;
    page.media_type = response.header("content-type");
    page.fetched =
        Provenance{kOk, masked(capture::kept_headers(response), headers_), response.end_known};
    answer.page = std::move(page);
}

// The page of then, at another time.
void PageFetcher::take_unchanged(PageAnswer& answer, const std::string& url, Time at,
                                 const capture::Response& response, const FetchedPage& last) {
    CapturedPage page;
    page.bytes = memory_.bytes ? memory_.bytes(last.body) : nullptr;
    if (!page.bytes) {
        answer =
            failed(url, at, "status", fmt::format("{}: HTTP 304 for a page that is not kept", url));
        return;
    }
    page.source = &source_;
    page.url = last.url;
    page.page_url = text::canonical_url(url).value_or(url);
    page.captured_at = at;
    page.media_type = last.media_type;
    page.fetched =
        Provenance{kNotModified, masked(capture::kept_headers(response), headers_), true};
    answer.page = std::move(page);
}

void PageFetcher::take_status(PageAnswer& answer, const std::string& url, Time at,
                              const capture::Response& response) const {
    const int status = response.status;
    if (asks_to_wait(response, at)) {
        answer = deferred(url, at, response);
        return;
    }
    answer = failed(url, at, "status",
                    status == kNotModified
                        ? fmt::format("{}: HTTP 304, though nothing was said of an older page", url)
                        : fmt::format("{}: HTTP {}", url, status));
    answer.event->status = status;
}

PageAnswer PageFetcher::deferred(const std::string& url, Time at,
                                 const capture::Response& response) const {
    const Time not_before =
        capture::retry_at(response.header("retry-after"), at).value_or(at + source_.capture.every);
    PageAnswer answer = failed(url, at, "status",
                               fmt::format("{}: HTTP {}, asked to wait until {}", response.url,
                                           response.status, format_time(not_before)));
    answer.not_before = not_before;
    answer.host = host_and_port(response.url);
    answer.event->outcome = FetchOutcome::deferred;
    answer.event->status = response.status;
    return answer;
}

PageAnswer PageFetcher::run_render(const std::string& url, Time at) {
    if (const auto problem = capture::address_problem(url, source_.capture.allow_private)) {
        return failed(url, at, problem->reason, fmt::format("{}: {}", url, problem->message));
    }
    base::Command command;
    command.text = source_.capture.render;
    command.environment = {{"FEEDARC_URL", url}, {"FEEDARC_SOURCE", source_.name}};
    command.output_limit = source_.capture.limits.page_bytes;
    command.time_limit = source_.capture.limits.total;
    command.stop = options_.stop;
    base::CommandResult result = base::run_command(command);
    using End = base::CommandResult::End;
    if (result.end == End::exited && result.status == 0 && !result.output.empty()) {
        CapturedPage page;
        page.bytes = std::make_shared<const std::string>(std::move(result.output));
        page.source = &source_;
        page.url = url;
        page.page_url = text::canonical_url(url).value_or(url);
        page.captured_at = at;
        PageAnswer answer;
        answer.page = std::move(page);
        return answer;
    }
    switch (result.end) {
        case End::over_output_limit: {
            PageAnswer answer = failed(url, at, "page-size",
                                       fmt::format("{}: the command of `render` prints more than "
                                                   "{} bytes (max_page)",
                                                   url, command.output_limit));
            answer.code = ErrorCode::limit;
            answer.event->outcome = FetchOutcome::refused;
            return answer;
        }
        case End::over_time_limit:
            return failed(url, at, "timeout",
                          fmt::format("{}: the command of `render` runs longer than {} s (timeout)",
                                      url, command.time_limit.count() / 1000));
        case End::stopped: return failed(url, at, "interrupted", url + ": interrupted");
        case End::not_started:
            return failed(url, at, "render",
                          fmt::format("{}: the command of `render` does not start (errno {})", url,
                                      result.status));
        case End::signalled:
        case End::exited: break;
    }
    std::string problem =
        result.end == End::exited && result.status == 0
            ? fmt::format("{}: the command of `render` printed nothing", url)
            : fmt::format("{}: the command of `render` ended with {} {}", url,
                          result.end == End::exited ? "status" : "signal", result.status);
    if (!result.last_words.empty()) problem += fmt::format(" ({})", result.last_words);
    return failed(url, at, "render", problem);
}

}  // namespace feedarc::app
