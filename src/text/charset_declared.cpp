#include "text/charset_declared.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace feedarc::text {
namespace {

using base::is_letter;
using base::starts_with_ignoring_case;
using base::to_lower;

using namespace std::literals;

// HTML standard, 13.2.3.2: what a page declares stands in its first 1024 bytes.
constexpr std::size_t kPrescanned = 1024;

constexpr std::string_view kSpace = "\t\n\f\r ";

bool is_space(char byte) noexcept {
    return kSpace.find(byte) != std::string_view::npos;
}

std::size_t find_ignoring_case(std::string_view text, std::string_view wanted,
                               std::size_t from) noexcept {
    for (std::size_t at = from; at < text.size(); ++at) {
        if (starts_with_ignoring_case(text.substr(at), wanted)) return at;
    }
    return std::string_view::npos;
}

std::size_t skip_space(std::string_view text, std::size_t at) noexcept {
    return std::min(text.find_first_not_of(kSpace, at), text.size());
}

// HTML standard, "algorithm for extracting a character encoding from a meta element".
std::optional<Charset> charset_of_content(std::string_view content) noexcept {
    std::size_t at = 0;
    for (;;) {
        at = find_ignoring_case(content, "charset", at);
        if (at == std::string_view::npos) return std::nullopt;
        at = skip_space(content, at + "charset"sv.size());
        if (at < content.size() && content[at] == '=') break;
    }
    at = skip_space(content, at + 1);
    if (at == content.size()) return std::nullopt;
    const char quote = content[at];
    if (quote == '"' || quote == '\'') {
        const auto end = content.find(quote, at + 1);
        if (end == std::string_view::npos) return std::nullopt;
        return charset_of_label(content.substr(at + 1, end - at - 1));
    }
    const auto end = content.find_first_of("\t\n\f\r ;", at);
    return charset_of_label(content.substr(at, end == std::string_view::npos ? end : end - at));
}

struct Attribute {
    std::string name;
    std::string value;
};

// The steps of the prescan that bear a name of their own in the standard.
class Prescan {
public:
    explicit Prescan(std::string_view bytes) : bytes_(bytes) {}

    // Nothing where the bytes end first.
    std::optional<Charset> run() {
        for (; at_ < bytes_.size(); ++at_) {
            const auto rest = bytes_.substr(at_);
            if (rest.substr(0, 4) == "<!--"sv) {
                skip_comment();
            } else if (starts_with_ignoring_case(rest, "<meta") && rest.size() > 5 &&
                       (is_space(rest[5]) || rest[5] == '/')) {
                at_ += 5;
                if (const auto charset = meta()) return charset;
            } else if (is_tag(rest)) {
                skip_tag();
            } else if (rest.front() == '<' && rest.size() > 1 &&
                       "!/?"sv.find(rest[1]) != std::string_view::npos) {
                at_ = std::min(bytes_.find('>', at_), bytes_.size());
            }
        }
        return std::nullopt;
    }

private:
    static bool is_tag(std::string_view rest) noexcept {
        if (rest.front() != '<') return false;
        const std::size_t name = rest.size() > 1 && rest[1] == '/' ? 2 : 1;
        return rest.size() > name && is_letter(rest[name]);
    }

    // The two dashes of the end may be those of the beginning: `<!-->` is a comment.
    void skip_comment() noexcept {
        const auto end = bytes_.find("-->", at_ + 2);
        at_ = end == std::string_view::npos ? bytes_.size() : end + 2;
    }

    void skip_tag() {
        at_ = std::min(bytes_.find_first_of("\t\n\f\r >", at_), bytes_.size());
        while (attribute()) {
        }
    }

    std::optional<Charset> meta() {
        std::vector<std::string> seen;
        bool pragma = false;
        std::optional<bool> needs_pragma;
        std::optional<Charset> charset;
        bool known = false;  // whether there was a `charset` or a usable `content`
        while (const auto next = attribute()) {
            if (std::find(seen.begin(), seen.end(), next->name) != seen.end()) continue;
            seen.push_back(next->name);
            if (next->name == "http-equiv") {
                if (next->value == "content-type") pragma = true;
            } else if (next->name == "content") {
                const auto found = charset_of_content(next->value);
                if (!found || known) continue;
                charset = found;
                known = true;
                needs_pragma = true;
            } else if (next->name == "charset") {
                charset = charset_of_label(next->value);
                known = true;
                needs_pragma = false;
            }
        }
        // A tag that is cut off says nothing.
        if (at_ >= bytes_.size()) return std::nullopt;
        if (!needs_pragma || (*needs_pragma && !pragma) || !charset) return std::nullopt;
        // A page of which this could be read is not UTF-16.
        if (*charset == Charset::utf_16le || *charset == Charset::utf_16be) return Charset::utf_8;
        if (*charset == Charset::x_user_defined) return Charset::windows_1252;
        return charset;
    }

