#include <feedarc/read.hpp>

#include "base/ascii.hpp"
#include "text/charset.hpp"
#include "text/charset_decode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace feedarc {
namespace {

using base::starts_with_ignoring_case;
using base::to_lower;

using namespace std::literals;

constexpr std::size_t kLooked = 4096;

bool is_space(char byte) noexcept {
    return " \t\r\n\f"sv.find(byte) != std::string_view::npos;
}

std::string_view skip_space(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    return text;
}

// Behind byte order mark, white space, comments, doctype of XML and processing instructions.
std::string_view first_tag(std::string_view text) noexcept {
    if (text.substr(0, 3) == "\xEF\xBB\xBF"sv) text.remove_prefix(3);
    for (;;) {
        text = skip_space(text);
        const auto end = text.substr(0, 4) == "<!--"sv ? "-->"sv
                         : text.substr(0, 2) == "<?"sv ? ">"sv
                                                       : ""sv;
        if (end.empty()) return text;
        const auto found = text.find(end);
        if (found == std::string_view::npos) return text;
        text.remove_prefix(found + end.size());
    }
}

// The name of the tag that begins here, where an element of HTML has it.
std::string_view tag_name(std::string_view text) noexcept {
    if (text.empty() || text.front() != '<') return {};
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '/') text.remove_prefix(1);
    const auto end = text.find_first_of(" \t\r\n\f/>");
    return end == std::string_view::npos ? std::string_view{} : text.substr(0, end);
}

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) noexcept {
    return std::any_of(names.begin(), names.end(), [name](std::string_view candidate) {
        return name.size() == candidate.size() && starts_with_ignoring_case(name, candidate);
    });
}

// A page that begins with one of these is meant for a browser; a text that begins with `<b>` is
// not.
constexpr std::array kOpening{"html"sv,    "head"sv,    "body"sv,   "title"sv,  "meta"sv,  "link"sv,
                              "style"sv,   "script"sv,  "div"sv,    "main"sv,   "table"sv, "nav"sv,
                              "section"sv, "article"sv, "header"sv, "center"sv, "ul"sv,    "ol"sv};
// Tags that structure a page: a text that quotes a few has far fewer of them.
constexpr std::array kStructure{
    "html"sv, "head"sv, "body"sv, "div"sv,    "table"sv, "tr"sv, "td"sv,  "ul"sv,      "ol"sv,
    "li"sv,   "p"sv,    "a"sv,    "span"sv,   "h1"sv,    "h2"sv, "h3"sv,  "article"sv, "section"sv,
    "meta"sv, "link"sv, "br"sv,   "script"sv, "dl"sv,    "dt"sv, "svg"sv, "path"sv};

bool opens_as_html(std::string_view bytes) noexcept {
    const auto tag = first_tag(bytes);
    // A comment longer than what is looked at is a licence or a template's note: no text has one.
    return starts_with_ignoring_case(tag, "<!doctype html"sv) || tag.substr(0, 4) == "<!--"sv ||
           is_one_of(tag_name(tag), kOpening);
}

// A fragment: begins with some tag and has one for every 80 bytes, or anything with one for
// every 40, or it is tags for the better part. Code shown in a Markdown dump stays below that.
bool is_dense_in_tags(std::string_view bytes) noexcept {
    const auto head = bytes.substr(0, kLooked);
    std::size_t tags = 0;
    std::size_t tag_bytes = 0;
    for (auto at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
        if (!is_one_of(tag_name(head.substr(at)), kStructure)) continue;
        ++tags;
        tag_bytes += std::min(head.find('>', at), head.size()) - at;
    }
    const bool begins_with_tag = !tag_name(first_tag(head)).empty();
    return (tags >= 4 && tags * (begins_with_tag ? 80 : 40) >= head.size()) ||
           (tags >= 16 && tag_bytes * 2 >= head.size());
}

// The local name of a tag in XML, behind its prefix.
std::string_view local_name(std::string_view tag) noexcept {
    const auto name = tag_name(tag);
    return name.substr(name.find(':') + 1);
}

constexpr std::array kFeedRoots{"rss"sv, "feed"sv, "rdf"sv, "channel"sv};

