#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace feedarc::capture {

/// So much of a robots.txt is read (RFC 9309, 2.5, asks for 500 KiB at least); the rest is as if it
/// were not there.
inline constexpr std::size_t kRobotsBytes = 512U << 10U;

/// What a robots.txt says to one crawler (RFC 9309): the rules of the groups that name its product
/// token, else of those for `*`; the longest match wins, and of equal ones Allow; `*` and `$` in
/// paths.
class Robots {
public:
    /// Reads what concerns `product`, such as `feedarc`. Takes any bytes.
    Robots(std::string_view text, std::string_view product);

    /// Whether a URL may be fetched. `/robots.txt` always may.
    [[nodiscard]] bool allows(std::string_view url) const;
    /// `Crawl-delay`, which is in no standard, between 0 and 30 s; nothing where there is none.
    [[nodiscard]] std::optional<std::chrono::milliseconds> crawl_delay() const { return delay_; }

private:
    struct Rule {
        std::string path;  ///< percent-encoding made alike
        bool allow = false;
    };
    std::vector<Rule> rules_;  ///< the longest first, Allow before Disallow
    std::optional<std::chrono::milliseconds> delay_;
};

/// The URL of the robots.txt that speaks for a URL.
[[nodiscard]] std::string robots_url(std::string_view url);

}  // namespace feedarc::capture
