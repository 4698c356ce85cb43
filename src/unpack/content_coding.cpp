#include "unpack/content_coding.hpp"

#include <feedarc/error.hpp>

#include "base/ascii.hpp"
#include "base/c_handle.hpp"
#include "unpack/codecs.hpp"
#include "unpack/output.hpp"
#include "unpack/warc/fields.hpp"

#include <brotli/decode.h>
#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <cstdint>
#include <new>
#include <utility>
#include <vector>

namespace feedarc::unpack {
namespace {

constexpr std::size_t kChunk = 64U << 10U;
// The place comes from whoever has the record.
constexpr std::string_view kBody = "body";

[[noreturn]] void damaged(std::string_view coding, std::string_view what) {
    throw Error(ErrorCode::input, fmt::format("the {} body is {}", coding, what));
}

class Inflate {
public:
    explicit Inflate(int window_bits) {
        if (inflateInit2(&stream_, window_bits) != Z_OK) throw std::bad_alloc();
    }
    Inflate(const Inflate&) = delete;
    Inflate& operator=(const Inflate&) = delete;
    ~Inflate() { inflateEnd(&stream_); }

    enum class Outcome { whole, cut, damaged };

    /// Unpacks one member; `rest` is moved behind it.
    Outcome run(std::string_view& rest, BoundedOutput& out) {
        std::string buffer(kChunk, '\0');
        inflateReset(&stream_);
        for (;;) {
            stream_.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(rest.data()));
            stream_.avail_in = static_cast<uInt>(rest.size());
            stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
            stream_.avail_out = static_cast<uInt>(buffer.size());
            const int status = inflate(&stream_, Z_NO_FLUSH);
            const std::size_t made = buffer.size() - stream_.avail_out;
            out.append(std::string_view(buffer).substr(0, made));
            rest.remove_prefix(rest.size() - stream_.avail_in);
            if (status == Z_STREAM_END) return Outcome::whole;
            if (status == Z_MEM_ERROR) throw std::bad_alloc();
            if (status != Z_OK && status != Z_BUF_ERROR) return Outcome::damaged;
            if (rest.empty() && made < buffer.size()) return Outcome::cut;
        }
    }

    /// Of what was cut: whether all of the data came out and only the checksums behind it are cut
    /// off. Asked with zeros in their place: then the checksums are wrong, or happen to be right.
    [[nodiscard]] bool ends_in_checksums() {
        std::array<Bytef, 8> zeros{};
        std::array<Bytef, 64> made{};
        stream_.next_in = zeros.data();
        stream_.avail_in = zeros.size();
        stream_.next_out = made.data();
        stream_.avail_out = made.size();
        const int status = inflate(&stream_, Z_NO_FLUSH);
        if (stream_.avail_out != made.size()) return false;
        if (status == Z_STREAM_END) return true;
        return status == Z_DATA_ERROR && stream_.msg != nullptr &&
               std::string_view(stream_.msg).starts_with("incorrect ");
    }

private:
    z_stream stream_{};
};

// A page that a crawler or a careless server left as it was.
bool looks_plain(std::string_view body) {
    const std::string_view begin = trimmed(body.substr(0, 256));
    return begin.starts_with('<') || begin.starts_with('{');
}

void warn_of_rest(std::string_view rest, std::string_view coding,
                  std::vector<std::string>& warnings) {
    if (is_padding(rest)) return;
    warnings.emplace_back(fmt::format("{} bytes behind the {} body", rest.size(), coding));
}

std::string gunzipped(const std::string& body, CodedBy by, const UnpackLimits& limits,
                      std::vector<std::string>& warnings) {
    BoundedOutput out(kBody, limits, body.size());
    Inflate inflate(16 + MAX_WBITS);
    std::string_view rest = body;
    bool first = true;
    while (is_gzip(rest)) {
        out.begin_member();
        switch (inflate.run(rest, out)) {
            case Inflate::Outcome::whole: break;
            case Inflate::Outcome::damaged: damaged("gzip", "damaged");
            case Inflate::Outcome::cut:
                if (by == CodedBy::server || !inflate.ends_in_checksums()) {
                    damaged("gzip", "cut off");
                }
                warnings.emplace_back("the end of the gzip body, with its checksum, is missing");
        }
        first = false;
    }
    if (first) {
        if (by == CodedBy::server) damaged("gzip", "not packed");
        return body;
    }
    warn_of_rest(rest, "gzip", warnings);
    return out.take();
}

// RFC 9110, 8.4.1.2 means zlib's wrapper; some servers leave it out.
std::string inflated(const std::string& body, CodedBy by, const UnpackLimits& limits,
                     std::vector<std::string>& warnings) {
    bool cut = false;
    for (const int window_bits : {MAX_WBITS, -MAX_WBITS}) {
        BoundedOutput out(kBody, limits, body.size());
        Inflate inflate(window_bits);
        std::string_view rest = body;
        const auto outcome = inflate.run(rest, out);
        if (outcome == Inflate::Outcome::whole) {
            if (by == CodedBy::server) warn_of_rest(rest, "deflate", warnings);
            return out.take();
        }
        cut = cut || outcome == Inflate::Outcome::cut;
    }
    // Nothing tells raw deflate but that it can be taken apart; a page begins with what cannot.
    if (by == CodedBy::crawler && looks_plain(body)) return body;
    damaged("deflate", cut ? "cut off" : "damaged");
}

std::string from_brotli(const std::string& body, CodedBy by, const UnpackLimits& limits,
                        std::vector<std::string>& warnings) {
    using State = CHandle<BrotliDecoderState, BrotliDecoderDestroyInstance>;
    const State state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
    if (!state) throw std::bad_alloc();
    BoundedOutput out(kBody, limits, body.size());
    std::vector<std::uint8_t> buffer(kChunk);
    const auto* next = reinterpret_cast<const std::uint8_t*>(body.data());
    std::size_t left = body.size();
    for (;;) {
        std::size_t room = buffer.size();
        std::uint8_t* to = buffer.data();
        const auto result =
            BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &to, nullptr);
        out.append({reinterpret_cast<const char*>(buffer.data()), buffer.size() - room});
        if (result == BROTLI_DECODER_RESULT_SUCCESS) {
            if (by == CodedBy::server) {
                warn_of_rest(std::string_view(body).substr(body.size() - left), "br", warnings);
            }
            return out.take();
        }
        if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) damaged("br", "cut off");
        if (result == BROTLI_DECODER_RESULT_ERROR) break;
    }
    if (by == CodedBy::crawler && looks_plain(body)) return body;
    damaged("br", "damaged");
}

