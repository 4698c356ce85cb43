#include "app/prepare.hpp"

#include <feedarc/identity.hpp>

#include "app/input_stream.hpp"
#include "app/parsed_page.hpp"
#include "app/web_snapshots.hpp"
#include "base/ascii.hpp"
#include "capture/http_client.hpp"
#include "capture/response_rules.hpp"
#include "text/url.hpp"
#include "unpack/unpack.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace feedarc::app {
namespace {

// Enough for a page to be found again among the captures of others.
constexpr std::size_t kRemembered = 64;

constexpr const char* kDefaultSource = "default";

// The name of the limit that a refusal starts with.
std::string limit_of(const Error& error) {
    const std::string_view message = error.what();
    return std::string(message.substr(0, message.find(':')));
}

Error with_place(const Error& error, const std::string& place) {
    return {error.code(), fmt::format("{}: {}", place, error.what())};
}

const unpack::OwnFields* own_fields(const unpack::WebRecord* record) {
    return record != nullptr && record->own ? &*record->own : nullptr;
}

// How a snapshot was got that was exported. By its validators the server would be asked again: what
// it is told is not the word of a file.
std::optional<Provenance> provenance_of(const unpack::WebRecord& record) {
    if (record.status == 0) return std::nullopt;
    capture::Response response;
    for (const auto& [name, value] : record.http_fields.all()) {
        const std::string lowered = base::lowered(name);
        if (lowered != "etag" && lowered != "last-modified") {
            response.headers.push_back({lowered, value});
        }
    }
    return Provenance{record.status, capture::kept_headers(response), record.own->end_known};
}

}  // namespace

Preparer::Preparer(const IngestOptions& options) : options_(options) {
    if (!options.url) return;
    const auto url = text::resolve_url(*options.url, "");
    if (!url) {
        throw Error(ErrorCode::usage,
                    fmt::format("--url {}: no absolute http or https URL", *options.url));
    }
    given_url_ = *url;
}

void Preparer::look_up_in(LookUps& look_ups) {
    const std::lock_guard lock(mutex_);
    look_ups_ = &look_ups;
}

void Preparer::open(const Input& input, Prepared& prepared) const {
    unpack::UnpackLimits limits;
    limits.bytes = options_.limits.page_bytes;
    InputStream stream(input);
    if (stream.is_web_archive()) {
        if (options_.url || options_.captured_at) refuse_told(input.path);
        if (!options_.media_type.empty()) prepared.warnings.emplace_back(kMediaTypeUnused);
        prepared.web_archive = std::make_shared<unpack::WebArchiveReader>(
            std::move(stream).stream(), input.path, limits);
        return;
    }
    std::string bytes = unpack::unpack(std::move(stream).whole(limits.bytes), input.path, limits);
    if (bytes.empty()) {
        throw Error(ErrorCode::input,
                    fmt::format("{}: the file is empty; was the capture cut off?", input.path));
    }
    prepared.bytes = std::make_shared<const std::string>(std::move(bytes));
}

std::optional<Preparer::Reading> Preparer::remembered(const Hash128& key, const Hash128& hash,
                                                      Form form, const Told& told,
                                                      const RulesOf& rules) {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(recent_.begin(), recent_.end(),
                                 [&](const auto& reading) { return reading.first == key; });
    if (at != recent_.end()) return at->second;
    const bool came_before = !came_.insert(hash).second;
    if (look_ups_ == nullptr || !(came_before || look_ups_->may_hold(hash))) return std::nullopt;
    auto stored = look_ups_->ask([&](Archive& archive) {
        return archive.reading(hash, told.url, told.media_type, form, rules.text);
    });
    if (!stored) return std::nullopt;
    Reading reading;
    reading.url = told.url.empty() ? stored->url : "";
    reading.page = std::make_shared<ParsedPage>(std::move(stored->page));
    return reading;
}

void Preparer::remember(const Hash128& key, const Reading& reading) {
    const std::lock_guard lock(mutex_);
    recent_.emplace_front(key, reading);
    if (recent_.size() > kRemembered) recent_.pop_back();
}

