// Any bytes as a plain-text dump: a page or an Error, and every text of it as entry.hpp promises.

#include <feedarc/error.hpp>
#include <feedarc/read.hpp>

#include "text/unicode.hpp"
#include "text/url.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_folded(const std::string& field) {
    require(feedarc::text::is_valid_utf8(field));
    require(field.find('\0') == std::string::npos);
    require(feedarc::text::fold_space(field) == field);
}

void require_sound(const feedarc::Entry& entry) {
    for (const std::string* field :
         {&entry.title, &entry.category, &entry.excerpt, &entry.url, &entry.published.value}) {
        require_folded(*field);
    }
    require(!entry.title.empty() || !entry.excerpt.empty());
    require(entry.url.empty() || !feedarc::text::host_of(entry.url).empty());
    require(entry.published.value.empty() ==
            (entry.published.precision == feedarc::DatePrecision::none));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    feedarc::Snapshot snapshot;
    snapshot.bytes.assign(reinterpret_cast<const char*>(data), size);
    snapshot.url = "https://example.org/list/";
    try {
        const auto page = feedarc::read_page(snapshot, feedarc::Form::text);
        require_folded(page.title);
        for (const feedarc::Entry& entry : page.entries) require_sound(entry);
        require(feedarc::read_page(snapshot, feedarc::Form::text).entries == page.entries);
    } catch (const feedarc::Error&) {
        // What is no text is refused.
    }
    return 0;
}