std::string unpacked_zstd(std::string body, CodedBy by, const UnpackLimits& limits,
                          std::vector<std::string>& warnings) {
    if (!is_zstd(body)) {
        if (by == CodedBy::server) damaged("zstd", "not packed");
        return body;
    }
    BoundedOutput out(kBody, limits, body.size());
    if (by == CodedBy::crawler) {
        unpack_zstd(body, kBody, limits, out);
    } else {
        warn_of_rest(unpack_zstd_frames(body, kBody, limits, out), "zstd", warnings);
    }
    return out.take();
}

std::string without(std::string_view coding, std::string body, CodedBy by,
                    const UnpackLimits& limits, std::vector<std::string>& warnings) {
    if (coding == "gzip" || coding == "x-gzip") return gunzipped(body, by, limits, warnings);
    if (coding == "deflate") return inflated(body, by, limits, warnings);
    if (coding == "br") return from_brotli(body, by, limits, warnings);
    if (coding == "zstd") return unpacked_zstd(std::move(body), by, limits, warnings);
    if (coding.empty() || coding == "identity" || coding == "none" || coding == "utf-8") {
        return body;
    }
    std::string unknown = fmt::format("the coding '{}' is not known", coding.substr(0, 40));
    if (by == CodedBy::server) throw Error(ErrorCode::input, unknown);
    warnings.push_back(std::move(unknown));
    return body;
}

}  // namespace

std::string decoded(std::string body, std::string_view codings, CodedBy by,
                    const UnpackLimits& limits, std::vector<std::string>& warnings) {
    // RFC 9110, 8.4: in the order in which they were applied. A few are enough for every server.
    for (int layer = 0; !codings.empty() && !body.empty(); ++layer) {
        if (layer == limits.layers) {
            throw Error(ErrorCode::limit, fmt::format("packed more than {} times "
                                                      "(limit unpack-layers)",
                                                      limits.layers));
        }
        const auto comma = codings.rfind(',');
        const auto last = comma == std::string_view::npos ? 0 : comma + 1;
        body = without(base::lowered(trimmed(codings.substr(last))), std::move(body), by, limits,
                       warnings);
        codings = codings.substr(0, comma == std::string_view::npos ? 0 : comma);
    }
    return body;
}

}  // namespace feedarc::unpack
