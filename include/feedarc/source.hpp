#pragma once

#include <feedarc/retention.hpp>
#include <feedarc/rules.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc {

/// A field that is sent with every request for a source, to the host of its URL alone.
struct ConfiguredHeader {
    enum class From {
        text,         ///< `value` is what is sent
        file,         ///< the path of a file whose text is sent, without white space at its end
        environment,  ///< the name of a variable of the environment
    };
    std::string name;
    From from = From::text;
    std::string value;

    bool operator==(const ConfiguredHeader&) const = default;
};

/// Bounds of one request; over one the fetch is refused and the limit named.
struct FetchLimits {
    std::size_t wire_bytes = 16U << 20U;        ///< `wire-size`: of the body as it comes
    std::size_t page_bytes = 16U << 20U;        ///< `page-size`: of the body once it is unpacked
    int redirects = 10;                         ///< `redirects`
    std::chrono::milliseconds connect{15'000};  ///< to reach the server
    std::chrono::milliseconds total{120'000};   ///< for a request with all its redirects
    std::chrono::seconds slow{20};              ///< so long it may stay below 100 bytes a second

    bool operator==(const FetchLimits&) const = default;
};

/// How a source is captured.
struct CaptureSettings {
    std::chrono::seconds every{3600};  ///< at least this lies between two captures
    /// Captures less often than `every`, as far as once a day, while little that is new comes.
    bool adaptive = false;
    std::vector<ConfiguredHeader> headers;
    std::string user_agent;  ///< empty: that of feedarc
    int follow = 0;          ///< so many further pages, by the links of the page to the next ones
    bool robots = true;      ///< whether robots.txt is obeyed
    /// May be at an address of a private network, or of this machine. What its host redirects to
    /// elsewhere may not.
    bool allow_private = false;
    /// A shell command whose standard output is the page; it finds the URL in FEEDARC_URL. Empty:
    /// the page is fetched.
    std::string render;
    std::string proxy;    ///< a URL; `environment`: as its variables say; empty: none
    std::string ca_file;  ///< certificates of authorities to trust, PEM; empty: those of the system
    std::chrono::milliseconds delay{1000};  ///< between two requests to one host
    FetchLimits limits;

    bool operator==(const CaptureSettings&) const = default;
};

/// A source that the configuration names.
struct ConfiguredSource {
    std::string name;
    std::string url;  ///< may be empty: then it is not captured
    Rules rules{};
    std::string category{};  ///< of its records whose page shows none; empty: they have none
    CaptureSettings capture{};
    RetentionPolicy retention{};  ///< without rules: it has none of its own
};

/// Shell commands that are run once a snapshot is stored, with JSON on their standard input; empty
/// for none.
struct CaptureHooks {
    std::string on_new;        ///< for each entry that came to a page for the first time
    std::string on_removed;    ///< for each that was taken off a page
    std::string on_unhealthy;  ///< for each snapshot that is not healthy
};

/// The configured source with this address, compared in its canonical form; null for none.
[[nodiscard]] const ConfiguredSource* find_source(const std::vector<ConfiguredSource>& sources,
                                                  std::string_view url);

}  // namespace feedarc
