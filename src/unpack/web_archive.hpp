#pragma once

#include <feedarc/error.hpp>
#include <feedarc/time.hpp>

#include "unpack/unpack.hpp"
#include "unpack/warc/own_fields.hpp"
#include "unpack/warc/record_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace feedarc::unpack {

/// A record of a WARC or ARC that may be a snapshot: what was captured, not yet decoded.
struct WebRecord {
    enum class Kind {
        page,     ///< a response or resource with the bytes of a page
        revisit,  ///< the same bytes as another record that it refers to
        broken,   ///< cannot be used, see problem
        passed,   ///< no snapshot: counted, and that is all
    };
    Kind kind = Kind::passed;
    std::uint64_t offset = 0;
    std::optional<Error> problem;

    std::string url;  ///< absolute, http or https; empty where `own` says that it is not known
    Time captured_at{};
    std::string media_type;  ///< as the server declared it, with its parameters; may be empty
    std::string payload_digest;

    std::string original_url;  ///< of a revisit; may be empty
    std::optional<Time> original_time;
    bool not_modified = false;  ///< the server said so: the page last captured still stands

    std::string block;
    std::size_t body_at = 0;  ///< where the body begins in the block
    std::string block_digest, transfer_encoding, content_encoding;
    bool truncated = false;  ///< by the crawler, as it says
    std::vector<std::string> warnings;

    std::optional<OwnFields> own;  ///< of one that feedarc exported
    int status = 0;                ///< of HTTP; 0 where the record has no head of a response
    Fields http_fields;            ///< of that head, of one that feedarc exported
};

/// How messages name a record of a file: `FILE:OFFSET`.
[[nodiscard]] std::string record_name(const std::string& file, const WebRecord& record);

/// What was read of a file and passed over.
struct WebArchiveCounts {
    std::uint64_t records = 0, pages = 0, revisits = 0, broken = 0;
    std::uint64_t other_kinds = 0;   ///< requests, metadata, addresses that are not of the web, ...
    std::uint64_t other_status = 0;  ///< redirects, errors: any status but 200
    std::uint64_t other_media = 0;   ///< images, style sheets, scripts, ...
};

/// Reads the pages out of a WARC 1.0 or 1.1 (ISO 28500) or an ARC 1 or 2, packed or not, record by
/// record and in memory for one record at most.
class WebArchiveReader {
public:
    WebArchiveReader(base::ByteSource source, std::string name, const UnpackLimits& limits);

    /// The next record, of whatever kind; nothing at the end. Throws what the source throws.
    [[nodiscard]] std::optional<WebRecord> next();
    [[nodiscard]] const WebArchiveCounts& counts() const noexcept { return counts_; }

private:
    WebRecord judged(Record record);
    WebRecord message(Record record, WebRecord web);

    RecordReader records_;
    UnpackLimits limits_;
    WebArchiveCounts counts_;
};

/// The payload of a page, decoded.
struct WebPage {
    std::string bytes;
    std::vector<std::string> warnings;
};

/// Undoes the transfer and content encodings of a page and compares its digests; a digest that
/// differs is a warning. Throws Error(input) for a body that is damaged, and Error(limit).
[[nodiscard]] WebPage decode(const WebRecord& record, const UnpackLimits& limits);

/// Whether the bytes of a page are worth reading: what feedarc exported is; else HTML and text are,
/// and XML, JSON and what was not declared at all where it begins as a page or a feed does.
[[nodiscard]] bool is_snapshot(const WebRecord& record, std::string_view bytes);

}  // namespace feedarc::unpack