// Behind a document type, which some feeds have.
std::string_view root_tag(std::string_view bytes) noexcept {
    auto tag = first_tag(bytes);
    if (!starts_with_ignoring_case(tag, "<!doctype"sv)) return tag;
    const auto end = tag.find('>');
    const auto bracket = tag.substr(0, end).find('[');
    const auto behind = bracket == std::string_view::npos ? end : tag.find(']', bracket);
    if (behind == std::string_view::npos) return {};
    tag.remove_prefix(tag.find('>', behind) == std::string_view::npos ? tag.size()
                                                                      : tag.find('>', behind) + 1);
    return first_tag(tag);
}

// A feed whose root is not the first thing: behind a warning of the program that wrote it, or lines
// of junk. No page has these in its text: there `<` is written `&lt;`.
bool has_feed_within(std::string_view bytes) noexcept {
    for (auto at = bytes.find('<'); at != std::string_view::npos; at = bytes.find('<', at + 1)) {
        const auto rest = bytes.substr(at);
        if (!is_one_of(local_name(rest), kFeedRoots)) continue;
        const auto tag = rest.substr(0, rest.find('>'));
        const bool says_so = tag.find("version=") != std::string_view::npos ||
                             tag.find("/rss/") != std::string_view::npos ||
                             tag.find("/Atom") != std::string_view::npos;
        if (says_so && local_name(rest) != "channel"sv) return true;
    }
    return false;
}

// JSON Feed: `{` and somewhere near the address of its version, or a list of items.
bool opens_as_json_feed(std::string_view bytes) noexcept {
    const auto text = skip_space(bytes);
    if (text.empty() || text.front() != '{') return false;
    if (text.find("://jsonfeed.org/version/"sv) != std::string_view::npos ||
        text.find(R"(:\/\/jsonfeed.org\/version)"sv) != std::string_view::npos) {
        return true;
    }
    constexpr auto kItems = R"("items")"sv;
    const auto items = text.find(kItems);
    if (items == std::string_view::npos) return false;
    auto rest = skip_space(text.substr(items + kItems.size()));
    if (rest.empty() || rest.front() != ':') return false;
    rest = skip_space(rest.substr(1));
    return !rest.empty() && rest.front() == '[';
}

// The media type without its parameters.
bool is_media_type(std::string_view declared, std::string_view type) noexcept {
    declared = skip_space(declared.substr(0, declared.find(';')));
    while (!declared.empty() && is_space(declared.back())) declared.remove_suffix(1);
    return declared.size() == type.size() && starts_with_ignoring_case(declared, type);
}

std::optional<Form> declared_form(std::string_view media_type) noexcept {
    for (const auto type : {"text/html"sv, "application/xhtml+xml"sv}) {
        if (is_media_type(media_type, type)) return Form::html;
    }
    for (const auto type :
         {"application/rss+xml"sv, "application/atom+xml"sv, "application/rdf+xml"sv,
          "application/feed+json"sv, "application/x-cdf"sv, "text/rss+xml"sv, "text/atom+xml"sv}) {
        if (is_media_type(media_type, type)) return Form::feed;
    }
    for (const auto type : {"text/plain"sv, "text/markdown"sv, "text/x-markdown"sv}) {
        if (is_media_type(media_type, type)) return Form::text;
    }
    return std::nullopt;
}

}  // namespace

Form sniff(std::string_view bytes, std::string_view media_type) {
    if (const auto wide = text::wide_charset(bytes)) {
        constexpr std::size_t kWidest = 4;
        const auto head = bytes.substr(0, kLooked * kWidest);
        return sniff(text::decode_charset(head, *wide, kLooked).utf8, media_type);
    }
    constexpr auto kMark = "\uFEFF"sv;
    if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
    const auto declared = declared_form(media_type);
    const auto head = bytes.substr(0, kLooked);
    // Feeds are sent as HTML or text so often that browsers look for them too (MIME Sniffing, 7.3).
    if (declared == Form::feed || is_one_of(local_name(root_tag(head)), kFeedRoots)) {
        return Form::feed;
    }
    if (declared == Form::html) return Form::html;
    // Servers send HTML as text/plain more often than texts begin with a doctype.
    if (opens_as_html(head)) return Form::html;
    if (opens_as_json_feed(head)) return Form::feed;
    if (declared == Form::text) return Form::text;
    if (has_feed_within(head)) return Form::feed;
    return is_dense_in_tags(bytes) ? Form::html : Form::text;
}

}  // namespace feedarc
