#include "unpack/warc/record_writer.hpp"

#include "base/ascii.hpp"
#include "base/uuid.hpp"
#include "unpack/warc/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace feedarc::unpack {
namespace {

constexpr std::string_view kVersion = "WARC/1.1\r\n";
constexpr std::string_view kEndOfLine = "\r\n";
constexpr std::string_view kEndOfRecord = "\r\n\r\n";

bool is_control(char byte) noexcept {
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f;
}

}  // namespace

std::string field_value(std::string_view text) {
    std::string value(text);
    std::replace_if(value.begin(), value.end(), is_control, ' ');
    return std::string(trimmed(value));
}

bool is_field_name(std::string_view text) noexcept {
    constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [kOthers](char byte) {
        return base::is_digit(byte) || base::is_letter(byte) ||
               kOthers.find(byte) != std::string_view::npos;
    });
}

RecordWriter::RecordWriter(base::ByteSink sink, bool gzip) : sink_(std::move(sink)) {
    if (gzip) gzip_ = std::make_unique<GzipWriter>(sink_);
}

void RecordWriter::put(std::string_view bytes) {
    if (gzip_) {
        gzip_->write(bytes);
    } else {
        sink_(bytes);
    }
}

std::string RecordWriter::write(Fields fields, std::string_view head, std::string_view body) {
    fields.set("WARC-Block-Digest", sha1_text(head, body));
    fields.set("Content-Length", std::to_string(head.size() + body.size()));
    std::string lines;
    for (const auto& [name, value] : fields.all()) {
        lines.append(name).append(": ").append(field_value(value)).append(kEndOfLine);
    }
    const std::string id = base::uuid_urn(base::as_uuid(hash_of(lines)));
    put(fmt::format("{}WARC-Record-ID: <{}>\r\n{}\r\n", kVersion, id, lines));
    put(head);
    put(body);
    put(kEndOfRecord);
    if (gzip_) gzip_->end_member();
    return id;
}

}  // namespace feedarc::unpack
