// Any bytes under any media type: valid UTF-8 within the limit, and the same one every time.

#include "text/charset.hpp"

#include <feedarc/error.hpp>

#include "text/charset_declared.hpp"
#include "text/charset_decode.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using feedarc::text::Charset;

// What decoding may run over its limit by: what one piece of UTF-16 becomes.
constexpr std::size_t kPiece = 4096 * 3;

void require(bool holds) {
    if (!holds) std::abort();
}

void require_text(const std::string& utf8) {
    require(feedarc::text::is_valid_utf8(utf8));
    require(utf8.find('\0') == std::string::npos);
}

void read_as_declared(std::string_view bytes, std::string_view media_type, bool markup) {
    try {
        const std::size_t limit = bytes.size() * 2;
        const auto text = feedarc::text::read_charset(bytes, media_type, markup, limit);
        require(text.charset != Charset::replacement);
        if (text.utf8) {
            require_text(*text.utf8);
            require(text.charset == Charset::utf_8 || text.utf8->size() <= limit + kPiece);
        } else {
            require_text(std::string(bytes));
        }
        const auto again = feedarc::text::read_charset(bytes, media_type, markup, limit);
        require(again.utf8 == text.utf8 && again.charset == text.charset);
    } catch (const feedarc::Error& error) {
        require(error.code() == feedarc::ErrorCode::input);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.empty()) return 0;
    // The first line is the media type.
    const std::string_view media_type = bytes.substr(0, bytes.find('\n'));
    read_as_declared(bytes, media_type, true);
    read_as_declared(bytes.substr(media_type.size()), "", false);

    constexpr auto kCharsets = static_cast<unsigned>(Charset::replacement);
    const auto charset = static_cast<Charset>(data[0] % kCharsets);
    require_text(feedarc::text::decode_charset(bytes, charset, size * 4).utf8);
    return 0;
}
