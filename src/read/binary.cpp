#include "read/binary.hpp"

#include <array>
#include <cstddef>

namespace feedarc::read {
namespace {

using namespace std::literals;

struct Magic {
    std::size_t offset;
    std::string_view bytes;
    std::string_view kind;
};

// From the formats' own specifications. Text cannot begin with any of these: each holds a byte that
// is no text, or is a word that no page begins with.
constexpr std::array kMagic{
    Magic{0, "\x89PNG\r\n\x1A\n"sv, "a PNG image"sv},
    Magic{0, "\xFF\xD8\xFF"sv, "a JPEG image"sv},
    Magic{0, "GIF87a"sv, "a GIF image"sv},
    Magic{0, "GIF89a"sv, "a GIF image"sv},
    Magic{8, "WEBPVP8"sv, "a WebP image"sv},
    Magic{4, "ftypavif"sv, "an AVIF image"sv},
    Magic{0, "\0\0\0"sv, "binary data"sv},
    Magic{0, "%PDF-"sv, "a PDF document"sv},
    Magic{0, "PK\x03\x04"sv, "a ZIP archive or office document"sv},
    Magic{0, "PK\x05\x06"sv, "an empty ZIP archive"sv},
    Magic{0, "\x1F\x8B\x08"sv, "gzip data"sv},
    Magic{0, "\x28\xB5\x2F\xFD"sv, "zstd data"sv},
    Magic{0, "BZh91AY&SY"sv, "bzip2 data"sv},
    Magic{0,
          "\xFD"
          "7zXZ\0"sv,
          "xz data"sv},
    Magic{0, "7z\xBC\xAF\x27\x1C"sv, "a 7z archive"sv},
    Magic{0, "Rar!\x1A\x07"sv, "a RAR archive"sv},
    Magic{0,
          "\x7F"
          "ELF"sv,
          "an ELF program"sv},
    Magic{0, "SQLite format 3\0"sv, "an SQLite database"sv},
    Magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old office document"sv},
    Magic{0, "wOFF"sv, "a font"sv},
    Magic{0, "wOF2"sv, "a font"sv},
    Magic{0, "ID3\x03"sv, "an MP3 recording"sv},
    Magic{0, "OggS\0"sv, "an Ogg recording"sv},
    Magic{257, "ustar\0"sv, "a tar archive"sv},
    Magic{257, "ustar  \0"sv, "a tar archive"sv},
};

constexpr std::size_t kLooked = 4096;

// Escape (ANSI colours), form feed and backspace (overstrike) do occur in captured text. Without
// branches, so that the compiler makes vectors of it.
std::size_t count_controls(std::string_view bytes) noexcept {
    std::size_t count = 0;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        const bool found = (value < 0x20) & ((value < '\b') | (value > '\r')) & (value != 0x1b);
        count += static_cast<std::size_t>(found);
    }
    return count;
}

}  // namespace

std::optional<std::string_view> binary_kind(std::string_view bytes) noexcept {
    for (const Magic& magic : kMagic) {
        if (bytes.size() >= magic.offset &&
            bytes.substr(magic.offset, magic.bytes.size()) == magic.bytes) {
            return magic.kind;
        }
    }
    const auto head = bytes.substr(0, kLooked);
    const std::size_t controls = count_controls(head);
    // A stray control character is damage, which is repaired; a tenth of them is no text.
    if (controls > 0 && controls * 10 >= head.size()) {
        return "binary data"sv;
    }
    return std::nullopt;
}

}  // namespace feedarc::read
