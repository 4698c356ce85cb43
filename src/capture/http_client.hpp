#pragma once

#include <feedarc/error.hpp>
#include <feedarc/source.hpp>

#include "capture/environment_proxy.hpp"
#include "capture/host_turns.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::capture {

/// A field of a request or a response.
struct HeaderField {
    std::string name;  ///< of a response: lower case
    std::string value;
};

/// What makes a request conditional (RFC 9110, 13); empty texts for none.
struct Validators {
    std::string etag;
    std::string last_modified;
    std::string url{};  ///< that they came from, and are sent to

    [[nodiscard]] bool empty() const { return etag.empty() && last_modified.empty(); }
};

/// One page to fetch.
struct Request {
    std::string url;                       ///< absolute, http or https
    std::vector<HeaderField> own_headers;  ///< secrets among them: for the origin of `url` alone
    std::string user_agent;
    Validators validators;
    bool allow_private = false;
    std::string proxy;                      ///< as CaptureSettings has it
    std::string ca_file;                    ///< likewise
    std::chrono::milliseconds delay{1000};  ///< since the request before to the same host
    FetchLimits limits;
};

/// What a server answered in the end, whatever its status.
struct Response {
    int status = 0;
    std::string url;                   ///< that it came from, after all redirects
    std::vector<HeaderField> headers;  ///< in their order
    std::string body;                  ///< with its content codings still on
    /// Whether its end is known, by a length, by chunks or by HTTP/2. Else the server just closed
    /// the connection, and the body may be cut.
    bool end_known = true;

    /// The first field of a lower-case name; empty where there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    /// All fields of a lower-case name as one list (RFC 9110, 5.3).
    [[nodiscard]] std::string listed(std::string_view name) const;
};

/// Why there is no response. The reasons are stored, and stable:
/// `bad-url`, `scheme` (not http or https), `private-address`, `dns`, `connect`, `tls`, `timeout`,
/// `too-slow`, `redirects`, `redirect-scheme`, `redirect-downgrade` (https to http),
/// `bad-redirect`, `wire-size`, `header-size`, `cut-off`, `protocol` (no HTTP, or broken),
/// `interrupted`.
struct FetchFailure {
    std::string reason;
    std::string message;  ///< in words for a person: `URL: what is wrong`; without any secret
    ErrorCode code = ErrorCode::input;  ///< `limit` for a size and the number of redirects
};

struct Fetched {
    Response response;
    std::optional<FetchFailure> failure;  ///< then the response says nothing
};

/// Makes every request of the program, and keeps connections for the next one to the same host. For
/// one thread at a time. docs/capture.md, "The fetch", says what it never does.
class HttpClient {
public:
    struct Options {
        const std::atomic<int>* stop =
            nullptr;  ///< once it is not 0, requests end as `interrupted`
        /// `HOST:PORT:ADDRESS,ADDRESS`: what a name resolves to, in place of asking (for tests).
        std::vector<std::string> resolve;
        Variables environment;  ///< asked where a request says that its proxy is `environment`
    };
    /// Loads libcurl. Throws Error(usage) that names the package where it is not installed.
    explicit HttpClient(HostTurns& turns, Options options);
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    ~HttpClient();

    [[nodiscard]] Fetched fetch(const Request& request);

private:
    struct Connections;
    HostTurns& turns_;
    Options options_;
    std::unique_ptr<Connections> connections_;
};

/// The version of libcurl; nothing where it cannot be used.
[[nodiscard]] std::optional<std::string> http_library_version();
/// Why libcurl cannot be used; nothing where it can.
[[nodiscard]] std::optional<std::string> http_library_problem();

}  // namespace feedarc::capture
