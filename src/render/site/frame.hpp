#pragma once

#include "render/site/html.hpp"
#include "render/site/model.hpp"

#include <string>
#include <string_view>

namespace feedarc::render::site {

/// Of a page what stands around its content.
struct PageHead {
    std::string path;
    std::string title;         ///< of the page; a text of a page, or words of ours
    std::string_view section;  ///< the path of the entry of the menu that it belongs to
};

/// Begins a document, up to and with its main heading where it has words of ours.
[[nodiscard]] Html begin_page(const Site& site, const PageHead& head);
/// Ends it.
[[nodiscard]] std::string finish_page(Html html);

/// A time as people read it, and as programs do.
void add_time(Html& html, Time time);
/// A link to a page of the web; where the URL is none of http or https, the text alone.
void add_web_link(Html& html, std::string_view url, std::string_view text);
/// The host of a URL; else all of it.
[[nodiscard]] std::string host_or_url(std::string_view url);

/// Where a record stands, in words and with a mark: present, removed, scrolled off, unknown.
[[nodiscard]] std::string_view words_of(RunEnd end) noexcept;
void add_presence(Html& html, const std::optional<RunEnd>& presence);

}  // namespace feedarc::render::site
