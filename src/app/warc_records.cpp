#include "app/warc_records.hpp"

#include <feedarc/version.hpp>

#include "base/ascii.hpp"
#include "base/uuid.hpp"
#include "text/url.hpp"
#include "unpack/warc/digest.hpp"
#include "unpack/warc/own_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace feedarc::app {
namespace {

using unpack::Fields;

constexpr std::size_t kMostOriginals = 50'000;
// Readers bound the heads that they take, our own at 64 KiB.
constexpr std::size_t kLongestValue = 8U << 10U;
constexpr std::size_t kMostHead = 32U << 10U;
constexpr int kOk = 200;
constexpr int kNotModified = 304;

constexpr const char* kHttpResponse = "application/http; msgtype=response";

// What says how the body was packed on its way, or how long it was then: it is kept unpacked.
constexpr std::array<std::string_view, 5> kOfTheWay{"content-type",  // written from the media type
                                                    "content-length", "content-encoding",
                                                    "transfer-encoding", "trailer"};

std::string clipped(std::string_view value) {
    return unpack::field_value(value.substr(0, kLongestValue));
}

// What stands for the URL of a page that has none: the UUID that the source has in archives, so
// that all snapshots of the page have the same.
std::string target_of(const WalkedSnapshot& snapshot) {
    if (!snapshot.url.empty()) return snapshot.url;
    return base::uuid_urn(
        base::as_uuid(FieldHash().add("feedarc source").add(snapshot.source).finish()));
}

// Of a snapshot that nobody declared the type of, for other readers.
const char* type_of(Form form, std::string_view bytes) {
    switch (form) {
        case Form::text: return "text/plain";
        case Form::html: return "text/html";
        case Form::feed: break;
    }
    const auto first = bytes.find_first_not_of(" \t\r\n");
    const bool json = first != std::string_view::npos && bytes[first] == '{';
    return json ? "application/feed+json" : "application/xml";
}

// The head of the response, with the fields that were kept of it.
std::string http_head(const WalkedSnapshot& snapshot, std::size_t size) {
    const bool unchanged = snapshot.fetched->status == kNotModified;
    std::string head = unchanged ? "HTTP/1.1 304 Not Modified\r\n" : "HTTP/1.1 200 OK\r\n";
    if (const std::string type = clipped(snapshot.media_type); !type.empty()) {
        head += fmt::format("Content-Type: {}\r\n", type);
    }
    std::string_view lines = snapshot.fetched->headers;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const std::string name(line.substr(0, colon));
        const std::string value = clipped(line.substr(colon + 1));
        const bool of_the_way =
            std::find(kOfTheWay.begin(), kOfTheWay.end(), base::lowered(name)) != kOfTheWay.end();
        if (of_the_way || !unpack::is_field_name(name) || name.size() > kLongestValue) continue;
        if (head.size() + name.size() + value.size() > kMostHead) break;
        head += fmt::format("{}: {}\r\n", name, value);
    }
    if (!unchanged) head += fmt::format("Content-Length: {}\r\n", size);
    return head + "\r\n";
}

bool is_over_http(const WalkedSnapshot& snapshot, int status) {
    return snapshot.fetched && snapshot.fetched->status == status && !snapshot.url.empty();
}

Fields begin_record(std::string_view type, Time time) {
    Fields fields;
    fields.set("WARC-Type", type);
    fields.set("WARC-Date", format_time(time));
    return fields;
}

void add_own(const WalkedSnapshot& snapshot, bool media_type_known, Fields& fields) {
    unpack::OwnFields own;
    own.source = snapshot.source;
    if (snapshot.page_url != text::canonical_url(snapshot.url).value_or("")) {
        own.page = snapshot.page_url;
    }
    own.form = to_string(snapshot.form);
    own.url_known = snapshot.url_given;
    own.media_type_known = media_type_known;
    own.end_known = !snapshot.fetched || snapshot.fetched->end_known;
    unpack::add_own_fields(own, fields);
}

}  // namespace

void WarcRecords::begin(Time time) {
    Fields fields = begin_record("warcinfo", time);
    fields.set("Content-Type", "application/warc-fields");
    (void)writer_.write(
        std::move(fields),
        fmt::format("software: feedarc/{} {}\r\nformat: WARC File Format 1.1\r\nconformsTo: "
                    "https://iipc.github.io/warc-specifications/specifications/warc-format/"
                    "warc-1.1/\r\n",
                    kVersion, kHomepage));
}

void WarcRecords::add(const WalkedSnapshot& snapshot,
                      const std::function<std::shared_ptr<const std::string>()>& bytes) {
    const auto original = originals_.find(snapshot.body);
    // A revisit of a resource has no place to say another type in.
    if (original != originals_.end() && original->second.media_type == snapshot.media_type) {
        write_revisit(snapshot, original->second);
        ++revisits_;
    } else {
        write_whole(snapshot, *bytes());
    }
}

void WarcRecords::write_whole(const WalkedSnapshot& snapshot, const std::string& bytes) {
    // That a page has not changed says nothing of one that is not there.
    const bool response = is_over_http(snapshot, kOk);
    Original original{{},
                      target_of(snapshot),
                      unpack::sha1_text(bytes),
                      snapshot.media_type,
                      snapshot.captured_at,
                      bytes.size()};
    Fields fields = begin_record(response ? "response" : "resource", snapshot.captured_at);
    fields.set("WARC-Target-URI", original.target);
    fields.set("WARC-Payload-Digest", original.payload_digest);
    std::string head;
    const bool type_known = response || !snapshot.media_type.empty();
    if (response) {
        fields.set("Content-Type", kHttpResponse);
        head = http_head(snapshot, bytes.size());
    } else {
        fields.set("Content-Type",
                   type_known ? clipped(snapshot.media_type) : type_of(snapshot.form, bytes));
    }
    add_own(snapshot, type_known, fields);
    original.id = writer_.write(std::move(fields), head, bytes);
    remember(snapshot.body, std::move(original));
}

void WarcRecords::write_revisit(const WalkedSnapshot& snapshot, const Original& original) {
    const bool not_modified = is_over_http(snapshot, kNotModified);
    Fields fields = begin_record("revisit", snapshot.captured_at);
    fields.set("WARC-Target-URI", target_of(snapshot));
    fields.set("WARC-Profile",
               not_modified ? "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
                            : "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
    fields.set("WARC-Refers-To", fmt::format("<{}>", original.id));
    fields.set("WARC-Refers-To-Target-URI", original.target);
    fields.set("WARC-Refers-To-Date", format_time(original.captured_at));
    fields.set("WARC-Payload-Digest", original.payload_digest);
    std::string head;
    const bool http = not_modified || is_over_http(snapshot, kOk);
    if (http) {
        fields.set("Content-Type", kHttpResponse);
        head = http_head(snapshot, original.size);
        // ISO 28500, 6.7.2: of a response whose body is left out as it is the same.
        if (!not_modified) fields.set("WARC-Truncated", "length");
    }
    add_own(snapshot, http || !snapshot.media_type.empty(), fields);
    (void)writer_.write(std::move(fields), head);
}

void WarcRecords::remember(const Hash128& body, Original original) {
    if (originals_.insert_or_assign(body, std::move(original)).second) order_.push_back(body);
    if (order_.size() <= kMostOriginals) return;
    originals_.erase(order_.front());
    order_.pop_front();
}

}  // namespace feedarc::app
