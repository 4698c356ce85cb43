#pragma once

#include <feedarc/capture.hpp>
#include <feedarc/fetch.hpp>

#include "app/prepare.hpp"
#include "capture/http_client.hpp"
#include "capture/robots.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace feedarc::app {

/// What is known before a page is asked for. Each may be empty: then nothing is known.
struct FetchMemory {
    std::function<std::optional<RobotsFile>(const std::string& origin)> robots;
    std::function<std::optional<FetchedPage>(const std::string& page_url)> last_page;
    std::function<std::shared_ptr<const std::string>(const Hash128& body)> bytes;
};

/// What came of asking for a page.
struct PageAnswer {
    std::optional<CapturedPage> page;  ///< the page, or else
    std::optional<FetchEvent> event;   ///< why there is none
    ErrorCode code = ErrorCode::input;
    /// Until when the server asks not to be asked again, and which host that is.
    std::optional<Time> not_before;
    std::string host;
    std::vector<std::pair<std::string, RobotsFile>> robots;  ///< that were fetched for it, by URL
};

/// Asks for the pages of one source: robots.txt first, with the validators of the last page, and
/// takes nothing for a page that is none. For one thread at a time.
class PageFetcher {
public:
    PageFetcher(capture::HttpClient& client, const ConfiguredSource& source,
                const CaptureOptions& options, FetchMemory memory);

    /// `url` is absolute.
    [[nodiscard]] PageAnswer fetch(const std::string& url, Time at);

private:
    [[nodiscard]] capture::Request request_for(const std::string& url) const;
    [[nodiscard]] PageAnswer failed(const std::string& url, Time at, std::string reason,
                                    const std::string& message) const;
    std::optional<PageAnswer> ask_robots(const std::string& url, Time at);
    std::optional<PageAnswer> take_robots_answer(const std::string& url,
                                                 const std::string& robots_url, Time at,
                                                 capture::Response response,
                                                 const std::optional<RobotsFile>& known);
    [[nodiscard]] PageAnswer deferred(const std::string& url, Time at,
                                      const capture::Response& response) const;
    std::optional<PageAnswer> take_robots(const std::string& url, const RobotsFile& file, Time at);
    PageAnswer run_render(const std::string& url, Time at);
    void answer(PageAnswer& answer, const std::string& url, Time at, capture::Response response,
                const std::optional<FetchedPage>& last);
    void take_body(PageAnswer& answer, const std::string& url, Time at,
                   capture::Response&& response);
    void take_unchanged(PageAnswer& answer, const std::string& url, Time at,
                        const capture::Response& response, const FetchedPage& last);
    void take_status(PageAnswer& answer, const std::string& url, Time at,
                     const capture::Response& response) const;

    capture::HttpClient& client_;
    const ConfiguredSource& source_;
    const CaptureOptions& options_;
    FetchMemory memory_;
    std::vector<capture::HeaderField> headers_;
    std::chrono::milliseconds delay_;  ///< between pages, by robots.txt too
    bool asked_ = false;
    std::vector<std::pair<std::string, RobotsFile>> robots_;        ///< that hold
    std::vector<std::pair<std::string, RobotsFile>> fresh_robots_;  ///< of them, to be kept
};

/// The host that a URL names, with its port where that is not the scheme's own.
[[nodiscard]] std::string host_and_port(std::string_view url);

}  // namespace feedarc::app
