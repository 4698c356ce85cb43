#include "capture/transfer.hpp"

#include "base/ascii.hpp"
#include "capture/address_guard.hpp"
#include "capture/curl_library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <new>
#include <sys/socket.h>
#include <utility>

namespace feedarc::capture {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kHeaderBytes = 300U << 10U;
constexpr long kSlowBytes = 100;  // a second
constexpr const char* kAcceptEncoding = "Accept-Encoding: gzip, deflate, br, zstd";
constexpr const char* kAccept =
    "Accept: text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, "
    "application/feed+json, application/xml;q=0.9, */*;q=0.8";

struct ListDeleter {
    void operator()(curl_slist* list) const noexcept { curl_library().slist_free_all(list); }
};

// A list of texts for libcurl.
class List {
public:
    void add(const std::string& text) {
        curl_slist* const longer = curl_library().slist_append(list_.get(), text.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        (void)list_.release();
        list_.reset(longer);
    }
    [[nodiscard]] curl_slist* get() const { return list_.get(); }

private:
    std::unique_ptr<curl_slist, ListDeleter> list_;
};

// Of a number that is too large for this, the largest.
std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
    if (error != std::errc()) return std::nullopt;
    return number;
}

// One request of a fetch, without its redirects. Callbacks are called from C: they throw nothing.
class Transfer {
public:
    Transfer(CURL* easy, const Hop& hop, const HttpClient::Options& options)
        : easy_(easy),
          request_(hop.request),
          url_(hop.url),
          proxy_(hop.proxy),
          guarded_(hop.guarded),
          options_(options),
          until_(hop.until),
          curl_(curl_library()) {
        curl_.easy_reset(easy_);
        set_up_target();
        set_up_headers(hop.own_headers);
        set_up_limits();
    }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer() { curl_.easy_reset(easy_); }

    Fetched run() {
        const CURLcode code = curl_.easy_perform(easy_);
        Fetched fetched;
        long status = 0;
        curl_.easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
        if (!reason_.empty()) {
            fetched.failure = failure(url_, reason_, detail_);
        } else if (code != CURLE_OK) {
            fetched.failure = failure_of(code);
        } else if (status < 200) {
            fetched.failure =
                failure(url_, "protocol", fmt::format("unexpected answer (HTTP {})", status));
        }
        if (fetched.failure) return fetched;
        response_.status = static_cast<int>(status);
        response_.url = url_;
        response_.end_known = end_known();
        fetched.response = std::move(response_);
        return fetched;
    }

private:
    template <typename Value>
    void set(CURLoption option, Value value) {
        const CURLcode code = curl_.easy_setopt(easy_, option, value);
        if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
        if (code != CURLE_OK) {
            throw Error(ErrorCode::internal,
                        fmt::format("libcurl: option {}: {}", static_cast<int>(option),
                                    curl_.easy_strerror(code)));
        }
    }

    void set_up_target() {
        set(CURLOPT_URL, url_.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        set(CURLOPT_HTTP09_ALLOWED, 0L);
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!request_.ca_file.empty()) {
            set(CURLOPT_CAINFO, request_.ca_file.c_str());
            // In place of those of the system, not besides them.
            set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
        }
        // Where this is not said, libcurl asks the environment.
        set(CURLOPT_PROXY, proxy_.c_str());
        set(CURLOPT_NOPROXY, "");
        for (const std::string& entry : options_.resolve) resolve_.add(entry);
        if (resolve_.get() != nullptr) set(CURLOPT_RESOLVE, resolve_.get());
        if (guarded_) {
            set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
            set(CURLOPT_OPENSOCKETDATA, this);
        }
    }

    void set_up_headers(bool own_headers) {
        headers_.add(kAcceptEncoding);
        headers_.add(kAccept);
        if (own_headers) {
            for (const HeaderField& field : request_.own_headers) {
                // A semicolon is how libcurl is told of a field without a value.
                headers_.add(field.value.empty() ? field.name + ";"
                                                 : fmt::format("{}: {}", field.name, field.value));
            }
        }
        // They speak of what was at one address, and of nothing that it redirects to.
        if (url_ == request_.validators.url) {
            if (!request_.validators.etag.empty()) {
                headers_.add("If-None-Match: " + request_.validators.etag);
            }
            if (!request_.validators.last_modified.empty()) {
                headers_.add("If-Modified-Since: " + request_.validators.last_modified);
            }
        }
        set(CURLOPT_HTTPHEADER, headers_.get());
        set(CURLOPT_USERAGENT, request_.user_agent.c_str());
        set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    }

