#pragma once

#include "capture/http_client.hpp"

#include <curl/curl.h>

#include <chrono>
#include <string>
#include <string_view>

namespace feedarc::capture {

/// One request of a fetch, without its redirects.
struct Hop {
    const Request& request;
    std::string url;
    std::string proxy;         ///< a URL; empty for none
    bool guarded = true;       ///< whether addresses are judged
    bool own_headers = false;  ///< whether those of the source are sent
    std::chrono::steady_clock::time_point until;
};

/// Makes it, by a handle whose connections stay. `options` as HttpClient has them.
[[nodiscard]] Fetched transfer(CURL* easy, const Hop& hop, const HttpClient::Options& options);

/// A failure with the code that its reason stands for.
[[nodiscard]] FetchFailure failure(const std::string& url, std::string reason,
                                   std::string_view what);

}  // namespace feedarc::capture
