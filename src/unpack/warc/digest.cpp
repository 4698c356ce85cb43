#include "unpack/warc/digest.hpp"

#include "base/ascii.hpp"
#include "unpack/warc/fields.hpp"

#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

#include <array>
#include <cstdint>

namespace feedarc::unpack {
namespace {

std::size_t size_of(Digest::Algorithm algorithm) noexcept {
    switch (algorithm) {
        case Digest::Algorithm::sha1: return SHA1_DIGEST_SIZE;
        case Digest::Algorithm::sha256: return SHA256_DIGEST_SIZE;
        case Digest::Algorithm::md5: return MD5_DIGEST_SIZE;
    }
    return 0;
}

std::optional<unsigned> value_of(char digit, unsigned base) noexcept {
    if (digit >= 'A' && digit <= 'Z') digit = static_cast<char>(digit - 'A' + 'a');
    if (base == 16) {
        if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
        if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
        return std::nullopt;
    }
    // RFC 4648, 6: base 32 is a to z, then 2 to 7.
    if (digit >= 'a' && digit <= 'z') return static_cast<unsigned>(digit - 'a');
    if (digit >= '2' && digit <= '7') return static_cast<unsigned>(digit - '2') + 26;
    return std::nullopt;
}

std::optional<std::string> bytes_of(std::string_view digits, unsigned base) {
    const unsigned bits_each = base == 16 ? 4 : 5;
    std::string bytes;
    unsigned bits = 0;
    std::uint32_t pending = 0;
    for (const char digit : digits) {
        const auto value = value_of(digit, base);
        if (!value) return std::nullopt;
        pending = (pending << bits_each | *value) & 0xffffU;
        bits += bits_each;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(pending >> bits & 0xffU);
    }
    return bytes;
}

template <typename Context, auto Init, auto Update, auto Finish>
std::string hashed(std::string_view data, std::size_t size) {
    Context context;
    Init(&context);
    Update(&context, data.size(), reinterpret_cast<const std::uint8_t*>(data.data()));
    std::string bytes(size, '\0');
    Finish(&context, size, reinterpret_cast<std::uint8_t*>(bytes.data()));
    return bytes;
}

}  // namespace

std::optional<Digest> read_digest(std::string_view text) {
    text = trimmed(text);
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string name = base::lowered(text.substr(0, colon));
    Digest digest;
    if (name == "sha1" || name == "sha-1") {
        digest.algorithm = Digest::Algorithm::sha1;
    } else if (name == "sha256" || name == "sha-256") {
        digest.algorithm = Digest::Algorithm::sha256;
    } else if (name == "md5") {
        digest.algorithm = Digest::Algorithm::md5;
    } else {
        return std::nullopt;
    }
    std::string_view digits = text.substr(colon + 1);
    while (digits.ends_with('=')) digits.remove_suffix(1);
    const std::size_t size = size_of(digest.algorithm);
    const unsigned base = digits.size() == 2 * size ? 16 : 32;
    if (base == 32 && digits.size() != (8 * size + 4) / 5) return std::nullopt;
    auto bytes = bytes_of(digits, base);
    if (!bytes) return std::nullopt;
    digest.bytes = std::move(*bytes);
    return digest;
}

Digest digest_of(std::string_view data, Digest::Algorithm algorithm) {
    const std::size_t size = size_of(algorithm);
    switch (algorithm) {
        case Digest::Algorithm::sha1:
            return {algorithm, hashed<sha1_ctx, sha1_init, sha1_update, sha1_digest>(data, size)};
        case Digest::Algorithm::sha256:
            return {algorithm,
                    hashed<sha256_ctx, sha256_init, sha256_update, sha256_digest>(data, size)};
        case Digest::Algorithm::md5:
            return {algorithm, hashed<md5_ctx, md5_init, md5_update, md5_digest>(data, size)};
    }
    return {};
}

std::string sha1_text(std::string_view first, std::string_view second) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    sha1_ctx context;
    sha1_init(&context);
    for (const std::string_view part : {first, second}) {
        sha1_update(&context, part.size(), reinterpret_cast<const std::uint8_t*>(part.data()));
    }
    std::array<std::uint8_t, SHA1_DIGEST_SIZE> bytes{};
    sha1_digest(&context, bytes.size(), bytes.data());
    std::string text = "sha1:";
    std::uint32_t pending = 0;
    unsigned bits = 0;
    // 160 bits are 32 digits of 5 without a rest.
    for (const std::uint8_t byte : bytes) {
        pending = (pending << 8U | byte) & 0xfffU;
        for (bits += 8; bits >= 5; bits -= 5) text += kDigits[pending >> (bits - 5) & 0x1fU];
    }
    return text;
}

}  // namespace feedarc::unpack
