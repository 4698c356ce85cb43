#pragma once

#include <feedarc/entry.hpp>
#include <feedarc/rules.hpp>
#include <feedarc/snapshot.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace feedarc {

/// The forms a snapshot can have.
enum class Form { text, html, feed };

/// The names of the forms as `--input-format` takes them and archives keep them.
[[nodiscard]] constexpr const char* to_string(Form form) noexcept {
    switch (form) {
        case Form::text: break;
        case Form::html: return "html";
        case Form::feed: return "feed";
    }
    return "text";
}
[[nodiscard]] constexpr std::optional<Form> form_from(std::string_view name) noexcept {
    for (const Form form : {Form::text, Form::html, Form::feed}) {
        if (name == to_string(form)) return form;
    }
    return std::nullopt;
}

/// Bounds of one read; over a limit `read_page` throws Error(limit) and names it.
struct ReadLimits {
    std::size_t page_bytes = 16U << 20;          ///< `page-size`
    std::size_t parse_bytes = 1U << 30;          ///< `parse-memory`: Gumbo's; a forecast for XML
    std::size_t parse_allocations = 24'000'000;  ///< `parse-memory`: so that a verdict repeats
    /// `parse-time`, of a processor: the last resort.
    std::chrono::milliseconds parse_time{10'000};
    /// `parse-work`, counted before HTML is parsed: elements open, summed over all tags, and for
    /// each tag half the square of its attributes. Gumbo's time grows with it: 2 to 13 ns for one.
    std::size_t parse_work = 250'000'000;
    /// `rule-work`: pairs of nodes that an XPath rule can make on a page. 8 million take 1 s.
    std::size_t rule_work = 8'000'000;
};

/// Changes whenever the same bytes may be read differently than before.
inline constexpr int kReaderVersion = 4;

/// Tells the form from the first 4 KiB of the bytes and the declared media type.
[[nodiscard]] Form sniff(std::string_view bytes, std::string_view media_type);

/// Finds the entries of a snapshot: a pure function of bytes, URL, media type, form and rules.
/// Reads nothing else, remembers nothing, and may be called from several threads at once.
///
/// `rules` are for HTML; for other forms a warning says that they were not applied. Throws
/// Error(usage) for a text in them that is no selector.
///
/// Bytes of other charsets become UTF-8, by byte order mark, media type, what the page declares, or
/// detection. What is invalid becomes U+FFFD and NUL is dropped. Warnings say so. Throws
/// Error(input) for bytes that are no text, and Error(limit) over a limit.
[[nodiscard]] Page read_page(const Snapshot& snapshot, std::optional<Form> form = std::nullopt,
                             const ReadLimits& limits = {}, const Rules& rules = {});

}  // namespace feedarc