    void set_up_limits() {
        const auto left = std::chrono::duration_cast<milliseconds>(until_ - Clock::now()).count();
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(left, 1)));
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.limits.connect.count()));
        set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytes);
        set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(request_.limits.slow.count()));
        set(CURLOPT_WRITEFUNCTION, &take_body);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_HEADERFUNCTION, &take_header);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_XFERINFOFUNCTION, &note_progress);
        set(CURLOPT_XFERINFODATA, this);
        set(CURLOPT_NOPROGRESS, 0L);
    }

    static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
        if (!is_public_address(address->addr)) {
            static_cast<Transfer*>(self)->note_private(address->addr);
            return CURL_SOCKET_BAD;
        }
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    void note_private(const sockaddr& address) noexcept {
        try {
            private_address_ = address_text(address);
        } catch (...) {  // NOLINT(bugprone-empty-catch): the address is refused all the same
        }
    }

    static std::size_t take_body(const char* data, std::size_t, std::size_t count,
                                 void* self) noexcept {
        return static_cast<Transfer*>(self)->append(data, count);
    }

    std::size_t append(const char* data, std::size_t count) noexcept {
        if (count > request_.limits.wire_bytes - response_.body.size()) {
            refuse("wire-size", "the body is larger than max_wire");
            return 0;
        }
        try {
            response_.body.append(data, count);
        } catch (...) {
            refuse("wire-size", "the body is larger than the memory");
            return 0;
        }
        return count;
    }

    static std::size_t take_header(const char* data, std::size_t, std::size_t count,
                                   void* self) noexcept {
        try {
            return static_cast<Transfer*>(self)->add_header({data, count}) ? count : 0;
        } catch (...) {
            return 0;
        }
    }

    bool add_header(std::string_view line) {
        header_bytes_ += line.size();
        if (header_bytes_ > kHeaderBytes) {
            return refuse("header-size", "the header is larger than 300 KiB");
        }
        if (line.starts_with("HTTP/")) {
            // The head of an answer before the last one: 100, 103.
            response_.headers.clear();
            length_.reset();
            chunked_ = false;
            if (is_unasked_upgrade(line)) {
                return refuse("protocol", "the server changes the protocol unasked (HTTP 101)");
            }
            return true;
        }
        if (!response_.body.empty()) return true;  // a trailer
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return true;
        HeaderField field{base::lowered(line.substr(0, colon)),
                          std::string(trimmed(line.substr(colon + 1)))};
        if (!take_length(field)) return false;
        response_.headers.push_back(std::move(field));
        return true;
    }

    static bool is_unasked_upgrade(std::string_view line) {
        const auto space = line.find(' ');
        return space != std::string_view::npos && line.substr(space + 1).starts_with("101");
    }

    static std::string_view trimmed(std::string_view text) {
        constexpr std::string_view kBlank = " \t\r\n";
        const auto begin = text.find_first_not_of(kBlank);
        if (begin == std::string_view::npos) return {};
        return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
    }

    bool take_length(const HeaderField& field) {
        if (field.name == "transfer-encoding") {
            chunked_ = base::lowered(field.value).find("chunked") != std::string::npos;
        }
        if (field.name != "content-length") return true;
        const auto length = number_in(field.value);
        if (!length) return refuse("protocol", "its Content-Length is no number");
        if (length_ && *length_ != *length) {
            return refuse("protocol", "it has two lengths");
        }
        length_ = length;
        if (*length > request_.limits.wire_bytes) {
            const std::string_view digits = std::string_view(field.value).substr(0, 40);
            return refuse("wire-size", fmt::format("{} bytes are more than max_wire", digits));
        }
        return true;
    }

    static int note_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
        return static_cast<Transfer*>(self)->should_stop() ? 1 : 0;
    }

    bool should_stop() noexcept {
        if (options_.stop != nullptr && *options_.stop != 0) {
            refuse("interrupted", "interrupted");
            return true;
        }
        if (Clock::now() < until_) return false;
        refuse("timeout", "it takes longer than the limit `timeout`");
        return true;
    }

    // Notes why the transfer ends; the first reason counts. Always false.
    bool refuse(const char* reason, std::string_view detail) noexcept {
        if (!reason_.empty()) return false;
        try {
            reason_ = reason;
            detail_ = detail;
        } catch (...) {  // NOLINT(bugprone-empty-catch): short texts take no memory
        }
        return false;
    }

    [[nodiscard]] bool end_known() const {
        long version = 0;
        curl_.easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &version);
        return length_ || chunked_ || version >= CURL_HTTP_VERSION_2_0 || response_.status == 204 ||
               response_.status == 304;
    }

    [[nodiscard]] FetchFailure failure_of(CURLcode code) const {
        const char* const text = curl_.easy_strerror(code);
        switch (code) {
            case CURLE_URL_MALFORMAT: return failure(url_, "bad-url", text);
            // So it calls HTTP/0.9: a body without a status line.
            case CURLE_UNSUPPORTED_PROTOCOL:
                return failure(url_, "protocol", "the answer is no HTTP");
            case CURLE_COULDNT_RESOLVE_HOST:
            case CURLE_COULDNT_RESOLVE_PROXY:
                return failure(url_, "dns", "the name of the host is not known");
            case CURLE_COULDNT_CONNECT:
                if (private_address_.empty()) {
                    return failure(url_, "connect", "the server cannot be reached");
                }
                return failure(url_, "private-address",
                               fmt::format("it is at {}, a private address (allow_private = true "
                                           "or --allow-private lets it be)",
                                           private_address_));
            case CURLE_OPERATION_TIMEDOUT: return timed_out();
            case CURLE_SSL_CONNECT_ERROR:
            case CURLE_PEER_FAILED_VERIFICATION:
            case CURLE_SSL_CERTPROBLEM:
            case CURLE_SSL_CIPHER:
            case CURLE_SSL_CACERT_BADFILE:
            case CURLE_SSL_ISSUER_ERROR:
            case CURLE_SSL_INVALIDCERTSTATUS: return failure(url_, "tls", text);
            case CURLE_PARTIAL_FILE: return failure(url_, "cut-off", "the body is cut off");
            case CURLE_RECV_ERROR:
            case CURLE_GOT_NOTHING:
                return failure(url_, got_head() ? "cut-off" : "protocol",
                               got_head() ? "the body is cut off"
                                          : "the server closed the connection without an answer");
            case CURLE_OUT_OF_MEMORY: return failure(url_, "header-size", "a header is too large");
            default: return failure(url_, got_body() ? "cut-off" : "protocol", text);
        }
    }

    [[nodiscard]] bool got_head() const { return header_bytes_ > 0; }
    [[nodiscard]] bool got_body() const { return !response_.body.empty(); }

    [[nodiscard]] FetchFailure timed_out() const {
        double connected = 0;
        curl_.easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME, &connected);
        if (Clock::now() >= until_ - milliseconds(50)) {
            return failure(url_, "timeout", "it takes longer than the limit `timeout`");
        }
        if (connected == 0) {
            return failure(url_, "connect", "the server cannot be reached in `connect_timeout`");
        }
        return failure(url_, "too-slow",
                       fmt::format("less than {} bytes a second for {} s (slow_timeout)",
                                   kSlowBytes, request_.limits.slow.count()));
    }

    CURL* easy_;
    const Request& request_;
    const std::string& url_;
    const std::string& proxy_;
    const bool guarded_;
    const HttpClient::Options& options_;
    const Clock::time_point until_;
    const CurlLibrary& curl_;
    List headers_, resolve_;
    Response response_;
    std::size_t header_bytes_ = 0;
    std::optional<std::uint64_t> length_;
    bool chunked_ = false;
    std::string private_address_;
    std::string reason_, detail_;
};

}  // namespace

FetchFailure failure(const std::string& url, std::string reason, std::string_view what) {
    FetchFailure failure;
    const bool over_limit =
        reason == "wire-size" || reason == "header-size" || reason == "redirects";
    failure.code = over_limit ? ErrorCode::limit : ErrorCode::input;
    failure.reason = std::move(reason);
    failure.message = fmt::format("{}: {}", url, what);
    return failure;
}

Fetched transfer(CURL* easy, const Hop& hop, const HttpClient::Options& options) {
    return Transfer(easy, hop, options).run();
}

}  // namespace feedarc::capture
