#include "capture/http_client.hpp"

#include "base/ascii.hpp"
#include "capture/curl_library.hpp"
#include "capture/transfer.hpp"
#include "capture/url_guard.hpp"
#include "text/url.hpp"
#include "text/url_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace feedarc::capture {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kLongestUrl = 8U << 10U;

struct EasyDeleter {
    void operator()(CURL* easy) const noexcept { curl_library().easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;

bool is_redirect(int status) {
    constexpr std::array kStatuses{301, 302, 303, 307, 308};
    return std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end();
}

std::string origin_of(const text::UrlParts& url) {
    return fmt::format("{}://{}:{}", url.scheme, url.host, url.port);
}

std::string host_name(const text::UrlParts& url) {
    return url.port.empty() ? url.host : fmt::format("{}:{}", url.host, url.port);
}

std::string_view scheme_of(std::string_view url) {
    const auto colon = url.find(':');
    return colon == std::string_view::npos ? std::string_view() : url.substr(0, colon);
}

}  // namespace

std::string_view Response::header(std::string_view name) const noexcept {
    const auto at = std::find_if(headers.begin(), headers.end(),
                                 [&](const HeaderField& field) { return field.name == name; });
    return at == headers.end() ? std::string_view() : std::string_view(at->value);
}

std::string Response::listed(std::string_view name) const {
    std::string list;
    for (const HeaderField& field : headers) {
        if (field.name != name) continue;
        if (!list.empty()) list += ", ";
        list += field.value;
    }
    return list;
}

// A connection to a private address must not serve a request that may not have one.
struct HttpClient::Connections {
    Easy guarded{curl_library().easy_init()};
    Easy unguarded{curl_library().easy_init()};
};

namespace {

// What is wrong with a URL before anyone is asked; nothing for a good one.
std::optional<FetchFailure> problem_of(const std::string& url) {
    const std::string_view scheme = scheme_of(url);
    const std::string lowered = base::lowered(scheme);
    if (!scheme.empty() && lowered != "http" && lowered != "https") {
        return failure(url, "scheme", "only http and https are fetched");
    }
    if (url.size() > kLongestUrl) return failure(url.substr(0, 100), "bad-url", "it is too long");
    const auto parts = text::parse_url(url, "");
    if (!parts) return failure(url, "bad-url", "no absolute http or https URL");
    if (parts->user_info) {
        return failure(fmt::format("{}://…@{}", parts->scheme, host_name(*parts)), "bad-url",
                       "user names and passwords belong into `headers`, not into a URL");
    }
    return std::nullopt;
}

std::string proxy_for(const Request& request, const text::UrlParts& url,
                      const Variables& variables) {
    if (request.proxy != "environment") return request.proxy;
    return environment_proxy(url.scheme, url.host, variables);
}

// Where a redirect leads, or why it is not followed.
struct NextHop {
    std::string url;
    std::optional<FetchFailure> failure;
};

NextHop next_hop(const Response& response) {
    const std::string_view location = response.header("location");
    NextHop next;
    const std::string_view scheme = scheme_of(location);
    const std::string lowered = base::lowered(scheme);
    const bool absolute = !scheme.empty() && scheme.find_first_of("/?#") == std::string_view::npos;
    if (absolute && lowered != "http" && lowered != "https") {
        next.failure = failure(response.url, "redirect-scheme",
                               "it redirects to what is neither http nor https");
        return next;
    }
    if (const auto url = text::resolve_url(location, response.url)) {
        next.url = *url;
    } else {
        next.failure = failure(response.url, "bad-redirect", "it redirects to what is no URL");
        return next;
    }
    const bool downgrade = base::lowered(scheme_of(response.url)) == "https" &&
                           base::lowered(scheme_of(next.url)) == "http";
    if (downgrade) {
        next.failure =
            failure(response.url, "redirect-downgrade", "it redirects from https to http");
    }
    return next;
}

}  // namespace

HttpClient::HttpClient(HostTurns& turns, Options options)
    : turns_(turns), options_(std::move(options)), connections_(std::make_unique<Connections>()) {
    if (!connections_->guarded || !connections_->unguarded) throw std::bad_alloc();
}
HttpClient::~HttpClient() = default;

Fetched HttpClient::fetch(const Request& request) {
    // Waiting for turns is not the server's fault.
    auto until = Clock::now() + request.limits.total;
    std::string url = request.url;
    const auto first = text::parse_url(url, "");
    for (int hop = 0;; ++hop) {
        if (auto problem = problem_of(url)) return {{}, std::move(problem)};
        const auto parts = text::parse_url(url, "");
        std::string proxy = proxy_for(request, *parts, options_.environment);
        // What a private host redirects to is not what was allowed.
        const bool may_be_private = request.allow_private && first && parts->host == first->host;
        // A proxy dials in our place: what is private by its very name is not even asked for.
        if (!proxy.empty() && !may_be_private && is_private_name(parts->host)) {
            return {{}, failure(url, "private-address", "a private address")};
        }
        const bool guarded = !may_be_private && proxy.empty();
        CURL* const easy = (guarded ? connections_->guarded : connections_->unguarded).get();
        const bool same_origin = first && origin_of(*first) == origin_of(*parts);
        Fetched fetched;
        {
            const auto asked = Clock::now();
            const auto turn =
                turns_.host(host_name(*parts), request.delay, until + request.delay, options_.stop);
            until += Clock::now() - asked;
            if (!turn) {
                const bool stopped = options_.stop != nullptr && *options_.stop != 0;
                return {{},
                        failure(url, stopped ? "interrupted" : "timeout",
                                stopped ? "interrupted"
                                        : "other runs ask its host for longer than `timeout`")};
            }
            fetched = transfer(easy, {request, url, std::move(proxy), guarded, same_origin, until},
                               options_);
        }
        const bool redirected = !fetched.failure && is_redirect(fetched.response.status) &&
                                !fetched.response.header("location").empty();
        if (!redirected) return fetched;
        if (hop == request.limits.redirects) {
            return {{},
                    failure(request.url, "redirects",
                            fmt::format("more than {} redirects (redirects)", hop))};
        }
        NextHop next = next_hop(fetched.response);
        if (next.failure) return {{}, std::move(next.failure)};
        url = std::move(next.url);
    }
}

std::optional<std::string> http_library_version() {
    if (http_library_problem()) return std::nullopt;
    return curl_library().version_info(CURLVERSION_NOW)->version;
}

std::optional<std::string> http_library_problem() {
    try {
        (void)curl_library();
        return std::nullopt;
    } catch (const Error& error) {
        return error.what();
    }
}

}  // namespace feedarc::capture
