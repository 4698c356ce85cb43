#pragma once

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>
#include <feedarc/snapshot.hpp>

#include "app/originals.hpp"
#include "unpack/web_archive.hpp"

#include <optional>
#include <string>
#include <vector>

namespace feedarc::app {

/// Throws Error(usage): what is said about a page does not hold for the records of a web archive.
[[noreturn]] void refuse_told(const std::string& path);

/// What is said where a media type was given for a web archive.
inline constexpr const char* kMediaTypeUnused =
    "--media-type is not used: the records of a web archive have media types of their own";

/// One page of a web archive, or why there is none.
struct WebSnapshot {
    std::string input;  ///< `FILE:OFFSET`
    Snapshot snapshot;
    std::optional<Form> form;  ///< as which it was read before, of one that feedarc exported
    std::vector<std::string> warnings;
    std::optional<Error> problem;
};

/// Reads the pages of web archives one after the other, without an archive to remember them. A
/// revisit is given the bytes of its original, where that is among the last 8 MiB of pages.
class WebSnapshots {
public:
    explicit WebSnapshots(std::size_t page_bytes) { limits_.bytes = page_bytes; }

    void open(base::ByteSource source, const std::string& name);
    /// The next page of what was opened last; nothing at its end.
    [[nodiscard]] std::optional<WebSnapshot> next();

private:
    std::optional<WebSnapshot> read(const unpack::WebRecord& record);
    std::optional<WebSnapshot> read_revisit(const unpack::WebRecord& record, WebSnapshot result);

    unpack::UnpackLimits limits_;
    std::string name_;
    std::optional<unpack::WebArchiveReader> reader_;
    Originals originals_;
};

}  // namespace feedarc::app
