#include "base/safe_file_name.hpp"

#include <feedarc/hash.hpp>

#include "base/ascii.hpp"

#include <fmt/format.h>

namespace feedarc::base {
namespace {

bool is_plain(char byte) noexcept {
    return (byte >= 'a' && byte <= 'z') || is_digit(byte) || byte == '-' || byte == '.';
}

}  // namespace

std::string safe_file_name(std::string_view text) {
    constexpr std::size_t kLongest = 120;
    constexpr std::size_t kKept = 80;
    if (text.empty()) return "_";
    std::string name;
    for (const char byte : text) {
        if (is_plain(byte) && (byte != '.' || !name.empty())) {
            name += byte;
        } else {
            name += fmt::format("_{:02x}", static_cast<unsigned char>(byte));
        }
    }
    if (name.size() <= kLongest) return name;
    // Two hexadecimal digits follow an underscore in every name that is whole.
    return name.substr(0, kKept) + "_x" + FieldHash().add(text).finish().hex();
}

}  // namespace feedarc::base
