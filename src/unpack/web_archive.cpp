#include "unpack/web_archive.hpp"

#include <feedarc/error.hpp>

#include "base/ascii.hpp"
#include "text/civil_time.hpp"
#include "text/url.hpp"
#include "unpack/content_coding.hpp"
#include "unpack/warc/digest.hpp"
#include "unpack/warc/http_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace feedarc::unpack {
namespace {

using namespace std::literals;

// Over the page itself a block holds the head of a response and the sizes of chunks.
constexpr std::size_t kAroundPage = 256U << 10U;

enum class Media { listing, perhaps, other };

Media media_of(std::string_view declared) {
    const std::string type = base::lowered(trimmed(declared.substr(0, declared.find(';'))));
    constexpr std::array kListing{"text/html"sv,
                                  "application/xhtml+xml"sv,
                                  "text/plain"sv,
                                  "text/markdown"sv,
                                  "text/x-markdown"sv,
                                  "application/rss+xml"sv,
                                  "application/atom+xml"sv,
                                  "application/rdf+xml"sv,
                                  "application/feed+json"sv};
    constexpr std::array kPerhaps{""sv,        "application/xml"sv,          "text/xml"sv,
                                  "unk"sv,     "application/octet-stream"sv, "application/json"sv,
                                  "no-type"sv, "unknown/unknown"sv,          "text/json"sv};
    if (std::find(kListing.begin(), kListing.end(), type) != kListing.end()) return Media::listing;
    if (std::find(kPerhaps.begin(), kPerhaps.end(), type) != kPerhaps.end()) return Media::perhaps;
    return Media::other;
}

// WARC 1.0 and 1.1 have RFC 3339 and its shorter forms, ARC and some writers of WARC 14 digits.
std::optional<Time> time_in(std::string_view date) {
    date = trimmed(date);
    std::string text(date);
    if (date.size() >= 12 && date.find_first_not_of("0123456789") == std::string_view::npos) {
        text = fmt::format("{}T{}", date.substr(0, 8), date.substr(8, 6));
    }
    const auto time = text::read_iso_time(text);
    if (!time || !time->ok()) return std::nullopt;
    return time->utc();
}

// Some writers put URIs in angle brackets, as the grammar of WARC 1.0 had them.
std::string_view bare(std::string_view uri) {
    uri = trimmed(uri);
    if (uri.starts_with('<')) uri.remove_prefix(1);
    if (uri.ends_with('>')) uri.remove_suffix(1);
    return uri;
}

bool matches(std::string_view named, std::initializer_list<std::string_view> forms) {
    const auto digest = read_digest(named);
    if (!digest) return true;
    return std::any_of(forms.begin(), forms.end(), [&](std::string_view form) {
        return digest_of(form, digest->algorithm) == *digest;
    });
}

WebRecord broken(WebRecord web, ErrorCode code, const std::string& what) {
    web.kind = WebRecord::Kind::broken;
    web.problem.emplace(code, what);
    web.block.clear();
    return web;
}

// A record that is cut, or whose length is wrong, may still hold all of the page: the response says
// how long it is.
bool mended(Record& record, WebRecord& web) {
    const auto head = read_http_head(record.block);
    if (!head || base::lowered(record.fields.get("WARC-Type")) != "response") return false;
    const std::string_view text = head->fields.get("Content-Length");
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || length == 0 ||
        length > record.block.size() - head->size) {
        return false;
    }
    record.block.resize(head->size + length);
    web.warnings.push_back(record.problem + "; but the page is whole, by its Content-Length");
    return true;
}

}  // namespace

WebArchiveReader::WebArchiveReader(base::ByteSource source, std::string name,
                                   const UnpackLimits& limits)
    : records_(std::move(source), std::move(name), limits.bytes + kAroundPage, limits.window_log),
      limits_(limits) {}

std::optional<WebRecord> WebArchiveReader::next() {
    auto record = records_.next();
    if (!record) return std::nullopt;
    ++counts_.records;
    WebRecord web = judged(std::move(*record));
    switch (web.kind) {
        case WebRecord::Kind::page: ++counts_.pages; break;
        case WebRecord::Kind::revisit: ++counts_.revisits; break;
        case WebRecord::Kind::broken: ++counts_.broken; break;
        case WebRecord::Kind::passed: break;
    }
    return web;
}