    // "Get an attribute": stays at the `>` of the tag.
    std::optional<Attribute> attribute() {
        while (at_ < bytes_.size() && (is_space(bytes_[at_]) || bytes_[at_] == '/')) ++at_;
        if (at_ >= bytes_.size() || bytes_[at_] == '>') return std::nullopt;
        Attribute found;
        for (; at_ < bytes_.size(); ++at_) {
            const char byte = bytes_[at_];
            if (byte == '=' && !found.name.empty()) break;
            if (byte == '/' || byte == '>') return found;
            if (is_space(byte)) break;
            found.name += to_lower(byte);
        }
        at_ = skip_space(bytes_, at_);
        if (at_ >= bytes_.size() || bytes_[at_] != '=') return found;
        at_ = skip_space(bytes_, at_ + 1);
        if (at_ < bytes_.size()) read_value(found.value);
        return found;
    }

    void read_value(std::string& value) {
        const char quote = bytes_[at_];
        const bool quoted = quote == '"' || quote == '\'';
        if (quoted) ++at_;
        for (; at_ < bytes_.size(); ++at_) {
            const char byte = bytes_[at_];
            if (quoted ? byte == quote : is_space(byte) || byte == '>') break;
            value += to_lower(byte);
        }
        if (quoted && at_ < bytes_.size()) ++at_;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

// HTML standard, "get an XML encoding"; it takes white space to be all up to U+0020.
std::optional<Charset> charset_of_xml(std::string_view bytes) noexcept {
    if (bytes.substr(0, 5) != "<?xml"sv) return std::nullopt;
    const auto end = bytes.find('>');
    if (end == std::string_view::npos) return std::nullopt;
    bytes = bytes.substr(0, end);
    auto at = bytes.find("encoding");
    if (at == std::string_view::npos) return std::nullopt;
    const auto skip = [bytes](std::size_t from) {
        while (from < bytes.size() && static_cast<unsigned char>(bytes[from]) <= 0x20) ++from;
        return from;
    };
    at = skip(at + "encoding"sv.size());
    if (at >= bytes.size() || bytes[at] != '=') return std::nullopt;
    at = skip(at + 1);
    if (at >= bytes.size() || (bytes[at] != '"' && bytes[at] != '\'')) return std::nullopt;
    const auto close = bytes.find(bytes[at], at + 1);
    if (close == std::string_view::npos) return std::nullopt;
    const auto charset = charset_of_label(bytes.substr(at + 1, close - at - 1));
    if (charset == Charset::utf_16le || charset == Charset::utf_16be) return Charset::utf_8;
    return charset;
}

}  // namespace

std::optional<ByteOrderMark> byte_order_mark(std::string_view bytes) noexcept {
    struct Mark {
        std::string_view bytes;
        Charset charset;
    };
    // UTF-32 first: its mark begins as that of UTF-16 does.
    static constexpr std::array kMarks{
        Mark{"\xEF\xBB\xBF"sv, Charset::utf_8},    Mark{"\xFF\xFE\0\0"sv, Charset::utf_32le},
        Mark{"\0\0\xFE\xFF"sv, Charset::utf_32be}, Mark{"\xFF\xFE"sv, Charset::utf_16le},
        Mark{"\xFE\xFF"sv, Charset::utf_16be},     Mark{"\x84\x31\x95\x33"sv, Charset::gb18030},
    };
    for (const Mark& mark : kMarks) {
        if (bytes.substr(0, mark.bytes.size()) == mark.bytes) {
            return ByteOrderMark{mark.charset, mark.bytes.size()};
        }
    }
    return std::nullopt;
}

std::optional<Charset> charset_of_media_type(std::string_view media_type) noexcept {
    std::size_t at = media_type.find(';');
    while (at < media_type.size()) {
        at = skip_space(media_type, at + 1);
        const auto end_of_name = media_type.find_first_of(";=", at);
        if (end_of_name == std::string_view::npos) return std::nullopt;
        auto name = media_type.substr(at, end_of_name - at);
        while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
        at = end_of_name;
        if (media_type[at] == ';') continue;
        // White space around `=` is against RFC 9110, 5.6.6, and occurs.
        const std::size_t value = skip_space(media_type, at + 1);
        const bool quoted =
            value < media_type.size() && (media_type[value] == '"' || media_type[value] == '\'');
        const std::size_t begin = quoted ? value + 1 : value;
        const auto end = std::min(
            quoted ? media_type.find(media_type[value], begin) : media_type.find(';', begin),
            media_type.size());
        if (name.size() == "charset"sv.size() && starts_with_ignoring_case(name, "charset")) {
            return charset_of_label(media_type.substr(begin, end - begin));
        }
        at = std::min(media_type.find(';', end), media_type.size());
    }
    return std::nullopt;
}

std::optional<Charset> charset_of_markup(std::string_view bytes) {
    bytes = bytes.substr(0, kPrescanned);
    const auto xml = charset_of_xml(bytes);
    if (xml && find_ignoring_case(bytes, "<html", 0) == std::string_view::npos) return xml;
    if (const auto charset = Prescan(bytes).run()) return charset;
    return xml;
}

}  // namespace feedarc::text