Preparer::Reading Preparer::read(const std::string& bytes, const Hash128& hash, Form form,
                                 const Told& told, const RulesOf& rules) {
    const Hash128 key = FieldHash()
                            .add(hash)
                            .add(to_string(form))
                            .add(told.url)
                            .add(told.media_type)
                            .add(rules.text)
                            .finish();
    if (auto reading = remembered(key, hash, form, told, rules)) return std::move(*reading);
    Snapshot snapshot;
    snapshot.bytes = bytes;
    snapshot.url = told.url;
    snapshot.captured_at = told.captured_at;
    snapshot.media_type = told.media_type;
    Reading reading;
    Page page =
        read_page(snapshot, form, options_.limits, rules.rules != nullptr ? *rules.rules : Rules{});
    reading.url = std::move(page.canonical_url);
    reading.warnings = std::move(page.warnings);
    reading.page = parsed_page(std::move(page), contents_);
    remember(key, reading);
    return reading;
}

// That of --source, else that of the URL; null where it is not configured.
const ConfiguredSource* Preparer::configured(std::string_view url) const {
    if (!options_.source) return find_source(options_.configured, url);
    const auto named = std::find_if(
        options_.configured.begin(), options_.configured.end(),
        [&](const ConfiguredSource& source) { return source.name == *options_.source; });
    return named == options_.configured.end() ? nullptr : &*named;
}

void Preparer::take_source(PreparedSnapshot& snapshot, const ConfiguredSource& source) {
    snapshot.source = source.name;
    snapshot.source_url = source.url;
    snapshot.source_category = source.category;
    snapshot.source_rules = to_text(source.rules);
}

// --source; else the configured source of this URL; else the one that it was exported from; else
// its host; else "default".
void Preparer::name_source(PreparedSnapshot& snapshot, const ConfiguredSource* source,
                           const unpack::OwnFields* own) const {
    if (source != nullptr) {
        take_source(snapshot, *source);
        return;
    }
    if (options_.source || own != nullptr) {
        snapshot.source = options_.source ? *options_.source : own->source;
        return;
    }
    snapshot.source = text::host_of(snapshot.url);
    if (snapshot.source.empty()) snapshot.source = kDefaultSource;
}

// Rules are for HTML; another form is read as if there were none.
Preparer::RulesOf Preparer::rules_of(const ConfiguredSource* source, Form form) {
    if (source == nullptr || form != Form::html || source->rules.empty()) return {};
    return {&source->rules, to_text(source->rules)};
}

void Preparer::take_reading(Prepared& prepared, const Told& told, const RulesOf& rules) {
    PreparedSnapshot& snapshot = prepared.snapshot;
    snapshot.rules = rules.text;
    try {
        Reading reading = read(*prepared.bytes, snapshot.body.hash, snapshot.form, told, rules);
        snapshot.page = std::move(reading.page);
        if (!snapshot.url_given) snapshot.url = std::move(reading.url);
        prepared.warnings.insert(prepared.warnings.end(), reading.warnings.begin(),
                                 reading.warnings.end());
        prepared.keep = true;
    } catch (const Error& error) {
        prepared.error = with_place(error, prepared.input);
        snapshot.page.reset();
        if (error.code() == ErrorCode::limit) {
            // The bytes are within the size limit, so the capture is not lost with its reading.
            snapshot.refusal = limit_of(error);
            prepared.keep = true;
        }
    }
}

Preparer::Told Preparer::told_by(const unpack::WebRecord& record) {
    return {record.url, record.captured_at, record.media_type, &record};
}

void Preparer::tell(Prepared& prepared, const Told& told) const {
    PreparedSnapshot& snapshot = prepared.snapshot;
    snapshot.captured_at = told.captured_at;
    snapshot.url = told.url;
    snapshot.url_given = !told.url.empty();
    snapshot.media_type = told.media_type;
    snapshot.body.hash = hash_of(*prepared.bytes);
    snapshot.body.size = prepared.bytes->size();
    const auto* const own = own_fields(told.record);
    const auto form = options_.form || own == nullptr ? options_.form : form_from(own->form);
    snapshot.form = form ? *form : sniff(*prepared.bytes, snapshot.media_type);
    if (own != nullptr) snapshot.fetched = provenance_of(*told.record);
}