WebRecord WebArchiveReader::judged(Record record) {
    WebRecord web;
    web.offset = record.offset;
    if (!record.problem.empty() && !mended(record, web)) {
        return broken(std::move(web), ErrorCode::input, record.problem);
    }
    const Fields& fields = record.fields;
    const std::string type = base::lowered(trimmed(fields.get("WARC-Type")));
    const std::string_view target = bare(fields.get("WARC-Target-URI"));
    web.own = read_own_fields(fields);
    const bool url_known = !web.own || web.own->url_known;
    if (url_known) web.url = text::resolve_url(target, "").value_or("");
    if ((type != "response" && type != "resource" && type != "revisit") || target.empty() ||
        (url_known && web.url.empty())) {
        ++counts_.other_kinds;
        return web;
    }
    web.payload_digest = fields.get("WARC-Payload-Digest");
    web.block_digest = fields.get("WARC-Block-Digest");
    web.truncated = !fields.get("WARC-Truncated").empty();
    const auto time = time_in(fields.get("WARC-Date"));
    if (!time) return broken(std::move(web), ErrorCode::input, "the record has no date");
    web.captured_at = *time;
    if (type == "revisit") {
        web.kind = WebRecord::Kind::revisit;
        web.original_url =
            text::resolve_url(bare(fields.get("WARC-Refers-To-Target-URI")), "").value_or("");
        web.original_time = time_in(fields.get("WARC-Refers-To-Date"));
        web.not_modified =
            fields.get("WARC-Profile").find("server-not-modified") != std::string_view::npos;
    } else {
        web.kind = WebRecord::Kind::page;
        web.media_type = fields.get("Content-Type");
    }
    return message(std::move(record), std::move(web));
}

WebRecord WebArchiveReader::message(Record record, WebRecord web) {
    const bool revisit = web.kind == WebRecord::Kind::revisit;
    const bool http =
        base::lowered(record.fields.get("Content-Type")).starts_with("application/http");
    if (http && !(revisit && record.block.empty())) {
        auto head = read_http_head(record.block);
        if (!head) {
            return broken(std::move(web), ErrorCode::input,
                          "the record has no head of an HTTP response");
        }
        // RFC 9110, 15.4.5: 304 says that what was captured before still stands.
        if (head->status != 200 && !(revisit && head->status == 304)) {
            web.kind = WebRecord::Kind::passed;
            ++counts_.other_status;
            return web;
        }
        web.status = head->status;
        if (web.own) web.http_fields = head->fields;
        web.body_at = head->size;
        web.media_type = head->fields.get("Content-Type");
        web.transfer_encoding = base::lowered(head->fields.get("Transfer-Encoding"));
        web.content_encoding = head->fields.get("Content-Encoding");
    }
    if (web.own && !web.own->media_type_known) web.media_type.clear();
    // What was a snapshot before is one again.
    if (!web.own && media_of(web.media_type) == Media::other) {
        web.kind = WebRecord::Kind::passed;
        ++counts_.other_media;
        return web;
    }
    if (!record.whole) {
        return broken(std::move(web), ErrorCode::limit,
                      fmt::format("page-size: the record has {} bytes, more than {}", record.length,
                                  limits_.bytes));
    }
    if (!revisit) web.block = std::move(record.block);
    return web;
}

WebPage decode(const WebRecord& record, const UnpackLimits& limits) {
    WebPage page;
    page.warnings = record.warnings;
    const std::string_view block = record.block;
    const std::string_view body = block.substr(std::min(record.body_at, block.size()));
    if (!matches(record.block_digest, {block})) {
        page.warnings.emplace_back("WARC-Block-Digest is that of other bytes");
    }
    if (record.truncated) page.warnings.emplace_back("the crawler cut the page off, as it says");
    std::string payload = record.transfer_encoding.find("chunked") == std::string::npos
                              ? std::string(body)
                              : dechunked(body, page.warnings);
    // ISO 28500, 5.8, means the payload without its transfer encoding; some writers hash it with
    // it, others what they unpacked.
    const bool known =
        matches(record.payload_digest, {body}) || matches(record.payload_digest, {payload});
    page.bytes = decoded(std::move(payload), record.content_encoding, CodedBy::crawler, limits,
                         page.warnings);
    if (!known && !matches(record.payload_digest, {page.bytes})) {
        page.warnings.emplace_back("WARC-Payload-Digest is that of other bytes");
    }
    if (page.bytes.size() > limits.bytes) {
        throw Error(ErrorCode::limit, fmt::format("page-size: {} bytes, more than {}",
                                                  page.bytes.size(), limits.bytes));
    }
    if (page.bytes.empty()) throw Error(ErrorCode::input, "the record holds no page: it is empty");
    return page;
}

bool is_snapshot(const WebRecord& record, std::string_view bytes) {
    if (record.own) return true;
    const Media media = media_of(record.media_type);
    if (media != Media::perhaps) return media == Media::listing;
    const std::string head = base::lowered(bytes.substr(0, 4096));
    constexpr std::array kSigns{
        "<rss"sv,           "<feed"sv, "<rdf:rdf"sv, "jsonfeed.org/version"sv,
        "<!doctype html"sv, "<html"sv, "<body"sv};
    return std::any_of(kSigns.begin(), kSigns.end(),
                       [&](std::string_view sign) { return head.find(sign) != std::string::npos; });
}

std::string record_name(const std::string& file, const WebRecord& record) {
    return fmt::format("{}:{}", file, record.offset);
}

}  // namespace feedarc::unpack
