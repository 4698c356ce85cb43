#include "app/prepare.hpp"

#include <feedarc/identity.hpp>

#include "text/url.hpp"
#include "unpack/unpack.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::app {
namespace {

// Enough for a page to be found again among the captures of others.
constexpr std::size_t kRemembered = 64;

constexpr const char* kDefaultSource = "default";

std::shared_ptr<const ParsedPage> page_of(ContentMemo::Contents contents) {
    auto page = std::make_shared<ParsedPage>();
    page->contents = std::move(contents);
    FieldHash hash;
    for (const auto& content : page->contents) hash.add(content->hash);
    page->entries = page->contents.size();
    page->hash = hash.finish();
    return page;
}

// The name of the limit that a refusal starts with.
std::string limit_of(const Error& error) {
    const std::string_view message = error.what();
    return std::string(message.substr(0, message.find(':')));
}

Error with_place(const Error& error, const std::string& place) {
    return Error(error.code(), fmt::format("{}: {}", place, error.what()));
}

}  // namespace

Preparer::Preparer(const IngestOptions& options, std::unique_ptr<Archive> archive)
    : options_(options), archive_(std::move(archive)) {
    if (!options.url) return;
    const auto url = text::resolve_url(*options.url, "");
    if (!url) {
        throw Error(ErrorCode::usage,
                    fmt::format("--url {}: no absolute http or https URL", *options.url));
    }
    given_url_ = *url;
}

std::string Preparer::bytes_of(const Input& input) const {
    const std::size_t limit = options_.limits.page_bytes;
    unpack::UnpackLimits limits;
    limits.bytes = limit;
    std::string bytes = unpack::unpack(read_input(input, limit), input.path, limits);
    if (bytes.empty()) {
        throw Error(ErrorCode::input,
                    fmt::format("{}: the file is empty; was the capture cut off?", input.path));
    }
    return bytes;
}

std::optional<Preparer::Reading> Preparer::remembered(const ReadingKey& key) {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(recent_.begin(), recent_.end(),
                                 [&](const auto& reading) { return reading.first == key; });
    if (at != recent_.end()) return at->second;
    if (!archive_) return std::nullopt;
    auto stored = archive_->reading(key.body, given_url_, key.media_type, key.form);
    if (!stored) return std::nullopt;
    Reading reading;
    reading.url = given_url_.empty() ? stored->url : "";
    reading.page = std::make_shared<ParsedPage>(std::move(stored->page));
    return reading;
}

void Preparer::remember(const ReadingKey& key, const Reading& reading) {
    const std::lock_guard lock(mutex_);
    recent_.emplace_front(key, reading);
    if (recent_.size() > kRemembered) recent_.pop_back();
}

Preparer::Reading Preparer::read(const std::string& bytes, const ReadingKey& key,
                                 Time captured_at) {
    if (auto reading = remembered(key)) return std::move(*reading);
    Snapshot snapshot;
    snapshot.bytes = bytes;
    snapshot.url = given_url_;
    snapshot.captured_at = captured_at;
    snapshot.media_type = key.media_type;
    Reading reading;
    Page page = read_page(snapshot, key.form, options_.limits);
    reading.url = std::move(page.canonical_url);
    reading.warnings = std::move(page.warnings);
    reading.page = page_of(contents_.contents_of(std::move(page.entries)));
    remember(key, reading);
    return reading;
}

// --source; else the configured source of this URL; else its host; else "default".
void Preparer::name_source(PreparedSnapshot& snapshot) const {
    const auto configured =
        std::find_if(options_.configured.begin(), options_.configured.end(),
                     [&](const ConfiguredSource& source) {
                         if (options_.source) return source.name == *options_.source;
                         return !snapshot.page_url.empty() &&
                                text::canonical_url(source.url) == snapshot.page_url;
                     });
    if (configured != options_.configured.end()) {
        snapshot.source = configured->name;
        snapshot.source_url = configured->url;
        return;
    }
    if (options_.source) {
        snapshot.source = *options_.source;
        return;
    }
    snapshot.source = text::host_of(snapshot.url);
    if (snapshot.source.empty()) snapshot.source = kDefaultSource;
}

Prepared Preparer::prepare(const Input& input) {
    Prepared prepared;
    prepared.input = input.path;
    PreparedSnapshot& snapshot = prepared.snapshot;
    snapshot.captured_at = input.captured_at;
    snapshot.url = given_url_;
    snapshot.url_given = !given_url_.empty();
    snapshot.media_type = options_.media_type;
    if (input.problem) {
        prepared.error = input.problem;
        return prepared;
    }
    try {
        prepared.bytes = std::make_shared<const std::string>(bytes_of(input));
    } catch (const Error& error) {
        prepared.error = error;
        return prepared;
    }
    snapshot.body.hash = hash_of(*prepared.bytes);
    snapshot.body.size = prepared.bytes->size();
    snapshot.form = options_.form.value_or(sniff(*prepared.bytes, snapshot.media_type));
    try {
        Reading reading =
            read(*prepared.bytes, {snapshot.body.hash, snapshot.media_type, snapshot.form},
                 input.captured_at);
        snapshot.page = std::move(reading.page);
        if (!snapshot.url_given) snapshot.url = std::move(reading.url);
        prepared.warnings = std::move(reading.warnings);
        prepared.keep = true;
    } catch (const Error& error) {
        prepared.error = with_place(error, input.path);
        if (error.code() == ErrorCode::limit) {
            // The bytes are within the size limit, so the capture is not lost with its reading.
            snapshot.refusal = limit_of(error);
            prepared.keep = true;
        }
    }
    snapshot.page_url = text::canonical_url(snapshot.url).value_or("");
    name_source(snapshot);
    return prepared;
}

}  // namespace feedarc::app