void Preparer::read_page_of(Prepared& prepared, const Told& told) {
    PreparedSnapshot& snapshot = prepared.snapshot;
    tell(prepared, told);
    const std::vector<std::string> warnings = prepared.warnings;
    const auto* const own = own_fields(told.record);
    const std::string page = own == nullptr ? "" : text::canonical_url(own->page).value_or("");
    const ConfiguredSource* source = configured(page.empty() ? snapshot.url : page);
    take_reading(prepared, told, rules_of(source, snapshot.form));
    snapshot.page_url = page.empty() ? text::canonical_url(snapshot.url).value_or("") : page;
    // Where the page itself says whose it is, it is read again by the rules of that source.
    if (!snapshot.url_given && source == nullptr) {
        source = configured(snapshot.url);
        if (const RulesOf rules = rules_of(source, snapshot.form); rules.rules != nullptr) {
            prepared.warnings = warnings;
            take_reading(prepared, told, rules);
        }
    }
    name_source(snapshot, source, own);
}

Prepared Preparer::prepare(const Input& input) {
    Prepared prepared;
    prepared.input = input.path;
    prepared.snapshot.captured_at = input.captured_at;
    prepared.snapshot.url = given_url_;
    if (input.problem) {
        prepared.error = input.problem;
        return prepared;
    }
    try {
        open(input, prepared);
    } catch (const Error& error) {
        prepared.error = error;
        return prepared;
    }
    if (prepared.bytes)
        read_page_of(prepared, {given_url_, input.captured_at, options_.media_type, nullptr});
    return prepared;
}

Prepared Preparer::prepare(const Input& input, unpack::WebRecord record) {
    Prepared prepared;
    prepared.input = unpack::record_name(input.path, record);
    prepared.snapshot.captured_at = record.captured_at;
    prepared.snapshot.url = record.url;
    if (record.problem) {
        prepared.error = with_place(*record.problem, prepared.input);
        return prepared;
    }
    unpack::UnpackLimits limits;
    limits.bytes = options_.limits.page_bytes;
    try {
        unpack::WebPage page = unpack::decode(record, limits);
        prepared.warnings = std::move(page.warnings);
        prepared.bytes = std::make_shared<const std::string>(std::move(page.bytes));
    } catch (const Error& error) {
        prepared.error = with_place(error, prepared.input);
        return prepared;
    }
    record.block = {};
    prepared.record = std::move(record);
    if (unpack::is_snapshot(*prepared.record, *prepared.bytes)) {
        read_page_of(prepared, told_by(*prepared.record));
    } else {
        prepared.passed_over = true;
    }
    return prepared;
}

Prepared Preparer::prepare(const CapturedPage& page) {
    Prepared prepared;
    prepared.input = page.url;
    prepared.bytes = page.bytes;
    prepared.warnings = page.warnings;
    const Told told{page.url, page.captured_at, page.media_type, nullptr};
    tell(prepared, told);
    PreparedSnapshot& snapshot = prepared.snapshot;
    take_reading(prepared, told, rules_of(page.source, snapshot.form));
    snapshot.page_url = page.page_url;
    snapshot.fetched = page.fetched;
    take_source(snapshot, *page.source);
    return prepared;
}

void Preparer::remember_original(const Prepared& prepared) {
    if (!prepared.record) return;
    originals_.add(*prepared.record, prepared.keep ? prepared.bytes : nullptr,
                   prepared.snapshot.body.hash);
}

void Preparer::remember_passed(const unpack::WebRecord& record) {
    originals_.add(record, nullptr, {});
}

// Bytes that no snapshot on its way holds any more are in the archive.
std::shared_ptr<const std::string> Preparer::bytes_of(const Originals::Original& original) {
    if (auto bytes = original.bytes.lock()) return bytes;
    const std::lock_guard lock(mutex_);
    if (look_ups_ == nullptr) return nullptr;
    auto stored =
        look_ups_->ask([&](Archive& archive) { return archive.body_bytes(original.body); });
    return stored ? std::make_shared<const std::string>(std::move(*stored)) : nullptr;
}

std::optional<Prepared> Preparer::prepare_revisit(const Input& input,
                                                  const unpack::WebRecord& record) {
    const Originals::Original* const original = originals_.find(record);
    if (original == nullptr) return std::nullopt;
    Prepared prepared;
    prepared.input = unpack::record_name(input.path, record);
    prepared.passed_over = !original->page;
    if (prepared.passed_over) return prepared;
    prepared.bytes = bytes_of(*original);
    if (!prepared.bytes) return std::nullopt;
    Told told = told_by(record);
    if (told.media_type.empty()) told.media_type = original->media_type;
    read_page_of(prepared, told);
    return prepared;
}

}  // namespace feedarc::app
