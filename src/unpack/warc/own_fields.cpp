#include "unpack/warc/own_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

namespace feedarc::unpack {
namespace {

constexpr std::string_view kSource = "Feedarc-Source";
constexpr std::string_view kPage = "Feedarc-Page";
constexpr std::string_view kForm = "Feedarc-Form";
constexpr std::string_view kUnknown = "Feedarc-Unknown";

struct Unknown {
    std::string_view name;
    bool OwnFields::*known;
};
constexpr std::array kUnknowns{
    Unknown{"url", &OwnFields::url_known},
    Unknown{"media-type", &OwnFields::media_type_known},
    Unknown{"end", &OwnFields::end_known},
};

// RFC 3986, 2.1. A name may hold any byte, a field none that ends it; and ASCII is read alike by
// all. A space stays within the text alone.
std::string escaped(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        const bool at_end = i == 0 || i + 1 == text.size();
        if (byte > 0x20 && byte < 0x7f && byte != '%') {
            result += text[i];
        } else if (byte == 0x20 && !at_end) {
            result += ' ';
        } else {
            result += '%';
            result += kDigits[byte >> 4U];
            result += kDigits[byte & 0xfU];
        }
    }
    return result;
}

std::string unescaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::uint8_t byte = 0;
        const std::string_view digits = text.substr(std::min(i + 1, text.size()), 2);
        const char* const end = digits.data() + digits.size();
        if (text[i] == '%' && digits.size() == 2 &&
            std::from_chars(digits.data(), end, byte, 16).ptr == end) {
            result += static_cast<char>(byte);
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

}  // namespace

void add_own_fields(const OwnFields& own, Fields& fields) {
    fields.set(kSource, escaped(own.source));
    if (!own.page.empty()) fields.set(kPage, escaped(own.page));
    if (!own.form.empty()) fields.set(kForm, escaped(own.form));
    std::string unknown;
    for (const Unknown& row : kUnknowns) {
        if (own.*row.known) continue;
        if (!unknown.empty()) unknown += ", ";
        unknown += row.name;
    }
    if (!unknown.empty()) fields.set(kUnknown, unknown);
}

std::optional<OwnFields> read_own_fields(const Fields& fields) {
    OwnFields own;
    own.source = unescaped(fields.get(kSource));
    if (own.source.empty()) return std::nullopt;
    own.page = unescaped(fields.get(kPage));
    own.form = unescaped(fields.get(kForm));
    std::string_view words = fields.get(kUnknown);
    while (!words.empty()) {
        const auto size = std::min(words.find(','), words.size());
        const std::string_view word = trimmed(words.substr(0, size));
        for (const Unknown& row : kUnknowns) {
            if (word == row.name) own.*row.known = false;
        }
        words.remove_prefix(std::min(size + 1, words.size()));
    }
    return own;
}

}  // namespace feedarc::unpack
