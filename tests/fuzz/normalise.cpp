// Any bytes have a normal form: valid UTF-8 without white space that normalising leaves as it is.
// What is shown of a text is safe, and fits.

#include <feedarc/fingerprint.hpp>

#include "text/unicode.hpp"
#include "text/visible.hpp"
#include "text/width.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_normal(const std::string& normal) {
    namespace text = feedarc::text;
    require(text::is_valid_utf8(normal));
    for (std::size_t at = 0; at < normal.size();) {
        const char32_t character = text::next_character(normal, at);
        require(character != 0 && !text::is_space(character));
    }
    require(feedarc::normalise(normal) == normal);
}

void require_safe(const std::string& shown) {
    namespace text = feedarc::text;
    require(text::is_valid_utf8(shown));
    for (std::size_t at = 0; at < shown.size();) {
        require(!text::is_unsafe(text::next_character(shown, at)));
    }
    const std::size_t width = text::display_width(shown);
    for (const std::size_t columns : {std::size_t{0}, std::size_t{1}, std::size_t{7}, width}) {
        const std::string cut = text::truncate_to_width(shown, columns);
        require(text::display_width(cut) <= columns);
        require(columns < width || cut == shown);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace text = feedarc::text;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    require_normal(feedarc::normalise(bytes));
    require_safe(text::visible(bytes));

    text::Repairs repairs;
    const std::string repaired = text::repair_utf8(bytes, repairs);
    require(text::is_valid_utf8(repaired) && repaired.find('\0') == std::string::npos);
    require((repaired == bytes) == (repairs.replaced + repairs.dropped == 0));
    require(feedarc::normalise(repaired) == feedarc::normalise(bytes));
    require(text::fold_space(text::fold_space(repaired)) == text::fold_space(repaired));
    require(text::fold(text::fold(repaired)) == text::fold(repaired));
    return 0;
}
