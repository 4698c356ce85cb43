#include "app/web_snapshots.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace feedarc::app {

void refuse_told(const std::string& path) {
    throw Error(ErrorCode::usage,
                fmt::format("{}: the records of a web archive have addresses and times of their "
                            "own; leave out --url and --captured-at",
                            path));
}

void WebSnapshots::open(base::ByteSource source, const std::string& name) {
    name_ = name;
    reader_.emplace(std::move(source), name, limits_);
}

std::optional<WebSnapshot> WebSnapshots::next() {
    while (auto record = reader_->next()) {
        if (record->kind == unpack::WebRecord::Kind::passed) {
            originals_.add(*record, nullptr, {});
        } else if (auto snapshot = read(*record)) {
            return snapshot;
        }
    }
    return std::nullopt;
}

std::optional<WebSnapshot> WebSnapshots::read(const unpack::WebRecord& record) {
    WebSnapshot result;
    result.input = unpack::record_name(name_, record);
    result.problem = record.problem;
    if (result.problem) return result;
    result.snapshot.url = record.url;
    result.snapshot.captured_at = record.captured_at;
    result.snapshot.media_type = record.media_type;
    if (record.own) result.form = form_from(record.own->form);
    if (record.kind == unpack::WebRecord::Kind::revisit) {
        return read_revisit(record, std::move(result));
    }
    try {
        unpack::WebPage page = unpack::decode(record, limits_);
        result.warnings = std::move(page.warnings);
        const bool listing = unpack::is_snapshot(record, page.bytes);
        const auto bytes = std::make_shared<const std::string>(std::move(page.bytes));
        originals_.add(record, listing ? bytes : nullptr, hash_of(*bytes));
        if (!listing) return std::nullopt;
        result.snapshot.bytes = *bytes;
    } catch (const Error& error) {
        result.problem = error;
    }
    return result;
}

std::optional<WebSnapshot> WebSnapshots::read_revisit(const unpack::WebRecord& record,
                                                      WebSnapshot result) {
    const auto* const original = originals_.find(record);
    if (original != nullptr && !original->page) return std::nullopt;
    const auto bytes = original != nullptr ? original->bytes.lock() : nullptr;
    if (!bytes) {
        result.problem.emplace(ErrorCode::input, "a revisit whose original is not at hand");
        return result;
    }
    result.snapshot.bytes = *bytes;
    if (result.snapshot.media_type.empty()) result.snapshot.media_type = original->media_type;
    return result;
}

}  // namespace feedarc::app
